/** A program that says something which nests too deep: what it used is charged all the same. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { createDelegates } from "#adapters/delegates/index.ts";
import { isTooDeep } from "#core/graph/depth.ts";
import type { Fields } from "#core/graph/value.ts";
import { nestedText } from "#support/nested.ts";

/** A `PATH` with a `claude` that says these lines. */
function pathWith(...lines: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "iter-path-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "lines"), `${lines.join("\n")}\n`);
  const said = `if [ "$1" = --version ]; then echo "2.2.0 (Claude Code)"; else cat ${folder}/lines; fi`;
  writeFileSync(join(folder, "claude"), `#!/bin/sh\n${said}\n`);
  chmodSync(join(folder, "claude"), 0o755);
  return `${folder}:${process.env["PATH"] ?? ""}`;
}

it("fails, charges and tells of it in short", async () => {
  const told: Fields[] = [];
  const head = '{"type":"result","is_error":false,"total_cost_usd":0.25,"result":""';
  const PATH = pathWith(`${head},"structured_output":${nestedText(20_000)}}`);
  const delegates = createDelegates({
    env: { PATH, HOME: tmpdir(), TMPDIR: tmpdir(), ANTHROPIC_API_KEY: "x" },
    cwd: tmpdir(),
  });

  const call = delegates.execute(
    {
      ...{ backend: "claude_code", model: null, system: "", prompt: "hi", schema: null },
      ...{ readonly: false, tools: null, mcpServers: [], maxTurns: 0, reasoningEffort: null },
      ...{ session: null, mayAsk: false, budgetUsd: null, env: [] },
      site: {
        ...{ runId: "run_x", nodeId: "a", branchId: "", activationId: "a#0" },
        ...{ step: "delegate:0", key: "run_x/a#0/delegate:0", attempt: 1 },
      },
    },
    { signal: new AbortController().signal, onEvent: (_, data) => told.push(data) },
  );

  await expect(call).rejects.toMatchObject({
    failure: {
      code: "EXECUTION_FAILED",
      message: "an event of `claude` nests deeper than 500 levels",
      usage: { cost_usd: 0.25, cost_source: "reported" },
    },
  });
  expect(told.some(({ event }) => event !== undefined)).toBe(true);
  expect(told.some((data) => isTooDeep(data, 510))).toBe(false);
});
