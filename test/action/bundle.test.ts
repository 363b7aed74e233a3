import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import { startAnthropicServer } from "#testing/index.ts";
import { loopbackKey } from "#testing/loopback/server.ts";

const bundle = resolve("dist/action/index.mjs");
const post = resolve("dist/action/post.mjs");

interface Step {
  readonly exitCode: number;
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly state: Readonly<Record<string, string>>;
  readonly folder: string;
}

interface Job {
  readonly inputs: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly program?: string;
}

/** Runs the bundle as the runner does: inputs and files by environment variables, an event on disk. */
async function runStep({
  inputs,
  files = {},
  environment = {},
  program = bundle,
}: Job): Promise<Step> {
  const folder = mkdtempSync(join(tmpdir(), "iter-step-"));
  const at = (name: string): string => join(folder, name);
  for (const name of ["output", "summary", "state"]) writeFileSync(at(name), "");
  writeFileSync(
    at("event.json"),
    JSON.stringify({ pull_request: { number: 7, title: "Add mean()" } }),
  );
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, "workspace", path, ".."), { recursive: true });
    writeFileSync(join(folder, "workspace", path), text);
  }
  mkdirSync(at("workspace"), { recursive: true });
  const named = Object.entries(inputs).map(([name, value]): [string, string] => [
    `INPUT_${name.toUpperCase()}`,
    value,
  ]);
  const { exitCode, log } = await execute(program, at("workspace"), {
    PATH: process.env["PATH"] ?? "",
    GITHUB_ACTIONS: "true",
    GITHUB_WORKSPACE: at("workspace"),
    GITHUB_OUTPUT: at("output"),
    GITHUB_STEP_SUMMARY: at("summary"),
    GITHUB_STATE: at("state"),
    GITHUB_EVENT_PATH: at("event.json"),
    GITHUB_EVENT_NAME: "pull_request",
    GITHUB_REPOSITORY: "acme/demo",
    RUNNER_TEMP: at("temp"),
    ...Object.fromEntries(named),
    ...environment,
  });
  const read = (name: string): string => readFileSync(at(name), "utf8");
  return {
    exitCode,
    log,
    folder,
    summary: read("summary"),
    outputs: readPairs(read("output")),
    state: readPairs(read("state")),
  };
}

function execute(
  program: string,
  cwd: string,
  env: Record<string, string>,
): Promise<{ exitCode: number; log: string }> {
  return new Promise((done) => {
    const child = execFile(process.execPath, [program], { cwd, env }, (_error, stdout, stderr) => {
      done({ exitCode: child.exitCode ?? -1, log: stdout + stderr });
    });
  });
}

/** What a step wrote with `name<<delimiter`. */
function readPairs(text: string): Record<string, string> {
  const pairs = text.matchAll(/^([^\n<]+)<<(ghadelimiter_\S+)\n([\s\S]*?)\n\2$/gm);
  return Object.fromEntries([...pairs].map(([, name = "", , value = ""]) => [name, value]));
}

const workflow = `prompt ask:
  Pull request {{github.pr.number}} of {{github.repository}}: {{github.pr.title}} {{vars.rules}}

schema verdict:
  approved: bool
  summary: string

judge review:
  model: "anthropic/claude-sonnet-4-5"
  output: verdict
  user: ask

vars:
  rules: string = "none"

workflow pr:
  entry: review
  review -> done when approved
  review -> fail when not approved
`;

const gate = workflow
  .replace("judge review", "human review")
  .replace(/ {2}model: .*\n/, "")
  .replace("  user: ask", "  instructions: ask");

it("runs a workflow and says what came of it", async () => {
  const { exitCode, outputs, summary, log } = await runStep({
    inputs: { workflow: "pr", simulate: "true", vars: "rules: be kind" },
    files: { ".github/iter/pr.iter": workflow },
  });

  expect(exitCode, log).toBe(0);
  expect(outputs).toMatchObject({
    status: "finished",
    "out-approved": "true",
    "out-summary": "review.summary",
  });
  expect(readFileSync(outputs["events-file"] ?? "", "utf8")).toContain('"type":"run_finished"');
  expect(summary).toContain("```mermaid\nflowchart TD");
  expect(summary).toContain("| `review` | judge | finished |");
  expect(log).toContain("Pull request 7 of acme/demo: Add mean() be kind");
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
      readFileSync(outputs["events-file"] ?? "", "utf8");
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

  const { exitCode, log } = await runStep({
    inputs: {},
    program: post,
    environment: { STATE_run: first.state["run"] ?? "" },
  });

  expect(exitCode).toBe(0);
  expect(log).toMatch(/The job was stopped while run \S+ was paused_waiting_human/);
});

it("has nothing to say in the last step when all was told", async () => {
  const first = await runStep({
    inputs: { workflow: "gate.iter", simulate: "true" },
    files: { "gate.iter": gate },
  });

  const { log } = await runStep({
    inputs: {},
    program: post,
    environment: { STATE_run: first.state["run"] ?? "", STATE_told: first.state["told"] ?? "" },
  });

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
