import { expect, it } from "vitest";
import { commentsOfOurs, eventFixture, runDoor } from "#support/door-step.ts";
import type { DoorStep } from "#support/door-step.ts";
import { headSha, helloWorld } from "#support/github.ts";
import { startGithub } from "#testing/github/server.ts";
import type { LoopbackGithub } from "#testing/github/server.ts";

const config = `version: 1
triggers:
  review: { on: pull_request, workflow: .github/iter/pr.flow.json }
`;
const flow = {
  name: "pr",
  nodes: [
    { id: "start", type: "start", next: "matches" },
    {
      id: "matches",
      type: "event_trigger",
      event: "pull_request",
      event_path: "input.github.event_name",
      next: "gate",
    },
    {
      id: "gate",
      type: "human_in_the_loop",
      decision_path: "input.decision",
      on_approve: "pay",
      on_reject: "end",
    },
    { id: "pay", type: "transform", expression: "node_outputs.gate.approved", next: "end" },
    { id: "end", type: "end" },
  ],
};
const files = { ".github/iter.yml": config, ".github/iter/pr.flow.json": JSON.stringify(flow) };
const pullRequest = { event: "pull_request", payload: eventFixture("pull_request.opened.json") };

function review(github: LoopbackGithub, state: string): Promise<DoorStep> {
  const author = helloWorld.accounts.find((one) => one.login === "monalisa");
  if (author === undefined) throw new Error("There is no monalisa.");
  const submitted_at = new Date().toISOString();
  const given = { id: 1, thread: 42, author, body: "", state, commit_id: headSha, submitted_at };
  github.state.reviews.push(given);
  const fixture = eventFixture("workflow_run.completed.json") as { workflow_run: object };
  const relay = { name: "iter-review-signal", event: "pull_request_review", conclusion: "success" };
  const payload = { ...fixture, workflow_run: { ...fixture.workflow_run, ...relay } };
  return runDoor(github, { event: "workflow_run", payload });
}

it.each([
  ["APPROVED", true],
  ["CHANGES_REQUESTED", false],
])(
  "pauses at a gate of a flow, and takes a review that is %s as its answer",
  async (state, paid) => {
    await using github = await startGithub({ ...helloWorld, files });

    const paused = await runDoor(github, pullRequest);
    const asked = commentsOfOurs(github)[0]?.body;
    const resumed = await review(github, state);

    expect(paused.outputs, paused.log).toMatchObject({ status: "paused_waiting_human" });
    expect(asked).toContain("/iter approve g1");
    expect(resumed.outputs, resumed.log).toMatchObject({ decision: "answer", status: "finished" });
    expect(resumed.log.includes("▶ pay")).toBe(paid);
  },
);

it("fetches what a workflow uses, its host and the graphs of that with it", async () => {
  const main = `use check:
  file: "../../flows/check.flow.json"

workflow w:
  entry: check
  check -> done
`;
  const toEnd = (type: string, fields: object): object => ({
    name: type,
    nodes: [
      { id: "start", type: "start", next: "one" },
      { id: "one", type, ...fields, next: "end" },
      { id: "end", type: "end" },
    ],
  });
  const used = {
    ".github/iter.yml": "version: 1\ntriggers:\n  review: { on: pull_request, workflow: pr }\n",
    ".github/iter/pr.iter": main,
    "flows/check.flow.json": JSON.stringify(toEnd("subgraph", { graph: "inner" })),
    "flows/check.host.yaml": "graphs: { inner: inner.flow.json }\n",
    "flows/inner.flow.json": JSON.stringify(toEnd("transform", { expression: "7" })),
  };
  await using github = await startGithub({ ...helloWorld, files: used });

  const { outputs, log } = await runDoor(github, pullRequest);

  expect(outputs, log).toMatchObject({ status: "finished" });
  expect(log).toContain("✓ one in check#0.check/one#0.inner");
});
