import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, it, vi } from "vitest";
import { openGithub } from "#adapters/github/client.ts";
import { findUnproven } from "#src/action/github/gates/evidence.ts";
import type { Door } from "#src/action/github/door.ts";
import { readInputs } from "#src/action/inputs.ts";
import { gate } from "#support/action-step.ts";
import { eventFixture, runDoor, saying } from "#support/door-step.ts";
import { headSha, helloWorld, jobToken } from "#support/github.ts";
import { startGithub } from "#testing/github/server.ts";
import type { LoopbackGithub } from "#testing/github/server.ts";
import type { Comment } from "#testing/github/state.ts";

// One run is played, whose log and comment are then changed in many ways.
vi.setConfig({ testTimeout: 120_000 });

const files = {
  ".github/iter.yml": "version: 1\ntriggers:\n  review: { on: pull_request, workflow: pr }\n",
  ".github/iter/pr.iter": gate,
};
const monalisa = { id: 10_002, login: "monalisa" };

/** What of an approval is changed, on GitHub or in the log. */
interface Forging {
  readonly comment?: Partial<Comment>;
  /** A text in the log, and what stands there instead. */
  readonly log?: readonly [RegExp, string];
  readonly config?: Door["config"];
}

const before = "2020-01-01T00:00:00Z";
/** Another comment, as a forged log has it. */
const hashed = (body: string): readonly [RegExp, string] => [
  /"body_sha256":"[0-9a-f]{64}"/g,
  `"body_sha256":"${sha256(body)}"`,
];

it("believes no approval that isn't there as the log has it", async () => {
  await using github = await startGithub({ ...helloWorld, files });
  const { comment, path } = await approved(github);
  const lacks = (forging: Forging): Promise<boolean> => lacksProof(github, comment, path, forging);

  expect(await lacks({})).toBe(false);
  expect(await lacks({ comment: { body: "/iter approve g1 indeed" } })).toBe(true);
  expect(await lacks({ comment: { editor: monalisa } })).toBe(true);
  expect(await lacks({ comment: { created_at: before } })).toBe(true);
  expect(await lacks({ comment: { thread: 41 } })).toBe(true);
  expect(await lacks({ comment: { author: { id: 10_004, login: "octo-lead" } } })).toBe(true);
  for (const body of ["/iter approve g2", "/iter reject g1", `/iter approve g1 --run iter_0`])
    expect(await lacks({ comment: { body }, log: hashed(body) }), body).toBe(true);
  expect(await lacks({ log: [/"kind":"comment"/g, `"kind":"word"`] })).toBe(true);
  expect(await lacks({ log: [/"kind":"comment"/g, `"kind":"review"`] })).toBe(true);
});

it("believes no review that says yes no more", async () => {
  await using github = await startGithub({ ...helloWorld, files });
  const { comment, path } = await approved(github);
  const review = { id: 7, thread: 42, author: monalisa, body: "", commit_id: headSha };
  const log = [
    /"kind":"comment","id":\d+(.*?)"body_sha256":"[0-9a-f]{64}"/g,
    `"kind":"review","id":7$1"body_sha256":"${sha256("")}"`,
  ] as const;
  const lacks = (changes: object): Promise<boolean> => {
    const said = { ...review, state: "APPROVED", submitted_at: new Date().toISOString() };
    github.state.reviews.splice(0, 1, { ...said, ...changes });
    return lacksProof(github, comment, path, { log });
  };

  expect(await lacks({})).toBe(false);
  expect(await lacks({ state: "DISMISSED" })).toBe(true);
  expect(await lacks({ state: "CHANGES_REQUESTED" })).toBe(true);
  expect(await lacks({ submitted_at: before })).toBe(true);
  expect(await lacks({ author: { id: 10_004, login: "octo-lead" } })).toBe(true);
  expect(await lacks({ body: "No." })).toBe(true);
});

it("believes no approval of an environment that is somebody's own", async () => {
  const setup = { ...helloWorld, environments: { production: ["octocat", "monalisa"] }, files };
  await using github = await startGithub(setup);
  const { comment, path } = await approved(github);
  const settings = { environment: "production", "self-approval": "never" } as const;
  const config = {
    version: 1,
    triggers: { review: { workflow: "pr" } },
    gates: { "*": { surface: "environment", ...settings } },
  } as const;
  const workflow = ".github/workflows/iter.yml";
  github.state.jobs.set(77, { status: "completed", event: "pull_request", path: workflow });
  const said = { environment: "production", state: "approved", comment: "" } as const;
  const reviews = ["octocat", "monalisa"].map((by) => ({ ...said, by }));
  github.state.environmentReviews.set(77, reviews);
  const lacks = (actor: number): Promise<boolean> => {
    const kind = `"kind":"environment","environment":"production","id":77`;
    const log = [
      /"kind":"comment","id":\d+(.*?)"actor_id":\d+/g,
      `${kind}$1"actor_id":${actor}`,
    ] as const;
    return lacksProof(github, comment, path, { log, config });
  };

  expect(await lacks(10_002)).toBe(false);
  expect(await lacks(10_001)).toBe(true);
  expect(await lacks(10_004)).toBe(true);
});

/** A run whose gate monalisa has approved by a comment, and where its log is. */
async function approved(
  github: LoopbackGithub,
): Promise<{ readonly comment: Comment; readonly path: string }> {
  const payload = eventFixture("pull_request.opened.json");
  await runDoor(github, { event: "pull_request", payload });
  const { comment, ...said } = saying(github, "monalisa", "/iter approve g1");
  const { outputs, log } = await runDoor(github, said);
  expect(outputs, log).toMatchObject({ decision: "answer" });
  return { comment, path: resolve(outputs["run-path"] ?? "", "events.jsonl") };
}

async function lacksProof(
  github: LoopbackGithub,
  comment: Comment,
  path: string,
  { comment: changes = {}, log, config = { version: 1 } }: Forging,
): Promise<boolean> {
  const [honest, kept] = [readFileSync(path, "utf8"), { ...comment }];
  github.state.comments.set(comment.id, { ...comment, ...changes });
  if (log !== undefined) writeFileSync(path, honest.replace(...log));
  try {
    return (
      (await findUnproven({ ...doorOf(github, join(path, "../../..")), config }, run(path))) !==
      null
    );
  } finally {
    writeFileSync(path, honest);
    github.state.comments.set(comment.id, kept);
  }
}

/** As much of a job's door as evidence is looked at with. */
function doorOf({ url }: LoopbackGithub, store: string): Door {
  const access = { token: jobToken, apiUrl: url, repository: "octo-org/hello-world" };
  const door = {
    client: openGithub(access),
    job: { store, inputs: readInputs({ INPUT_TOKEN: jobToken }) },
    ourselves: [],
    ownWorkflow: ".github/workflows/iter.yml",
  };
  return door as unknown as Door;
}

function run(path: string): Parameters<typeof findUnproven>[1] {
  const [, id = ""] = /runs\/([^/]+)\/events\.jsonl$/.exec(path) ?? [];
  const initiator = { id: 10_001, login: "octocat" };
  return { run: id, trigger: "review", thread: 42, headSha, initiator };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
