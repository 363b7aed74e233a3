import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { createDelegates } from "#adapters/delegates/index.ts";

/** A `PATH` with one program that says which version it is. */
function pathWith(name: string, version: string): string {
  const folder = mkdtempSync(join(tmpdir(), "iter-path-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, name), `#!/bin/sh\necho "${version}"\n`);
  chmodSync(join(folder, name), 0o755);
  return folder;
}

it.each([
  ["claude_code", "claude", "@anthropic-ai/claude-code"],
  ["codex", "codex", "@openai/codex"],
])("says how to install what %s needs", (backend, program, packageName) => {
  const fault = createDelegates({ env: { PATH: "/nowhere" }, cwd: "." }).check(backend);

  expect(fault?.message).toBe(`the program \`${program}\` is not installed`);
  expect(fault?.hint).toContain(`npm install -g ${packageName}`);
  expect(fault?.hint).toContain("--simulate");
});

it.each([
  ["claude_code", "claude", "2.1.196 (Claude Code)", "is version 2.1.196, and 2.1.197 or newer"],
  ["codex", "codex", "codex-cli 0.99.0", "is version 0.99.0, and 0.169.0 or newer"],
  ["codex", "codex", "hello", "doesn't say which version it is"],
])("refuses a %s that is too old", (backend, program, version, message) => {
  const env = { PATH: pathWith(program, version), ANTHROPIC_API_KEY: "x", OPENAI_API_KEY: "x" };

  expect(createDelegates({ env, cwd: "." }).check(backend)?.message).toContain(message);
});

it.each([
  ["claude_code", "claude", "2.2.0", "ANTHROPIC_API_KEY"],
  ["codex", "codex", "1.0.0", "OPENAI_API_KEY"],
])("says which key %s needs", (backend, program, version, key) => {
  const env = { PATH: pathWith(program, version), HOME: "/nowhere" };

  expect(createDelegates({ env, cwd: "." }).check(backend)?.message).toContain(key);
  expect(createDelegates({ env: { ...env, [key]: "x" }, cwd: "." }).check(backend)).toBeUndefined();
});

it("refuses a rule that the program can't be held to", () => {
  const env = { PATH: pathWith("codex", "1.0.0"), OPENAI_API_KEY: "x" };
  const rules = { tools: ["read_file"], mcpServers: [], readonly: true, maxTurns: 0 };
  const delegates = createDelegates({ env, cwd: "." });

  expect(delegates.check("codex", rules)).toBeUndefined();
  expect(delegates.check("codex", { ...rules, maxTurns: 2 })?.message).toContain("tool_max_steps");
  expect(delegates.check("codex", { ...rules, tools: ["Read"] })?.message).toContain("`Read`");
});
