import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { beforeAll, expect, it, vi } from "vitest";
import { buildAction, gate, runStep as runProgram, workflow } from "#support/action-step.ts";
import type { BuiltAction, Job, Step } from "#support/action-step.ts";
import { helloWorld } from "#support/github.ts";
import { fixture, layJob, playComment } from "#support/github-job.ts";
import { stickies } from "#support/stickies.ts";
import { startGithub } from "#testing/github/server.ts";
import { startAnthropicServer } from "#testing/index.ts";
import { loopbackKey } from "#testing/loopback/server.ts";

let action: BuiltAction;

beforeAll(async () => {
  action = await buildAction();
});

function runStep(job: Omit<Job, "program">, program = action.main): Promise<Step> {
  return runProgram({ program, ...job });
}

it("runs a workflow and says what came of it", async () => {
  const { exitCode, outputs, summary, log } = await runStep({
    inputs: { workflow: "pr", simulate: "true", vars: "rules: be kind" },
    files: { ".github/iter/pr.iter": workflow },
    environment: { RUNNER_DEBUG: "1" },
  });

  expect(exitCode, log).toBe(0);
  expect(outputs).toMatchObject({
    status: "finished",
    "out-approved": "true",
    "out-summary": "review.summary",
  });
  expect(readFileSync(join(outputs["run-path"] ?? "", "events.jsonl"), "utf8")).toContain(
    '"type":"run_finished"',
  );
  expect(summary).toContain("```mermaid\nflowchart TD");
  expect(summary).toContain("| `review` | judge | finished |");
  expect(log).toMatch(/Pull request 7 of acme\/demo: [^]*Add mean\(\)[^]* be kind/);
});

it("fails the step when the workflow says no", async () => {
  const { exitCode, outputs, log } = await runStep({
    inputs: { workflow: "pr.iter", simulate: "no.yaml" },
    files: {
      "pr.iter": workflow,
      "no.yaml": "nodes: { review: [{ output: { approved: false, summary: bad } }] }",
    },
  });

  expect(exitCode, log).toBe(1);
  expect(outputs).toMatchObject({ status: "failed", "node-id": "fail" });
});

it("succeeds when the run waits for a person", async () => {
  const { exitCode, outputs, summary, log } = await runStep({
    inputs: { workflow: "gate.iter", simulate: "true" },
    files: { "gate.iter": gate },
  });

  expect(exitCode, log).toBe(0);
  expect(outputs).toMatchObject({
    status: "paused_waiting_human",
    "node-id": "review",
    "gate-id": "g1",
  });
  expect(summary).toContain("**g1** `review` waits for an answer");
});

it("annotates what is wrong with the workflow", async () => {
  const { exitCode, outputs, log } = await runStep({
    inputs: { workflow: "pr.iter", simulate: "true" },
    files: { "pr.iter": workflow.replace("-> fail", "-> fial") },
  });

  expect(exitCode).toBe(1);
  expect(outputs).toMatchObject({ status: "none" });
  expect(log).toMatch(
    /::error title=C001,file=pr\.iter,line=19,endLine=19,col=\d+,endColumn=\d+::There is no node `fial`\./,
  );
});

it("catches an unknown input", async () => {
  const { exitCode, log } = await runStep({ inputs: { workflow: "pr", simulat: "true" } });

  expect(exitCode).toBe(1);
  expect(log).toContain("There is no input `simulat`; did you mean `simulate`?");
});

it("names the nearest workflow", async () => {
  const { log } = await runStep({
    inputs: { workflow: "rp" },
    files: { ".github/iter/pr.iter": workflow },
  });

  expect(log).toContain("There is no workflow `rp`.%0Adid you mean `pr`?");
});

it("says which key is missing", async () => {
  const { exitCode, log } = await runStep({
    inputs: { workflow: "pr.iter" },
    files: { "pr.iter": workflow },
  });

  expect(exitCode).toBe(1);
  expect(log).toContain("ANTHROPIC_API_KEY");
});

it("calls the model with the key and shows the key to nobody", async () => {
  const key = loopbackKey;
  const server = await startAnthropicServer([
    {
      text: JSON.stringify({ approved: true, summary: `the key is ${key}` }),
      usage: { input: 12, output: 3 },
    },
  ]);
  try {
    const { exitCode, log, summary, outputs } = await runStep({
      inputs: { workflow: "pr.iter", "anthropic-api-key": key },
      files: { "pr.iter": workflow },
      environment: { ANTHROPIC_BASE_URL: server.env["ANTHROPIC_BASE_URL"] ?? "" },
    });

    expect(exitCode, log).toBe(0);
    expect(server.requests).toHaveLength(1);
    const written =
      log.replaceAll(`::add-mask::${key}`, "") +
      summary +
      JSON.stringify(outputs) +
      readFileSync(join(outputs["run-path"] ?? "", "events.jsonl"), "utf8");
    expect(written).not.toContain(key);
    expect(outputs["input-tokens"]).not.toBe("0");
  } finally {
    await server.close();
  }
});

it("says in the last step that a run was cut off", async () => {
  const first = await runStep({
    inputs: { workflow: "gate.iter", simulate: "true" },
    files: { "gate.iter": gate },
  });

  const { exitCode, log } = await runStep(
    { inputs: {}, environment: { STATE_run: first.state["run"] ?? "" } },
    action.post,
  );

  expect(exitCode).toBe(0);
  expect(log).toMatch(/The job was stopped while run \S+ was paused_waiting_human/);
  expect(log).toContain("Run the job again.");
});

it("doesn't ask for a second run of what is finished", async () => {
  const first = await runStep({
    inputs: { workflow: "pr.iter", simulate: "true" },
    files: { "pr.iter": workflow },
  });

  const { log, summary } = await runStep(
    { inputs: {}, environment: { STATE_run: first.state["run"] ?? "" } },
    action.post,
  );

  expect(log).toMatch(/was finished; .* Nothing of it is lost\./);
  expect(summary).not.toContain("again");
});

it("has nothing to say in the last step when all was told", async () => {
  const first = await runStep({
    inputs: { workflow: "gate.iter", simulate: "true" },
    files: { "gate.iter": gate },
  });

  const { run = "", told = "" } = first.state;
  const { log } = await runStep(
    { inputs: {}, environment: { STATE_run: run, STATE_told: told } },
    action.post,
  );

  expect(log).toBe("");
});

it("opens no connection when it simulates", async () => {
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    response.end();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;

  await runStep({
    inputs: { workflow: "pr.iter", simulate: "true" },
    files: { "pr.iter": workflow },
    environment: {
      ANTHROPIC_BASE_URL: `http://127.0.0.1:${port}`,
      ANTHROPIC_API_KEY: "sk-ant-none-000000000000000000",
    },
  });
  await new Promise((done) => server.close(done));

  expect(asked).toBe(0);
});

const slowFiles = {
  ".github/iter.yml": "version: 1\ntriggers:\n  review: { on: pull_request, workflow: slow }\n",
  ".github/iter/slow.iter": `tool first:
  command: "echo one >> first.log; sleep \${SLOWLY:-0}; echo one"

workflow slow:
  entry: first
  first -> done
`,
};

it("leaves a run whose main step was killed, so that somebody can go on with it", async () => {
  await using github = await startGithub({ ...helloWorld, files: slowFiles });
  const job = layJob(github, {
    event: "pull_request",
    payload: fixture("pull_request.opened.json"),
    inputs: { simulate: "false" },
    environment: { SLOWLY: "60" },
  });
  const began = join(job.folder, "workspace", "first.log");
  const child = spawn(process.execPath, [action.main], { env: job.environment, stdio: "ignore" });
  await vi.waitFor(() => expect(existsSync(began)).toBe(true), { timeout: 30_000 });
  child.kill("SIGKILL");
  await once(child, "exit");

  const env = { ...job.environment, ...job.states() };
  const said = await sayOf(action.post, env);
  job.over();
  const left = stickies(github)[0];
  const retried = await playComment(
    github,
    { login: "monalisa", body: "/iter retry" },
    { inputs: { simulate: "false" } },
  );

  expect(left, said).toContain("· stopped, can be retried");
  expect(readdirSync(job.environment["RUNNER_TEMP"] ?? ""), said).toEqual([]);
  expect(retried.outputs, retried.log).toMatchObject({ status: "finished" });
  expect(stickies(github)).toHaveLength(1);
});

/** What a program says until it ends. */
function sayOf(program: string, env: Readonly<Record<string, string>>): Promise<string> {
  return new Promise((done) => {
    execFile(process.execPath, [program], { env }, (_fault, stdout, stderr) => {
      done(stdout + stderr);
    });
  });
}
