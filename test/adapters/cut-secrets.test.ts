/** A secret of several lines is taken out before a text is cut: of half of it nothing is known. */
import { chmodSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { createDelegates } from "#adapters/delegates/index.ts";
import { createCommandFunction } from "#adapters/functions/commands.ts";
import { createMcpServers } from "#adapters/tools/mcp/servers.ts";
import { toOutput } from "#adapters/tools/mcp/results.ts";
import { openTools } from "#adapters/tools/open-tools.ts";
import { createShell } from "#adapters/tools/shell.ts";
import type { Fields } from "#core/graph/value.ts";
import type { DelegateTask } from "#core/ports/delegate.ts";
import type { RunFailure } from "#core/run/failure.ts";
import { createRedactor } from "#core/run/redact.ts";
import { graphOf, tool } from "#support/engine/graph.ts";
import { createWorkspace } from "#support/workspace.ts";
import { site } from "#support/workspace-tools.ts";

const secret = "plain words line one\nplain words line two\nplain words line three";
const { text: redact } = createRedactor({ values: [secret] });
const env = { PATH: process.env["PATH"], PEM_KEY: secret };
const signal = new AbortController().signal;

/** Says it more often than is ever quoted. */
const complain = `i=0; while [ $i -lt 200 ]; do printf 'x%s %s\\n' $i "$PEM_KEY" >&2; i=$((i+1)); done; exit 4`;

function place(files: Readonly<Record<string, string>> = {}) {
  const workspace = createWorkspace(files);
  onTestFinished(() => workspace.remove());
  return workspace;
}

it("of a function that is a command", async () => {
  const command = { command: complain, env: ["PEM_KEY"] };
  const run = createCommandFunction(command, { env, cwd: place().folder, redact });
  const call = { name: "f", input: null, scope: {}, site };

  const error: unknown = await run.call(call, { signal }).catch((one: unknown) => one);

  expect(String(error)).toContain("***");
  expect(String(error)).not.toContain("plain words");
});

it("of an MCP server that ends", async () => {
  const servers = createMcpServers({ folder: place().folder, env, redact });
  onTestFinished(() => servers.close());
  const args = ["-c", complain];
  const server = {
    name: "s",
    transport: "stdio",
    command: "/bin/sh",
    args,
    env: ["PEM_KEY"],
  } as const;

  const error: unknown = await servers
    .discover([server], { site, signal })
    .catch((one: unknown) => one);

  expect(String(error)).toContain("***");
  expect(String(error)).not.toContain("plain words");
});

it("of what an MCP server gives", () => {
  const text = `${"x ".repeat(23_980)}\n${secret}\n`;

  const { output } = toOutput({ content: [{ type: "text", text }] }, redact);

  expect(output).toContain("***");
  expect(output).not.toContain("plain words");
});

it("of a command of a model", async () => {
  const { folder } = place();
  const { tools } = await openTools({
    graph: graphOf({ entry: "a", nodes: [tool("a")], edges: ["a -> done"] }),
    workflow: join(folder, "w.iter"),
    base: folder,
    folder,
    closed: [],
    env,
    shell: createShell({ env: { ...env, ITER: "" }, cwd: folder }),
    redact,
  });
  const lines = secret
    .split("\n")
    .map((line) => `'${line}'`)
    .join(" ");
  const command = `i=0; while [ $i -lt 2000 ]; do printf '%s\\n' ${lines}; i=$((i+1)); done`;

  const { output } = await tools.call("run_command", { command }, { site, signal });

  expect(output).toContain("***");
  expect(output).not.toContain("plain words");
});

const task: DelegateTask = {
  backend: "claude_code",
  model: null,
  system: "",
  prompt: "Do the work.",
  schema: null,
  readonly: false,
  tools: null,
  mcpServers: [],
  maxTurns: 0,
  reasoningEffort: null,
  session: null,
  mayAsk: false,
  budgetUsd: null,
  env: ["PEM_KEY"],
  site,
};

it("of a delegate that crashes", async () => {
  const workspace = place({
    "bin/claude": `#!/bin/sh\n[ "$1" = --version ] && echo '9.9.9 (Claude Code)' && exit\n${complain}\n`,
  });
  chmodSync(join(workspace.folder, "bin/claude"), 0o755);
  const told: Fields[] = [];
  const path = `${join(workspace.folder, "bin")}:${env.PATH ?? ""}`;
  const delegates = createDelegates({
    env: { ...env, PATH: path, ANTHROPIC_API_KEY: "a-key-of-nobody" },
    cwd: workspace.folder,
    redact,
  });

  const error: unknown = await delegates
    .execute(task, { signal, onEvent: (_type, data) => told.push(data) })
    .catch((one: unknown) => one);

  const { failure } = error as RunFailure;
  const said = JSON.stringify([failure, told]);
  expect(said).toContain("DELEGATE_CRASHED");
  expect(said).toContain("***");
  expect(said).not.toContain("plain words");
});
