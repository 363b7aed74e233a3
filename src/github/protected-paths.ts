/** Files that no proposal may change without a person. Spec: github §11.6. */
import { fitsPatterns } from "./patterns.ts";

/** Settings of agents and tools that a working tree brings along. Spec: github §11.2. */
export const agentSettings: readonly string[] = [
  ".claude",
  ".mcp.json",
  ".claude.json",
  "CLAUDE.md",
  "CLAUDE.local.md",
  "AGENTS.md",
  "AGENTS.override.md",
  ".codex",
  ".gemini",
  ".npmrc",
  "bunfig.toml",
  ".envrc",
  ".gitmodules",
  ".ripgreprc",
  ".husky",
];

const settingNames = new Set(agentSettings.map((name) => name.toLowerCase()));

/** True for a file of such settings, in whatever folder. */
export function isAgentSetting(path: string): boolean {
  return path.split("/").some((part) => settingNames.has(part.toLowerCase()));
}

const lockfiles: readonly string[] = [
  "package-lock.json",
  "pnpm-lock.yaml",
  "yarn.lock",
  "bun.lock",
  "cargo.lock",
  "go.sum",
  "poetry.lock",
  "uv.lock",
  "gemfile.lock",
  "composer.lock",
];

const names = new Set([...settingNames, ...lockfiles, "codeowners", "action.yml", "action.yaml"]);

/** What a configuration adds to the list, and what it allows all the same. */
export interface ProtectedPaths {
  readonly add?: readonly string[];
  readonly allow?: readonly string[];
  /** What stays protected whatever is allowed. */
  readonly always?: readonly string[];
}

/** The path with `.`, `..` and doubled slashes resolved, or null if it leads out of the tree. */
export function resolveTreePath(path: string): string | null {
  if (path.includes("\0") || path.startsWith("/") || /^[A-Za-z]:/.test(path)) return null;
  const parts: string[] = [];
  for (const part of path.replaceAll("\\", "/").split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.length === 0 ? null : parts.join("/");
}

/**
 * True for a file that only a person may change; a path that leads out of the tree is one too.
 *
 * @example
 * isProtected("src/../.GitHub/workflows/ci.yml"); // true
 */
export function isProtected(
  path: string,
  { add = [], allow = [], always = [] }: ProtectedPaths = {},
): boolean {
  const resolved = resolveTreePath(path)?.toLowerCase();
  if (resolved === undefined) return true;
  const lower = (patterns: readonly string[]): readonly string[] =>
    patterns.map((pattern) => pattern.toLowerCase());
  if (fitsPatterns(resolved, lower(always))) return true;
  if (fitsPatterns(resolved, lower(allow))) return false;
  const parts = resolved.split("/");
  return (
    parts[0] === ".github" ||
    resolved.endsWith(".iter") ||
    /\.(?:flow|host)\.(?:json|yaml|yml)$/.test(resolved) ||
    parts.some((part) => names.has(part) || part.startsWith(".git")) ||
    fitsPatterns(resolved, lower(add))
  );
}
