import { expect, it } from "vitest";
import { replayRun } from "#core/engine/lifecycle.ts";
import type { GraphNode } from "#core/graph/graph.ts";
import { agent, graphOf, join, router, tool } from "#support/engine/graph.ts";
import { rememberFiles } from "#support/engine/remembered-files.ts";
import type { RememberedFiles } from "#support/engine/remembered-files.ts";
import { stageOf } from "#support/engine/world.ts";
import type { Answers, Stage } from "#support/engine/world.ts";

function watched(
  nodes: readonly GraphNode[],
  answers: (workspace: RememberedFiles) => Answers,
  edges?: readonly string[],
): { readonly stage: Stage; readonly workspace: RememberedFiles } {
  const workspace = rememberFiles();
  const [first] = nodes;
  const graph = graphOf({
    entry: first?.id ?? "",
    nodes,
    edges: edges ?? nodes.map(({ id }, at) => `${id} -> ${nodes[at + 1]?.id ?? "done"}`),
  });
  const stage = stageOf({
    graph,
    answers: answers(workspace),
    more: { workspace: workspace.port },
  });
  return { stage, workspace };
}

/** Each activation with the files that it changed. */
async function changesOf(stage: Stage): Promise<readonly string[]> {
  return (await stage.log())
    .filter(({ type }) => type === "workspace_changed")
    .map(({ activation_id: id, data }) => {
      const files = data?.["files"] as unknown as readonly { path: string; change: string }[];
      return `${id ?? ""}: ${files.map(({ path, change }) => `${change} ${path}`).join(", ")}`;
    });
}

const delegate = { delegate: "claude_code" };
const mutating = { ...delegate, mutates: true };
const reading = { ...delegate, readonly: true };

it("tells what commands and delegates changed, each by itself", async () => {
  const { stage, workspace } = watched(
    [tool("make"), agent("fix", mutating), tool("look")],
    ({ files }) =>
      ({ nodeId }) => {
        if (nodeId === "make") files.set("b.txt", "b");
        if (nodeId === "fix") files.delete("a.txt");
        return {};
      },
  );

  const { state } = await stage.start();

  expect(state.status).toBe("finished");
  expect(await changesOf(stage)).toEqual(["make#0: added b.txt", "fix#0: deleted a.txt"]);
  const event = (await stage.log()).find(({ type }) => type === "workspace_changed");
  expect(event).toMatchObject({
    node_id: "make",
    data: {
      files_changed: 1,
      lines_added: 1,
      lines_removed: 0,
      diff: expect.stringContaining("b.txt") as string,
    },
  });
  expect(workspace.removed).toBe(true);
});

it("looks around tools that change something, not around those that read", async () => {
  const calls = [
    { id: "1", name: "read_file", input: {} },
    { id: "2", name: "write_file", input: {} },
  ];
  const { stage, workspace } = watched(
    [agent("write", { tools: ["*"], mutates: true })],
    ({ files }) =>
      ({ step }, { heard }) => {
        if (step === "tool:0.1") files.set("b.txt", "b");
        return heard === 1 ? { toolCalls: calls } : {};
      },
  );

  await stage.start();

  expect(await changesOf(stage)).toEqual(["write#0: added b.txt"]);
  expect(workspace.looks).toBe(2);
});

it("tells what a call changed that failed", async () => {
  const { stage } = watched([tool("make")], ({ files }) => () => {
    files.set("a.txt", "half");
    return { exitCode: 1 };
  });

  const { state } = await stage.start();

  expect(state.failure?.code).toBe("TOOL_FAILED");
  expect(await changesOf(stage)).toEqual(["make#0: modified a.txt"]);
});

it("fails a delegate that may change nothing and does, and charges it", async () => {
  const { stage } = watched([agent("review", reading)], ({ files }) => () => {
    files.set("a.txt", "changed");
    return { usage: { output_tokens: 7 } };
  });

  const { state } = await stage.start();

  expect(state.status).toBe("failed_resumable");
  expect(state.failure).toMatchObject({
    code: "READONLY_VIOLATED",
    node: "review",
    message: "`review` has `readonly: true`, and files changed while it ran: a.txt (modified)",
  });
  expect(await changesOf(stage)).toEqual(["review#0: modified a.txt"]);
  expect(state.spent.output_tokens).toBe(7);
});

it("fails a command that changed something though its author said it would not", async () => {
  const node = tool("look", { mutates: false, readonly: true });
  const { stage } = watched([node], ({ files }) => () => {
    files.set("a.txt", "changed");
    return {};
  });

  const { state } = await stage.start();

  expect(state.failure).toMatchObject({
    code: "READONLY_VIOLATED",
    message: "`look` has `readonly: true`, and files changed while it ran: a.txt (modified)",
  });
  expect(await changesOf(stage)).toEqual(["look#0: modified a.txt"]);
});

it("calls it again at a resume", async () => {
  const { stage } = watched([agent("review", reading)], ({ files }) => (_site, { count }) => {
    if (count === 0) files.set("a.txt", "changed");
    return { output: { count } };
  });

  await stage.start();
  const { state } = await stage.resume();

  expect(state).toMatchObject({ status: "finished" });
  expect(stage.calls).toHaveLength(2);
});

it("leaves a failure as it is that came first", async () => {
  const { stage } = watched([agent("review", reading)], ({ files }) => () => {
    files.set("a.txt", "changed");
    return { error: { code: "AUTH_FAILED" } };
  });

  expect((await stage.start()).state.failure?.code).toBe("AUTH_FAILED");
  expect(await changesOf(stage)).toEqual(["review#0: modified a.txt"]);
});

it("blames nobody who may change nothing for what another changed at the same time", async () => {
  const { stage } = watched(
    [router("fan"), agent("review", reading), tool("make"), join("meet")],
    ({ files }) =>
      ({ nodeId }) => {
        if (nodeId === "make") files.set("b.txt", "b");
        return { durationMs: nodeId === "make" ? 10 : 1000 };
      },
    ["fan -> review", "fan -> make", "review -> meet", "make -> meet", "meet -> done"],
  );

  const { state } = await stage.start();

  expect(state.status).toBe("finished");
  expect(await changesOf(stage)).toEqual(["fan#0.make/make#0: added b.txt"]);
});

it("checks readers that run side by side", async () => {
  const { stage } = watched(
    [router("fan"), agent("one", reading), agent("two", reading), join("meet")],
    ({ files }) =>
      ({ nodeId }) => {
        if (nodeId === "one") files.set("b.txt", "b");
        return { durationMs: 10 };
      },
    ["fan -> one", "fan -> two", "one -> meet", "two -> meet", "meet -> done"],
  );

  expect((await stage.start()).state.failure?.code).toBe("READONLY_VIOLATED");
});

it("doesn't count what people change before a resume", async () => {
  const { stage, workspace } = watched([tool("make")], ({ files }) => (_site, { count }) => {
    files.set(`${count}.txt`, "x");
    return { exitCode: count === 0 ? 1 : 0 };
  });

  await stage.start();
  workspace.files.set("by-hand.txt", "x");
  const { state } = await stage.resume();

  expect(state.status).toBe("finished");
  expect(await changesOf(stage)).toEqual(["make#0: added 0.txt", "make#0: added 1.txt"]);
});

it("counts from before a kill when the call is made again", async () => {
  const { stage, workspace } = watched([tool("make")], ({ files }) => () => {
    files.set("after.txt", "x");
    return {};
  });
  workspace.kept.set("run_x/make#0/command", JSON.stringify({ "a.txt": "before the kill" }));

  await stage.start();

  expect(await changesOf(stage)).toEqual(["make#0: modified a.txt, added after.txt"]);
  expect([...workspace.kept]).toEqual([]);
});

it("says once that it can't look, and goes on", async () => {
  const { stage, workspace } = watched([tool("make"), agent("review", reading)], () => () => ({}));
  workspace.unknown = "too big";

  const { state } = await stage.start();

  expect(state.status).toBe("finished");
  const told = (await stage.log()).filter(({ type }) => type === "workspace_unknown");
  expect(told.map(({ node_id: node, data }) => [node, data])).toEqual([
    ["make", { reason: "too big" }],
  ]);
});

it("names the first files and counts all of them", async () => {
  const { stage } = watched([tool("make")], ({ files }) => () => {
    for (let at = 0; at < 300; at += 1) files.set(`f${at}`, "");
    return {};
  });

  await stage.start();

  const event = (await stage.log()).find(({ type }) => type === "workspace_changed");
  expect(event?.data).toMatchObject({ files_changed: 300, lines_added: 300 });
  expect(event?.data?.["files"]).toHaveLength(200);
});

it("replays changes and violations without looking", async () => {
  const { stage, workspace } = watched(
    [tool("make"), agent("review", reading)],
    ({ files }) =>
      ({ nodeId }) => {
        files.set(nodeId, "x");
        return {};
      },
  );
  await stage.start();
  const { looks } = workspace;
  const recorded = await stage.log();
  const graph = graphOf({
    entry: "make",
    nodes: [tool("make"), agent("review", reading)],
    edges: ["make -> review", "review -> done"],
  });

  const { state } = await replayRun(stage.world, {
    recorded,
    compile: () => graph,
    runId: "run_y",
  });

  expect(state.failure?.code).toBe("READONLY_VIOLATED");
  expect(workspace.looks).toBe(looks);
  const types = (await stage.log("run_y")).map(({ type }) => type);
  expect(types.filter((type) => type === "workspace_changed")).toHaveLength(2);
});
