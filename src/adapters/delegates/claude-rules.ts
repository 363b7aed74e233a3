/** Puts a task's rules into the permission modes and tool lists of `claude`. */
import type { ServerUse } from "#core/graph/mcp-servers.ts";
import type { DelegateRules, DelegateTask } from "#core/ports/delegate.ts";
import { askServerName, askToolName } from "./ask-server.ts";
import type { Fault } from "./program.ts";
import { ownTools, readToolWord } from "./tool-words.ts";

/** What the program is told. */
export interface ClaudeRules {
  readonly mode: "plan" | "acceptEdits" | "default";
  /** Its own tools that there are; null is its usual set. */
  readonly tools: readonly string[] | null;
  /** Rules that let calls through without asking. */
  readonly allowed: readonly string[];
}

/** Our tools as `claude` has them. */
const own: Readonly<Record<string, readonly string[] | undefined>> = {
  read_file: ["Read"],
  list_files: ["Glob", "Bash(ls:*)"],
  tree: ["Glob", "Bash(ls:*)"],
  search_codebase: ["Grep", "Glob"],
  git_diff: ["Bash(git diff:*)"],
  git_status: ["Bash(git status:*)"],
  git_log: ["Bash(git log:*)"],
  write_file: ["Write", "Edit"],
  patch: ["Edit", "Write"],
  run_command: ["Bash"],
};

const writing: ReadonlySet<string> = new Set(["Write", "Edit", "MultiEdit", "NotebookEdit"]);

/** A tool of its own, perhaps with a pattern: `Read`, `Bash(npm test:*)`. */
const ownForm = /^([A-Z]\w*)(\(.*\))?$/;

/** The rules of a task. */
export function readClaudeRules(task: DelegateTask): ClaudeRules {
  const { readonly, tools, mcpServers } = task;
  const asking = task.mayAsk ? [serverRule(askServerName, askToolName)] : [];
  if (tools === null || tools.includes("*")) {
    const servers = mcpServers.map(({ name }) => serverRule(name, null));
    return {
      mode: readonly ? "plan" : "acceptEdits",
      tools: null,
      allowed: [...servers, ...asking],
    };
  }
  const rules = [...new Set(tools.flatMap((name) => rulesFor(name, mcpServers)))];
  const kept = readonly ? rules.filter((rule) => !writing.has(toolOf(rule))) : rules;
  const names = kept.filter((rule) => ownForm.test(rule)).map(toolOf);
  const writes = kept.some((rule) => rule === "Bash" || writing.has(toolOf(rule)));
  return {
    mode: readonly ? "plan" : writes ? "acceptEdits" : "default",
    tools: [...new Set(names)],
    // Any command could write: which of them only read is left to its own judgement.
    allowed: [...(readonly ? kept.filter((rule) => rule !== "Bash") : kept), ...asking],
  };
}

/** A tool that nobody could let through. */
export function findClaudeRuleFault({ tools, mcpServers }: DelegateRules): Fault | undefined {
  for (const name of tools ?? []) {
    const known = ownForm.test(name) || name === "*";
    if (known || readToolWord(name, mcpServers).every(({ kind }) => kind !== "unknown")) continue;
    return {
      message: `\`${name}\` is no tool that \`claude\` could be allowed`,
      hint: `name one of ${ownTools.join(", ")}, \`mcp.<server>.<tool>\` of a server that the node has, or a tool of its own such as \`Read\``,
    };
  }
  return undefined;
}

/** The name by which `claude` knows tools of servers. */
export function serverRule(server: string, tool: string | null): string {
  const clean = (name: string): string => name.replaceAll(/[^a-zA-Z0-9_-]/g, "_");
  return tool === null ? `mcp__${clean(server)}` : `mcp__${clean(server)}__${clean(tool)}`;
}

function rulesFor(name: string, servers: readonly ServerUse[]): readonly string[] {
  if (ownForm.test(name)) return [name];
  return readToolWord(name, servers).flatMap((word) => {
    if (word.kind === "server") return [serverRule(word.server, word.tool)];
    return word.kind === "own" ? (own[word.name] ?? []) : [];
  });
}

function toolOf(rule: string): string {
  return ownForm.exec(rule)?.[1] ?? rule;
}
