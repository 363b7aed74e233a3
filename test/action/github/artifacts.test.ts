import { gunzipSync } from "node:zlib";
import { expect, it, vi } from "vitest";
import { unzipOnly } from "#adapters/github/checkpoint/unzip.ts";
import { gate } from "#support/action-step.ts";
import { newestCheckpoint } from "#support/forged-checkpoint.ts";
import { helloWorld } from "#support/github.ts";
import { fixture, playComment, playJob } from "#support/github-job.ts";
import type { JobDone, JobHere } from "#support/github-job.ts";
import { stickies } from "#support/stickies.ts";
import { unzipAll } from "#support/unzip-all.ts";
import { runtimeToken } from "#testing/github/artifact-service.ts";
import { digestOf } from "#testing/github/jobs.ts";
import { startGithub } from "#testing/github/server.ts";
import type { LoopbackGithub } from "#testing/github/server.ts";
import type { Uploaded } from "#testing/github/state.ts";

// Each of these plays several jobs.
vi.setConfig({ testTimeout: 120_000 });

const files = {
  ".github/iter.yml": "version: 1\ntriggers:\n  review: { on: pull_request, workflow: pr }\n",
  ".github/iter/pr.iter": gate,
};
const key = "0123456789abcdef0123456789abcdef";
const run = "iter_qzb2dtq5w5pxbkta94fz";

it("leaves a run as an artifact, from which another job goes on", async () => {
  await using github = await startGithub({ ...helloWorld, files });

  const opened = await open(github);
  const artifact = newest(github);
  const done = await approve(github);

  expect(opened.outputs, opened.log).toMatchObject({ status: "paused_waiting_human" });
  expect(opened.outputs["artifact-id"]).toBe(String(artifact?.id));
  expect(artifact?.name).toMatch(/^iter-checkpoint-iter_qzb2dtq5w5pxbkta94fz-000\d-a1$/);
  expect(done.outputs, done.log).toMatchObject({ status: "finished" });
  expect([...github.state.refs.keys()].some((name) => name.includes("/runs/"))).toBe(false);
});

it("leaves what people want to look at, leads to it, and shows no secret in it", async () => {
  const secret = "tok-4f9c2a7b5e1d";
  await using github = await startGithub({ ...helloWorld, files });

  const inputs = { vars: `rules: keep ${secret} to yourself` };
  const opened = await open(github, { inputs, environment: { API_TOKEN: secret } });

  const text = gunzipSync(unzipOnly(bytesOf(github), ["checkpoint.tar.gz"])).toString();
  const { id, left } = reportOf(github);
  const url = `https://github.com/octo-org/hello-world/actions/runs/${opened.workflowRun}/artifacts/${id}`;
  const { links } = JSON.parse(opened.outputs["result"] ?? "{}") as { links: object };
  expect(Object.keys(left)).toEqual(
    expect.arrayContaining(["events.jsonl", "report.md", "report.html"]),
  );
  expect(left["events.jsonl"]).toContain("to yourself");
  expect(text).toContain("to yourself");
  expect([text, ...Object.values(left)].join("\n")).not.toContain(secret);
  expect(links).toMatchObject({ report: url });
  expect(stickies(github).join("\n")).toContain(`[report](${url})`);
});

it("encrypts what everybody can download, and needs the key to go on", async () => {
  await using github = await startGithub({ ...helloWorld, files });
  await open(github, { inputs: { "state-key": key } });

  const stored = unzipOnly(bytesOf(github), ["checkpoint.enc"]);
  const without = await approve(github);
  const other = await approve(github, { inputs: { "state-key": `${key}x` } });
  const done = await approve(github, { inputs: { "state-key": key } });

  expect(Buffer.from(stored.subarray(0, 8)).toString()).toBe("ITERENC1");
  // The log isn't laid open beside what encrypts it.
  expect(Object.keys(reportOf(github).left)).toEqual(["report.md"]);
  expect(without.outputs["status"]).toBe("none");
  expect(other.outputs["status"]).toBe("none");
  expect(done.outputs, done.log).toMatchObject({ status: "finished" });
});

it("keeps no conversation of a public repository in the open", async () => {
  const talk = gate.replace("entry: review", "entry: first\n  first -> review").replace(
    "workflow pr:",
    `agent first:
  model: "anthropic/claude-sonnet-4-5"
  user: ask

agent second:
  model: "anthropic/claude-sonnet-4-5"
  session: inherit
  user: ask

workflow pr:
  second -> done`,
  );
  const talking = talk.replace("review -> done when", "review -> second when");
  const setup = { ...helloWorld, files: { ...files, ".github/iter/pr.iter": talking } };
  await using shown = await startGithub(setup);
  await using closed = await startGithub(setup);
  const repository = (fixture("pull_request.opened.json") as { repository: object }).repository;

  const first = await open(shown);
  const payload = fixture("pull_request.opened.json", {
    repository: { ...repository, private: true },
  });
  await playJob(closed, { ...withService(closed, {}), event: "pull_request", payload });

  expect(first.outputs, first.log).toMatchObject({ status: "paused_waiting_human" });
  expect(conversations(shown)).toHaveLength(0);
  expect(conversations(closed).length).toBeGreaterThan(0);
});

it.each<[string, (github: LoopbackGithub, artifact: Uploaded) => void, string]>([
  [
    "other bytes",
    ({ state }, { key: at }) => void state.uploads.set(at, Buffer.from("other")),
    "its bytes are not those of which the API knows the digest",
  ],
  [
    "other bytes that the API knows",
    ({ state }, artifact) => {
      const bytes = Buffer.from("other");
      state.uploads.set(artifact.key, bytes);
      artifact.digest = digestOf(bytes);
    },
    "its bytes are not those of which the marker knows the digest",
  ],
  ["an expired artifact", (_, artifact) => void (artifact.expired = true), "has expired"],
  [
    "a fork's artifact",
    ({ state }, { run: id }) =>
      void state.jobs.set(id, {
        status: "completed",
        event: "pull_request",
        path: ".github/workflows/iter.yml",
        headRepositoryId: 5002,
      }),
    "comes from another repository",
  ],
  [
    "an artifact of another workflow file",
    ({ state }, { run: id }) =>
      void state.jobs.set(id, {
        status: "completed",
        event: "push",
        path: ".github/workflows/ci.yml",
      }),
    "which is no workflow file of Iter",
  ],
])("doesn't go on from %s", async (_, spoil, why) => {
  await using github = await startGithub({ ...helloWorld, files });
  await open(github);
  const artifact = newest(github);
  if (artifact !== undefined) spoil(github, artifact);

  const done = await approve(github);

  expect(done.log).toContain("bad_checkpoint");
  expect(done.log).toContain(why);
  expect(done.outputs["status"]).toBe("none");
});

it("begins no run again of which something is there that can't be used", async () => {
  await using github = await startGithub({ ...helloWorld, files });
  const { outputs } = await open(github);
  github.state.uploads.set(newest(github)?.key ?? "", Buffer.from("other"));

  const again = await open(github);
  const inputs = { "run-id": outputs["run-id"] ?? "" };
  const payload = fixture("workflow_dispatch.json", { inputs });
  const job = { ...withService(github, {}), event: "workflow_dispatch", payload };
  const named = await playJob(github, job);

  expect(again.outputs, again.log).toMatchObject({ "reason-code": "bad_checkpoint" });
  expect(named.outputs, named.log).toMatchObject({ "reason-code": "bad_checkpoint" });
  expect([again.exitCode, named.exitCode]).not.toContain(0);
});

function open(github: LoopbackGithub, job: Partial<JobHere> = {}): Promise<JobDone> {
  const payload = fixture("pull_request.opened.json");
  return playJob(github, { ...withService(github, job), event: "pull_request", payload });
}

function approve(github: LoopbackGithub, job: Partial<JobHere> = {}): Promise<JobDone> {
  return playComment(
    github,
    { login: "monalisa", body: "/iter approve g1" },
    withService(github, job),
  );
}

let workflowRun = 880_000;

/** A job whose runner has the service for artifacts. */
function withService({ url }: LoopbackGithub, job: Partial<JobHere>): Partial<JobHere> {
  workflowRun += 1;
  const service = { ACTIONS_RESULTS_URL: url, ACTIONS_RUNTIME_TOKEN: runtimeToken(workflowRun) };
  return { ...job, workflowRun, environment: { ...service, ...job.environment } };
}

function conversations(github: LoopbackGithub): readonly string[] {
  const all = newestCheckpoint(github).files.map(({ path }) => path);
  return all.filter((path) => path.startsWith("sessions/"));
}

function newest({ state }: LoopbackGithub): Uploaded | undefined {
  return [...state.artifacts.values()].findLast(({ name }) =>
    name.startsWith(`iter-checkpoint-${run}`),
  );
}

function reportOf({ state }: LoopbackGithub): {
  readonly id: number;
  readonly left: Readonly<Record<string, string>>;
} {
  const name = `iter-report-${run}-a1`;
  const found = [...state.artifacts.values()].find((one) => one.name === name);
  const bytes = state.uploads.get(found?.key ?? "") ?? new Uint8Array();
  return { id: found?.id ?? 0, left: unzipAll(bytes) };
}

function bytesOf(github: LoopbackGithub): Uint8Array {
  return github.state.uploads.get(newest(github)?.key ?? "") ?? new Uint8Array();
}
