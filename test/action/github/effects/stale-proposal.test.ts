import { expect, it, vi } from "vitest";
import type { Fields } from "#core/graph/value.ts";
import { readMarker, writeMarker } from "#src/github/markers.ts";
import { gate } from "#support/action-step.ts";
import { helloWorld } from "#support/github.ts";
import { fixture, playComment, playJob } from "#support/github-job.ts";
import { startGithub } from "#testing/github/server.ts";
import type { LoopbackGithub } from "#testing/github/server.ts";

// Each of these plays several jobs.
vi.setConfig({ testTimeout: 60_000 });

const config = "version: 1\ntriggers: { review: { on: pull_request, workflow: pr } }\n";
const setup = {
  ...helloWorld,
  files: { ".github/iter.yml": config, ".github/iter/pr.iter": gate },
};
const us = 41_898_282;

it("takes an answer to what was shown", async () => {
  await using github = await opened();

  const shown = shownBy(github);
  const { outputs, log } = await say(github, "/iter approve g1");

  expect(shown).toEqual({ g1: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
  expect(outputs, log).toMatchObject({ decision: "answer", "reason-code": "approved" });
});

it.each<readonly [string, Fields]>([
  ["something else", { g1: "0".repeat(64) }],
  ["nothing of the gate", {}],
])("takes no yes where the comment has shown %s", async (_what, proposals) => {
  await using github = await opened();
  showInstead(github, proposals);

  const approved = await say(github, "/iter approve g1");
  const rejected = await say(github, "/iter reject g1");

  expect(approved.outputs, approved.log).toMatchObject({
    ...{ decision: "deny", "reason-code": "stale_proposal" },
  });
  expect(rejected.outputs, rejected.log).toMatchObject({ "reason-code": "rejected" });
});

async function opened(): Promise<LoopbackGithub> {
  const github = await startGithub(setup);
  await playJob(github, {
    event: "pull_request",
    payload: fixture("pull_request.opened.json"),
  });
  return github;
}

function say(github: LoopbackGithub, body: string): ReturnType<typeof playComment> {
  return playComment(github, { login: "monalisa", body });
}

/** The marker of the run's comment says that people saw this. */
function showInstead(github: LoopbackGithub, proposals: Fields): void {
  const { id, body, marker } = stickyOf(github);
  const comment = github.state.comments.get(id);
  const payload = Object.entries(marker).filter(([name]) => name !== "kind");
  const line = writeMarker("run", { ...Object.fromEntries(payload), proposals });
  if (comment !== undefined) comment.body = body.replace(/^.*/, line);
}

function shownBy(github: LoopbackGithub): unknown {
  return stickyOf(github).marker["proposals"];
}

function stickyOf({ state }: LoopbackGithub): {
  readonly id: number;
  readonly body: string;
  readonly marker: Fields;
} {
  for (const { id, body, author } of state.comments.values()) {
    const read = readMarker(
      { body, author_id: author.id, editor_id: null },
      { identities: [us], repository: state.setup.repository.id },
    );
    if ("marker" in read && read.marker.kind === "run") return { id, body, marker: read.marker };
  }
  throw new Error("no comment speaks of a run");
}
