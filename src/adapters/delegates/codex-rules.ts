/** Puts a task's rules into the sandbox modes and settings of `codex`. */
import type { DelegateRules, DelegateTask } from "#core/ports/delegate.ts";
import type { Fault } from "./program.ts";
import { readToolWord } from "./tool-words.ts";
import type { ToolWord } from "./tool-words.ts";

/** What the program is told. */
export interface CodexRules {
  readonly sandbox: "read-only" | "workspace-write";
  /** Whether it may run commands at all. */
  readonly shell: boolean;
  /** Its other ways out, such as a search of the web. */
  readonly usual: boolean;
  /** Tools by server; null is all of a server's tools. */
  readonly servers: ReadonlyMap<string, readonly string[] | null>;
}

/** The rules of a task. */
export function readCodexRules(task: DelegateTask): CodexRules {
  const { readonly, tools, mcpServers } = task;
  if (tools === null || tools.includes("*")) {
    return {
      sandbox: readonly ? "read-only" : "workspace-write",
      shell: true,
      usual: true,
      servers: new Map(mcpServers.map(({ name }) => [name, null])),
    };
  }
  const words = tools.flatMap((name) => readToolWord(name, mcpServers));
  const own = words.filter((word) => word.kind === "own");
  const writes = own.some(({ reads }) => !reads);
  return {
    sandbox: writes && !readonly ? "workspace-write" : "read-only",
    shell: own.length > 0,
    usual: false,
    servers: serverTools(words),
  };
}

/** A rule that the program has no means to keep. */
export function findCodexRuleFault(task: DelegateRules): Fault | undefined {
  const { tools, mcpServers, readonly, maxTurns } = task;
  if (maxTurns > 0) {
    return {
      message: "`codex` can't be held to `tool_max_steps`",
      hint: "leave it out and set `timeout` or a budget, or use `claude_code`",
    };
  }
  const words = (tools ?? [])
    .filter((name) => name !== "*")
    .flatMap((name) => readToolWord(name, mcpServers));
  const unknown = words.find((word) => word.kind === "unknown");
  if (unknown !== undefined) {
    return {
      message: `\`${unknown.name}\` is no tool that \`codex\` could be allowed`,
      hint: "name `read_file`, `write_file`, `run_command` … or `mcp.<server>.<tool>` of a server that the node has",
    };
  }
  const own = words.filter((word) => word.kind === "own");
  const writes = own.some(({ reads }) => !reads);
  if (!writes || readonly || own.some(({ name }) => name === "run_command")) return undefined;
  return {
    message: "`codex` changes files by commands and can't be kept from running others",
    hint: "add `run_command` to `tools`, or use `claude_code`",
  };
}

function serverTools(words: readonly ToolWord[]): ReadonlyMap<string, readonly string[] | null> {
  const servers = new Map<string, readonly string[] | null>();
  for (const word of words) {
    if (word.kind !== "server") continue;
    const known = servers.get(word.server);
    const all = known === null || word.tool === null;
    servers.set(word.server, all ? null : [...(known ?? []), word.tool]);
  }
  return servers;
}
