import { expect, it } from "vitest";
import type { DelegateTask } from "#core/ports/delegate.ts";
import type { CallSite, ModelRequest } from "#core/ports/model.ts";
import type { ShellTask } from "#core/ports/shell.ts";
import { RunFailure } from "#core/run/failure.ts";
import {
  createScriptedDelegate,
  createScriptedModel,
  createScriptedShell,
} from "#testing/index.ts";

const site: CallSite = {
  runId: "run_x",
  nodeId: "review",
  branchId: "",
  activationId: "review#0",
  step: "model:0",
  key: "run_x/review#0/model:0",
  attempt: 1,
};
const request: ModelRequest = {
  model: "simulate/any",
  system: "",
  messages: [],
  tools: [],
  schema: null,
  reasoningEffort: null,
  site,
};
const task: DelegateTask = {
  backend: "codex",
  model: null,
  system: "",
  prompt: "go",
  schema: null,
  readonly: false,
  tools: null,
  mcpServers: [],
  maxTurns: 0,
  reasoningEffort: null,
  session: null,
  mayAsk: false,
  budgetUsd: null,
  env: [],
  site,
};
const command: ShellTask = { command: "make", env: {}, passEnv: [], site };
const signal = new AbortController().signal;
const told = { signal, onEvent: () => undefined };

it("plays a model's replies in order and remembers the requests", async () => {
  const call = { id: "1", name: "tree", input: {} };
  const models = createScriptedModel(["first", { toolCalls: [call], usage: { input_tokens: 5 } }]);
  const heard: string[] = [];

  const first = await models.generate(request, { signal, onText: (text) => heard.push(text) });
  const second = await models.generate(request, { signal });

  expect(first).toMatchObject({ text: "first", finishReason: "stop" });
  expect(second).toMatchObject({
    toolCalls: [call],
    finishReason: "tool_calls",
    usage: { input_tokens: 5, output_tokens: 0 },
  });
  expect(heard).toEqual(["first"]);
  expect(models.requests).toEqual([request, request]);
});

it("fails as the script says, and then says which call it does not have", async () => {
  const failure = new RunFailure({ code: "RATE_LIMITED", message: "slow", retryable: true });
  const models = createScriptedModel([failure]);

  await expect(models.generate(request, { signal })).rejects.toBe(failure);
  await expect(models.generate(request, { signal })).rejects.toThrow(
    "call 2 of the scripted model (node `review`, step `model:0`) is not in its script",
  );
});

it("lets a function decide", async () => {
  const models = createScriptedModel(({ site: { nodeId } }, index) => `${nodeId} ${index}`);

  await models.generate(request, { signal });
  expect((await models.generate(request, { signal })).text).toBe("review 1");
});

it("plays a delegate", async () => {
  const delegates = createScriptedDelegate(["done", { structured: { ok: true } }]);

  expect(await delegates.execute(task, told)).toMatchObject({
    text: "done",
    structured: undefined,
  });
  expect(await delegates.execute(task, told)).toMatchObject({
    text: '{"ok":true}',
    structured: { ok: true },
  });
  expect(delegates.tasks).toHaveLength(2);
});

it("plays a shell", async () => {
  const shell = createScriptedShell(["passed", { exitCode: 2, stderr: "failed" }]);

  expect(await shell.run(command, { signal })).toMatchObject({ stdout: "passed", exitCode: 0 });
  expect(await shell.run(command, { signal })).toMatchObject({ stderr: "failed", exitCode: 2 });
  await expect(shell.run(command, { signal })).rejects.toThrow("call 3 of the scripted shell");
});

it("does nothing when it is aborted already", async () => {
  const reason = new Error("stopped by hand");
  const aborted = AbortSignal.abort(reason);

  await expect(createScriptedModel(["x"]).generate(request, { signal: aborted })).rejects.toBe(
    reason,
  );
  await expect(createScriptedShell(["x"]).run(command, { signal: aborted })).rejects.toBe(reason);
  await expect(
    createScriptedDelegate(["x"]).execute(task, { ...told, signal: aborted }),
  ).rejects.toBe(reason);
});
