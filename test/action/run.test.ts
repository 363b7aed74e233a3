import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { beforeAll, expect, it, onTestFinished } from "vitest";
import { adviseJob } from "#src/action/advice.ts";
import { buildAction, gate, runStep, workflow } from "#support/action-step.ts";
import type { Job, Step } from "#support/action-step.ts";
import { startAnthropicServer } from "#testing/index.ts";

const files = { "pr.iter": workflow };
const simulated = { workflow: "pr.iter", simulate: "true" };

let program: string;

beforeAll(async () => {
  program = (await buildAction()).main;
});

function run(job: Omit<Job, "program">): Promise<Step> {
  return runStep({ files, program, ...job });
}

it("applies a recipe by its name, and its limits with the job's", async () => {
  const recipe = `name: fast
preset_vars: { rules: be fast }
budget: { max_tokens: 5000 }
evaluation_policy: { primary_metric: approved }
`;

  const { exitCode, log, summary, outputs } = await run({
    inputs: { ...simulated, recipe: "fast", "max-tokens": "9000" },
    files: { ...files, ".github/iter/recipes/fast.yaml": recipe },
    environment: { RUNNER_DEBUG: "1" },
  });

  expect(exitCode, log).toBe(0);
  expect(log).toMatch(/Add mean\(\)[^]*<\/untrusted> be fast/);
  expect(summary).toContain("0 of 5,000");
  expect(summary).toContain("> Evaluation: SUCCESS: approved is true");
  expect(outputs["status"]).toBe("finished");
});

it.each([
  ["is not there", "fats", "There is no recipe `fats`.%0Adid you mean `fast`?"],
  [
    "is no YAML",
    "bad",
    "file=.github/iter/recipes/bad.json,line=1,endLine=1,col=1,endColumn=2::This can't be read: ",
  ],
  ["changes what there is not", "odd", "No node uses a prompt `asks`.%0Ahelp: did you mean `ask`?"],
])("says so when the recipe %s", async (_why, recipe, message) => {
  const { exitCode, log } = await run({
    inputs: { ...simulated, recipe },
    files: {
      ...files,
      ".github/iter/recipes/fast.json": "{}",
      ".github/iter/recipes/bad.json": "{",
      ".github/iter/recipes/odd.json": '{ "name": "odd", "prompt_pack": { "asks": "?" } }',
    },
  });

  expect(exitCode).toBe(1);
  expect(log).toContain(message);
});

it.each([
  ["a folder", { workflow: "flows" }, "`flows` is a folder.%0Aname a file in it, such as `a.iter`"],
  ["binary data", { workflow: "binary.iter" }, "`binary.iter` is no text but binary data."],
  [
    "a folder as script",
    { workflow: "pr.iter", simulate: "flows" },
    "`flows` is a folder.%0Aname a script",
  ],
  [
    "a script that is not there",
    { workflow: "pr.iter", simulate: "answer.yaml" },
    "There is no script `answer.yaml`.%0Adid you mean `answers.yaml`?",
  ],
  [
    "a missing folder to work in",
    { ...simulated, "working-directory": "nope" },
    "`working-directory` is `nope`, and there is no such folder.",
  ],
  ["variables that are no mapping", { ...simulated, vars: "- a" }, "`vars` is no mapping"],
  ["variables that are no YAML", { ...simulated, vars: "a: [" }, "`vars` can't be read: "],
])("refuses %s in one message", async (_what, inputs, message) => {
  const { exitCode, log, outputs } = await run({
    inputs,
    files: { ...files, "flows/a.iter": workflow, "binary.iter": "a\0b", "answers.yaml": "" },
  });

  expect(exitCode).toBe(1);
  expect(log).toContain(message);
  expect(log).not.toContain("bug");
  expect(JSON.parse(outputs["result"] ?? "")).toMatchObject({ version: 1, status: "none" });
});

it("takes a whole path for the workflow", async () => {
  const { folder } = await run({ inputs: simulated });

  const { exitCode, log } = await run({
    inputs: { ...simulated, workflow: join(folder, "workspace", "pr.iter") },
  });

  expect(exitCode, log).toBe(0);
});

it("refuses a workflow that has the value of a secret in it, before anything is written", async () => {
  const { exitCode, log, outputs, folder } = await run({
    inputs: simulated,
    environment: { DB_PASSWORD: "workflow" },
  });

  expect(exitCode).toBe(1);
  expect(log).toMatch(/`pr.iter`, line \d+, has the value of `DB_PASSWORD` in it/);
  expect(JSON.parse(outputs["result"] ?? "")).toMatchObject({ version: 1, status: "none" });
  expect(existsSync(join(folder, "temp/iter"))).toBe(false);
});

it("speaks of inputs, not of flags", async () => {
  const { log } = await run({
    inputs: simulated,
    files: { "pr.iter": workflow.replace('string = "none"', "string") },
  });

  expect(log).toContain("write `rules: …` under the input `vars`");
  expect(log).not.toContain("--var");
});

it.each([
  "give it: `--var code=…`",
  "resume with a larger limit: `--budget max_tokens=…`",
  "resume with a larger limit: `--budget max_duration=1h30m`",
  "set `ANTHROPIC_API_KEY`, or try the workflow out with `--simulate`",
  "free some space; what was recorded before is safe, and a run goes on with `iter resume`",
  "check its permissions, or choose another folder with --store-dir",
  "go on with it by `iter resume --run-id x`, or leave --run-id out",
])("turns the advice to %s into a job's words", (hint) => {
  expect(adviseJob(hint)).not.toMatch(/--|iter resume|\bresume\b/);
});

it("says first of all why the step failed", async () => {
  const { exitCode, log, summary } = await run({
    inputs: { workflow: "pr.iter", simulate: "no.yaml" },
    files: {
      ...files,
      "no.yaml": "nodes: { review: [{ error: { code: AUTH_FAILED, message: no entry } }] }",
    },
  });

  expect(exitCode).toBe(1);
  expect(log).toContain("::error title=Iter%3A AUTH_FAILED::`review` failed: no entry");
  expect(summary).toContain("> [!CAUTION]\n> `AUTH_FAILED` at `review`: no entry");
});

it("keeps prompts out of the log, unless it is a debug log", async () => {
  const { log } = await run({ inputs: simulated });

  expect(log).toContain('model:0 answered: {"approved":true');
  expect(log).not.toContain("Pull request 7");
});

it("masks keys before it says anything, even where an input is wrong", async () => {
  const { log } = await run({
    inputs: { ...simulated, "max-tokens": "many", "anthropic-api-key": "sk-ant-key-1" },
    environment: { OPENAI_API_KEY: "sk-key-2" },
  });

  const lines = log.split("\n");
  const firstError = lines.findIndex((line) => line.startsWith("::error"));
  expect(lines.slice(0, firstError)).toEqual(["::add-mask::sk-ant-key-1", "::add-mask::sk-key-2"]);
});

it("gives everything in one document", async () => {
  const { outputs } = await run({
    inputs: { workflow: "gate.iter", simulate: "true" },
    files: { "gate.iter": gate },
  });

  expect(JSON.parse(outputs["result"] ?? "")).toEqual({
    version: 1,
    mode: "run",
    decision: "start",
    reason_code: "mode_given",
    thread: null,
    sha: null,
    links: {},
    status: "paused_waiting_human",
    run_id: outputs["run-id"],
    gate: { id: "g1", node: "review" },
    usage: expect.objectContaining({ tokens: 0, cost_usd: 0 }) as unknown,
    outputs: null,
    errors: [],
  });
});

it("charges reads and writes of the cache", async () => {
  await using server = await startAnthropicServer([
    {
      text: JSON.stringify({ approved: true, summary: "fine" }),
      usage: { input: 1000, output: 100, cacheRead: 2000, cacheWrite: 4000 },
    },
  ]);

  const { outputs, log } = await run({
    inputs: { workflow: "pr.iter", "anthropic-api-key": server.env["ANTHROPIC_API_KEY"] ?? "" },
    environment: { ANTHROPIC_BASE_URL: server.env["ANTHROPIC_BASE_URL"] ?? "" },
  });

  expect(outputs, log).toMatchObject({
    "input-tokens": "7000",
    "output-tokens": "100",
    "cache-read-tokens": "2000",
    "cache-write-tokens": "4000",
  });
  const cost = (1000 * 3 + 2000 * 0.3 + 4000 * 3.75 + 100 * 15) / 1e6;
  expect(Number(outputs["cost-usd"])).toBeCloseTo(cost, 9);
});

it("leaves the page of the run beside its log", async () => {
  const { exitCode, log, outputs } = await run({ inputs: simulated });

  expect(exitCode, log).toBe(0);
  const page = readFileSync(join(outputs["run-path"] ?? "", "report.html"), "utf8");
  expect(page).toMatch(/^<!doctype html>/);
  expect(page).toContain(outputs["run-id"] ?? "?");
});

const flowNodes = [
  { id: "start", type: "start", next: "count" },
  { id: "count", type: "tool", tool: "count", input: null, next: "match" },
  {
    id: "match",
    type: "event_trigger",
    event: "pull_request",
    event_path: "input.github.event_name",
    next: "end",
    on_mismatch: "end",
  },
  { id: "end", type: "end" },
];

const flowFiles = {
  ".github/iter/work.flow.json": JSON.stringify({ name: "work", nodes: flowNodes }),
  ".github/iter/work.host.yaml": "tools:\n  count: { command: [node, -e, 'console.log(6 * 7)'] }\n",
};

it("runs a flow by its name, with the functions of its host and the event in its input", async () => {
  const { exitCode, log, outputs, summary } = await run({
    inputs: { workflow: "work" },
    files: flowFiles,
    environment: { GITHUB_EVENT_NAME: "pull_request" },
  });

  expect(exitCode, log).toBe(0);
  expect(log).toContain("| output: 42");
  expect(outputs["status"]).toBe("finished");
  expect(log).toContain('"matched": true');
  expect(summary).toContain("work");
});

it("shows what is wrong with a flow where it is", async () => {
  const broken = flowNodes.map((one) => (one.id === "count" ? { ...one, next: "mach" } : one));

  const { exitCode, log } = await run({
    inputs: { workflow: "work" },
    files: { ".github/iter/work.flow.json": JSON.stringify({ name: "work", nodes: broken }) },
  });

  expect(exitCode).toBe(1);
  expect(log).toContain("file=.github/iter/work.flow.json,line=1");
  expect(log).toContain("UnknownTarget");
});

it.each([
  ["http/protobuf", "application/x-protobuf"],
  ["http/json", "application/json"],
])("sends a trace of the run by %s", async (protocol, type) => {
  const got: { readonly path: string; readonly type: string; readonly body: string }[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString("latin1")));
    request.on("end", () => {
      got.push({ path: request.url ?? "", type: request.headers["content-type"] ?? "", body });
      response.end();
    });
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? (address?.port ?? 0) : 0;

  const { exitCode, log } = await run({
    inputs: simulated,
    environment: {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
      OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
    },
  });

  expect(exitCode, log).toBe(0);
  expect(got.map(({ path }) => path)).toContain("/v1/traces");
  expect(got.map((each) => each.type)).toContain(type);
  const sent = got.map(({ body }) => body).join("");
  expect(sent).toContain("invoke_workflow");
  expect(sent).toContain("iter.run.status");
});
