import { expect, it } from "vitest";
import { createTools } from "#adapters/tools/index.ts";
import type { Tool } from "#adapters/tools/index.ts";
import { workspaceToolNames } from "#adapters/tools/workspace/names.ts";
import { openTools } from "#support/workspace-tools.ts";

const site = {
  runId: "run_x",
  nodeId: "look",
  branchId: "",
  activationId: "look#0",
  step: "tool:0.0",
  key: "run_x/look#0/tool:0.0",
  attempt: 1,
};
const options = { signal: new AbortController().signal, site };

const echo: Tool = {
  definition: { name: "echo_text", description: "Says it again.", inputSchema: { type: "object" } },
  readsOnly: true,
  call: (input) => Promise.resolve({ output: JSON.stringify(input), failed: false }),
};

it("calls the tool that is named", async () => {
  const tools = createTools([echo]);

  expect(tools.list().map(({ name }) => name)).toEqual(["echo_text"]);
  expect(tools.readsOnly("echo_text")).toBe(true);
  expect(tools.check?.("echo_text")).toBeUndefined();
  expect(await tools.call("echo_text", { a: 1 }, options)).toEqual({
    output: '{"a":1}',
    failed: false,
  });
});

it("tells the model that a tool does not exist", async () => {
  const tools = createTools([echo]);

  expect(await tools.call("echo_txt", {}, options)).toEqual({
    output: "there is no tool `echo_txt`; did you mean `echo_text`?",
    failed: true,
  });
  expect(tools.readsOnly("echo_txt")).toBe(false);
});

it("says before a run which tools there are", () => {
  expect(createTools([echo]).check?.("read_file")).toEqual({
    message: "there is no tool `read_file`",
    hint: "use one of `echo_text`",
  });
});

it("knows the tools of a workspace by names that are theirs", () => {
  const tools = openTools({ folder: import.meta.dirname });

  expect(tools.list().map(({ name }) => name)).toEqual(workspaceToolNames);
});
