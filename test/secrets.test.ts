// Secrets are planted wherever text comes from; afterwards every byte that was written is searched.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { buildAction, runStep } from "#support/action-step.ts";
import { createFolder, iterProgram } from "#support/command-line.ts";
import { spellings } from "#support/spellings.ts";
import { startAnthropicServer } from "#testing/index.ts";
import type { Loopback, WireReply } from "#testing/index.ts";
import { loopbackKey } from "#testing/loopback/server.ts";

const keyLines = [
  "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7",
  "VJTUt9Us8cKjMzEfYyjiWA4R4xQ9",
];

/** Known by the names of their variables. */
const known = {
  ANTHROPIC_API_KEY: loopbackKey,
  DEPLOY_TOKEN: "dt-4f9c2a7b51e8d03f6a",
  DB_PASSWORD: 'p4ss/w"ord+ü=x9Q;7',
  LONG_TOKEN: "q7Zx1Vb9/Lm3+Kp5Rt8Wy2".repeat(4),
  SIGNING_KEY: `-----BEGIN PRIVATE KEY-----\n${keyLines.join("\n")}\n-----END PRIVATE KEY-----\n`,
  LICENCE: "licence no. 4711-0815/x",
  ITER_SECRETS: "LICENCE",
};

/** Known by nothing but their form, or the name before them. */
const unknown = {
  github: `ghp_${"q7Zx1Vb9".repeat(5)}`,
  anthropic: `sk-ant-api03-${"w8Ky2Nc0".repeat(4)}`,
  aws: "AKIAQ7ZX1VB9LM3KP5RT",
  google: `AIza${"t5Rq8".repeat(7)}`,
  slack: "xoxb-1234567890-zyxwvut",
  jwt: "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI0NzExIn0.c2lnbmF0dXJlLW9mLWl0",
  url: "ada:hunter2hunter2",
  named: "k7Gq2Zt9Xw4Bn8Vr6Pm1",
};

/** Two of them as every program writes them. */
const spelt = [known.DB_PASSWORD, known.LONG_TOKEN].flatMap((text) =>
  Object.values(spellings).map((spell) => spell(text)),
);

const planted = [
  ...Object.values(unknown).filter((text) => text !== unknown.url && text !== unknown.named),
  `https://${unknown.url}@example.com/x.git`,
  `api_key = "${unknown.named}"`,
  ...spelt,
].join("\n");

const texts: readonly string[] = [
  known.ANTHROPIC_API_KEY,
  known.DEPLOY_TOKEN,
  known.DB_PASSWORD,
  known.LONG_TOKEN,
  known.LICENCE,
  ...keyLines,
  ...Object.values(unknown),
];

/** What must not be found: every spelling, and both halves, so that nothing cut in two is missed. */
const needles: readonly string[] = [
  ...new Set([
    ...texts.flatMap((text) => [
      text,
      JSON.stringify(text).slice(1, -1),
      encodeURIComponent(text),
      Buffer.from(text).toString("base64").replace(/.=*$/, "").slice(0, 20),
      text.slice(0, 14),
      text.slice(-12),
    ]),
    ...spelt.flatMap((text) => text.split(/\s+/)).filter((line) => line.length >= 10),
  ]),
];

function expectNone(written: Readonly<Record<string, string>>): void {
  const found = Object.entries(written).flatMap(([place, text]) =>
    needles.filter((needle) => text.includes(needle)).map((needle) => `${place}: ${needle}`),
  );

  expect(found).toEqual([]);
}

/** Every file below a folder, by its path. */
function readAll(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    files.map(({ parentPath, name }) => [
      join(parentPath, name),
      readFileSync(join(parentPath, name), "utf8"),
    ]),
  );
}

const workflow = `vars:
  given: string = ""
  api_token: string = ""

schema note:
  note: string
  grade: string [enum: "good", "bad"]

prompt question:
  Look at {{outputs.leak.stdout}} {{vars.given}} {{input}}

tool alone:
  command: \`test -z "$ANTHROPIC_API_KEY$DEPLOY_TOKEN" && test -n "$LICENCE" && echo hidden from it\`
  env: [LICENCE]

tool leak:
  command: \`cat planted.txt; ls; printf '%s\\n' "$DEPLOY_TOKEN" "$DB_PASSWORD" "$LICENCE"; printf %s "user:$DB_PASSWORD" | base64 -w0; printf '%s\\n' "$SIGNING_KEY" | tail -n 2; echo "$SIGNING_KEY" | sed 's/^/  + /' >&2; head -c 300000 /dev/zero | tr '\\0' x; echo "$DEPLOY_TOKEN"\`
  env: [DEPLOY_TOKEN, DB_PASSWORD, SIGNING_KEY, LICENCE]
  publish: leaked

agent first:
  model: "anthropic/claude-sonnet-4-5"
  user: question
  publish: said

agent second:
  model: "anthropic/claude-sonnet-4-5"
  user: question
  session: inherit

human gate:
  output: note
  instructions: question

workflow w:
  entry: alone
  alone -> leak
  leak -> first
  first -> second
  second -> gate with { note: "{{outputs.second.text}}", secret: "{{vars.api_token}}" }
  gate -> done
`;

const failing = `tool trace:
  script: \`throw new Error("no way: " + process.env.DEPLOY_TOKEN + "\\\\n" + process.env.SIGNING_KEY)\`
  language: js
  env: [DEPLOY_TOKEN, SIGNING_KEY]

agent ask:
  model: "anthropic/claude-sonnet-4-5"

workflow w:
  vars:
    broken: bool
  entry: start
  start -> trace when "vars.broken"
  start -> ask
  trace -> done
  ask -> done

compute start:
  expr:
    ok: "true"
`;

/** All secrets; one goes right through where long texts of informing events are cut. */
const answers: readonly WireReply[] = [
  { text: `${"y".repeat(65_518)} ${known.DEPLOY_TOKEN} ${planted} ${known.DB_PASSWORD}` },
  { text: `${planted} ${loopbackKey} ${JSON.stringify(known)}` },
];

async function startServer(script: readonly WireReply[]): Promise<Loopback> {
  const server = await startAnthropicServer(script);
  onTestFinished(() => server.close());
  return server;
}

function plant(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "w.iter"), workflow);
  writeFileSync(join(folder, "failing.iter"), failing);
  writeFileSync(join(folder, "planted.txt"), `${planted}\n`);
  writeFileSync(join(folder, `file-${known.DEPLOY_TOKEN}.txt`), "");
}

it("writes none of them, whatever the command line does", async () => {
  const cwd = createFolder();
  const folder = `flows-${known.DEPLOY_TOKEN}`;
  plant(join(cwd, folder));
  plant(cwd);
  const error = { status: 400, message: `your key ${loopbackKey} is ${known.LICENCE}` };
  const { env } = await startServer(answers);
  const failingServer = await startServer([error]);
  const written: Record<string, string> = {};
  const call = async (...words: readonly string[]): Promise<string> => {
    const server = words.includes("r2") ? failingServer.env : env;
    const { out, err } = await iterProgram(words, { cwd, env: { ...server, ...known } });
    const command = `${words[0]} ${Object.keys(written).length}`;
    Object.assign(written, { [`${command} out`]: out, [`${command} err`]: err });
    return out + err;
  };
  const w = join(folder, "w.iter");
  const vars = ["--var", `given=${known.LICENCE}`, "--var", `api_token=${unknown.named}`];
  const answer = ["--answer", `note=${planted} ${known.DB_PASSWORD}`, "--as", known.DEPLOY_TOKEN];

  const [run, asked, traced, ...refused] = await Promise.all([
    call("run", w, ...vars, "--run-id", "r1", "--log-level", "trace"),
    call("run", "failing.iter", "--var", "broken=false", "--run-id", "r2"),
    call("run", "failing.iter", "--var", "broken=true", "--run-id", "r3", "--json"),
    call("run", "failing.iter", "--var", `broken=${known.LICENCE}`),
    call("run", "failing.iter", "--var", "broken=true", "--run-id", known.DEPLOY_TOKEN),
    call("run", `${known.DEPLOY_TOKEN}.iter`),
  ]);
  const wrong = await call(
    "resume",
    "--run-id",
    "r1",
    ...answer,
    "--answer",
    `grade=${known.LICENCE}`,
  );
  const [done] = await Promise.all([
    call("resume", "--run-id", "r1", ...answer, "--answer", "grade=good", "--json"),
    call("cancel", "--run-id", "r3", "--reason", known.LICENCE),
  ]);
  await Promise.all([
    call("inspect", "--run-id", "r1", "--events", "--full", "--json"),
    call("report", "--run-id", "r1", "--full", "--output", "-"),
  ]);

  expect(run).toContain("Status: PAUSED");
  expect(wrong).toContain("ANSWER_INVALID");
  expect(readFileSync(join(cwd, ".iterion/runs/r1/events.jsonl"), "utf8")).toContain(
    "hidden from it",
  );
  expect(done).toContain('"status": "finished"');
  expect(asked).toContain("your key *** is ***");
  expect(traced).toContain("no way: ***");
  expect(refused.every((said) => said.includes("INPUT_INVALID"))).toBe(true);
  const store = readAll(join(cwd, ".iterion"));
  expect(Object.keys(store).join("\n")).toMatch(/blobs|sessions/);
  expectNone({ ...written, ...store });
}, 120_000);

it("writes none of them, whatever the Action does", async () => {
  const { main } = await buildAction();
  const error = { status: 401, kind: "authentication_error", message: `${loopbackKey} is bad` };
  const { env } = await startServer([...answers, error]);
  const { ANTHROPIC_API_KEY: key, ...environment } = known;
  const files = {
    "w.iter": workflow,
    "failing.iter": failing,
    "planted.txt": planted,
    [`file-${known.DEPLOY_TOKEN}.txt`]: "",
  };
  const step = async (inputs: Readonly<Record<string, string>>) =>
    runStep({
      program: main,
      files,
      inputs: { "anthropic-api-key": key, ...inputs },
      environment: { ...env, ...environment, RUNNER_DEBUG: "1" },
    });

  const steps = [
    await step({ workflow: "w.iter", vars: JSON.stringify({ given: planted + known.LICENCE }) }),
    await step({ workflow: "failing.iter", vars: "broken: false" }),
    await step({ workflow: "failing.iter", vars: "broken: true" }),
    await step({ workflow: "failing.iter", vars: `broken: "${known.LICENCE}"` }),
    await step({ workflow: known.DEPLOY_TOKEN, vars: "broken: true" }),
    await step({ workflow: "w.iter", "run-id": known.DEPLOY_TOKEN }),
  ];

  expect(steps.map(({ outputs }) => outputs["status"])).toEqual([
    "paused_waiting_human",
    "failed_resumable",
    "failed_resumable",
    "none",
    "none",
    "none",
  ]);
  for (const [index, { folder, log }] of steps.entries()) {
    const masks = /^::add-mask::.*$/gm;
    const written = Object.entries(readAll(folder)).filter(
      ([path]) => !path.includes("/workspace/") && !path.endsWith("/event.json"),
    );
    expectNone({ [`log ${index}`]: log.replaceAll(masks, ""), ...Object.fromEntries(written) });
  }
}, 120_000);
