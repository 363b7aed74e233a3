/** A pull request is refined by each real delegate, from the command line, on a real repository. */
import { cpSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import type { Fields } from "#core/graph/value.ts";
import { documentOf, iter, root, startProgram } from "#support/command-line.ts";
import { createTemporary, leftFolders } from "#support/delegate-world.ts";
import { filesystemServer, installPrograms, programsPath } from "#support/programs.ts";
import { createWorkspace } from "#support/workspace.ts";
import type { TestWorkspace } from "#support/workspace.ts";
import { startAnthropicServer } from "#testing/loopback/anthropic.ts";
import { startOpenAiServer } from "#testing/loopback/openai.ts";
import type { Loopback, WireAnswer, WireScript } from "#testing/loopback/server.ts";

vi.setConfig({ testTimeout: 120_000 });
beforeAll(installPrograms, 300_000);

const example = "pr_refine_delegate.iter";
const workflow = readFileSync(join(root, "examples", example), "utf8");
const verify = "grep -q bonjour greet.txt";
const usage = { input: 1_000, output: 100 };

/** How each program is made to do the same. */
const programs = {
  claude_code: {
    start: startAnthropicServer,
    model: "claude-sonnet-4-5",
    answer: (value: Fields): WireAnswer => ({
      toolCalls: [{ name: "StructuredOutput", input: value }],
      usage,
    }),
    command: (command: string): WireAnswer => ({
      toolCalls: [{ name: "Bash", input: { command } }],
      usage,
    }),
    ask: (question: string): WireAnswer => ({
      toolCalls: [{ name: "mcp__iter__ask_user", input: { question } }],
      usage,
    }),
    edit: (folder: string): readonly WireAnswer[] => [
      { toolCalls: [{ name: "Read", input: { file_path: join(folder, "greet.txt") } }], usage },
      {
        toolCalls: [
          {
            name: "Edit",
            input: {
              file_path: join(folder, "greet.txt"),
              old_string: "hello",
              new_string: "bonjour",
            },
          },
        ],
        usage,
      },
    ],
  },
  codex: {
    start: startOpenAiServer,
    model: "gpt-5",
    answer: (value: Fields): WireAnswer => ({ text: JSON.stringify(value), usage }),
    command: (cmd: string): WireAnswer => ({
      toolCalls: [{ name: "exec_command", input: { cmd } }],
      usage,
    }),
    ask: (question: string): WireAnswer => ({
      toolCalls: [{ name: "ask_user", namespace: "mcp__iter", input: { question } }],
      usage,
    }),
    edit: (): readonly WireAnswer[] => [
      {
        toolCalls: [{ name: "exec_command", input: { cmd: "sed -i s/hello/bonjour/ greet.txt" } }],
        usage,
      },
    ],
  },
} as const;

const refused: Fields = { approved: false, summary: "English.", findings: ["greet in French"] };
const approved: Fields = { approved: true, summary: "Fine.", findings: [] };

/** A repository with a change to review, and the workflow beside it. */
function createRepository(): TestWorkspace {
  const repository = createWorkspace({ "greet.txt": "hey\n" }, { commit: true });
  onTestFinished(() => repository.remove());
  repository.write("greet.txt", "hello\n");
  repository.write(".gitignore", ".iterion/\n");
  repository.write(example, workflow);
  repository.git("add", "--all");
  repository.git("commit", "--quiet", "--message", "Greet");
  return repository;
}

async function openServer(backend: keyof typeof programs, replies: WireScript): Promise<Loopback> {
  const server = await programs[backend].start(replies);
  onTestFinished(() => server.close());
  return server;
}

function envFor(backend: keyof typeof programs, server: Loopback, home: string) {
  return {
    ...server.env,
    PATH: programsPath,
    HOME: home,
    TMPDIR: createTemporary(),
    DELEGATE: backend,
    VERIFY_COMMAND: verify,
    CLAUDE_CODE_MAX_RETRIES: "0",
    ANTHROPIC_MODEL: "claude-sonnet-4-5",
  };
}

function eventsOf(folder: string): readonly { type: string; node_id?: string; data: Fields }[] {
  const runs = join(folder, ".iterion/runs");
  const log = readFileSync(join(runs, "run_x/events.jsonl"), "utf8");
  return log
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as { type: string; data: Fields });
}

describe.each(["claude_code", "codex"] as const)("%s", (backend) => {
  const { answer, edit, ask, command } = programs[backend];

  it("refines a pull request", async () => {
    const repository = createRepository();
    const { folder } = repository;
    const server = await openServer(backend, [
      answer(refused),
      ...edit(folder),
      answer({ summary: "In French." }),
      answer(approved),
    ]);

    const env = envFor(backend, server, folder);
    const said = await iter(["run", example, "--json", "--run-id", "run_x"], { cwd: folder, env });

    expect(said.code, said.err).toBe(0);
    expect(documentOf(said)).toMatchObject({ status: "finished", output: { summary: "Fine." } });
    expect(repository.git("diff", "--unified=0")).toContain("+bonjour");
    const events = eventsOf(folder);
    const path = events.filter(({ type }) => type === "node_started").map((event) => event.node_id);
    expect(path).toEqual(["review", "act", "verify", "review", "done"]);
    const [end] = events.filter(({ type }) => type === "run_finished");
    expect(end?.data["usage"]).toMatchObject({
      input_tokens: server.requests.length * usage.input,
      output_tokens: server.requests.length * usage.output,
    });
    expect(server.requests).toHaveLength(backend === "codex" ? 4 : 5);
    expect(events.filter(({ type }) => type === "delegate_started")).toMatchObject([
      { data: { access: "read_only" } },
      { data: { access: "workspace_write", resume: true } },
      { data: { access: "read_only" } },
    ]);
    expect(readdirSync(join(folder, ".iterion/runs/run_x/sessions", backend))).toHaveLength(2);
    expect(leftFolders(env.TMPDIR)).toEqual([]);
  });

  it("is told in the same conversation that its answer doesn't fit, and charged for both", async () => {
    const repository = createRepository();
    const { folder } = repository;
    repository.write("look.iter", judging(backend));
    const server = await openServer(backend, (request) =>
      JSON.stringify(request.body).includes("does not fit")
        ? answer({ approved: true })
        : { text: "It is fine, I think.", usage },
    );

    const said = await iter(["run", "look.iter", "--json", "--run-id", "run_x"], {
      cwd: folder,
      env: envFor(backend, server, folder),
    });

    expect(said.code, said.err).toBe(0);
    expect(documentOf(said)).toMatchObject({ output: { approved: true } });
    const finished = eventsOf(folder).filter(({ type }) => type === "delegate_finished");
    expect(new Set(finished.map(({ data }) => data["session_id"]))).toHaveProperty("size", 1);
    expect(finished).toHaveLength(2);
    const { usage: used } = documentOf(said) as { usage: { cost_usd: number } };
    const cost = backend === "codex" ? 0.002_25 : 0.0045;
    expect(used.cost_usd).toBeCloseTo(server.requests.length * cost, 9);
  });

  it("asks a person, and goes on with the answer on another machine", async () => {
    const here = createRepository();
    const first = await openServer(backend, [
      answer(refused),
      ask("Which French greeting?"),
      ...(backend === "codex" ? [{ text: "I wait.", usage }] : []),
    ]);

    const asked = await iter(["run", example, "--json", "--run-id", "run_x", "--no-interactive"], {
      cwd: here.folder,
      env: envFor(backend, first, here.folder),
    });

    const there = createRepository();
    cpSync(join(here.folder, ".iterion"), join(there.folder, ".iterion"), { recursive: true });
    const second = await openServer(backend, [
      ...edit(there.folder),
      answer({ summary: "In French." }),
      answer(approved),
    ]);
    const resume = ["resume", "--run-id", "run_x", "--json", "--no-interactive"];
    const done = await iter([...resume, "--answer", "answer=bonjour"], {
      cwd: there.folder,
      env: envFor(backend, second, there.folder),
    });

    expect(asked.code, asked.err).toBe(3);
    expect(asked.out).toContain("Which French greeting?");
    expect(done.code, done.err).toBe(0);
    const told = JSON.stringify(second.requests[0]?.body);
    expect(told).toContain("greet in French");
    expect(told).toContain("Which French greeting?");
    expect(told).toContain("bonjour");
    expect(eventsOf(there.folder).filter(({ type }) => type === "session_lost")).toEqual([]);
  });

  it.each([
    ["SIGINT", 130],
    ["SIGKILL", null],
  ] as const)("leaves nothing running after %s in the middle of a command", async (kill, exit) => {
    const { folder } = createRepository();
    const server = await openServer(backend, (_request, index) =>
      index === 0 ? command("sleep 307; true") : { fault: "hang" },
    );
    const env = envFor(backend, server, folder);
    const child = startProgram(["run", example, "--run-id", "run_x"], { cwd: folder, env });
    child.stderr?.resume();
    const runs = (): boolean => processesIn(folder).some((words) => words.startsWith("sleep\0"));
    await expect.poll(runs, { timeout: 60_000, interval: 200 }).toBe(true);

    child.kill(kill);
    const code = await new Promise((done) => child.once("exit", done));

    expect(code).toBe(exit);
    if (kill === "SIGINT") expect(leftFolders(env.TMPDIR)).toEqual([]);
    else await expect.poll(() => processesIn(folder), { timeout: 20_000 }).toEqual([]);
    expect(processesIn(folder)).toEqual([]);
  });
});

/** A node that must answer with an object. */
function judging(backend: keyof typeof programs): string {
  return `
schema verdict:
  approved: bool

agent look:
  delegate: "${backend}"
  model: "${programs[backend].model}"
  output: verdict

workflow looking:
  entry: look
  look -> done
`;
}

/** A node with a server that writes, whatever the program's sandbox says. */
function readonlyWorkflow(backend: string, folder: string): string {
  return `
mcp_server fs:
  transport: stdio
  command: "${process.execPath}"
  args: ["${filesystemServer}", "${folder}"]

agent look:
  delegate: "${backend}"
  model: "${programs[backend === "codex" ? "codex" : "claude_code"].model}"
  readonly: true
  tools: [mcp.fs.write_file]
  mcp:
    servers: [fs]

workflow looking:
  entry: look
  look -> done
`;
}

it.each(["claude_code", "codex"] as const)(
  "finds out that %s changed what it should only read",
  async (backend) => {
    const repository = createRepository();
    const { folder } = repository;
    repository.write("look.iter", readonlyWorkflow(backend, folder));
    const input = { path: join(folder, "sneaked.txt"), content: "x" };
    const server = await openServer(backend, [
      {
        toolCalls: [
          backend === "codex"
            ? { name: "write_file", namespace: "mcp__fs", input }
            : { name: "mcp__fs__write_file", input },
        ],
        usage,
      },
      { text: "I looked.", usage },
    ]);

    const said = await iter(["run", "look.iter", "--json", "--run-id", "run_x"], {
      cwd: folder,
      env: envFor(backend, server, folder),
    });

    expect(said.code).toBe(1);
    expect(documentOf(said)).toMatchObject({ failure: { code: "READONLY_VIOLATED" } });
    expect(said.out).toContain("sneaked.txt");
  },
);

it.each([
  // 1,000 tokens in and 100 out at 3 and 15, or at 1.25 and 10 dollars a million.
  ["claude_code", 0.0045],
  ["codex", 0.002_25],
] as const)("stops %s at the end of the budget, and goes on with more", async (backend, cost) => {
  const repository = createRepository();
  const { folder } = repository;
  const { model, answer, command } = programs[backend];
  repository.write(
    "spend.iter",
    `
schema verdict:
  approved: bool

agent first:
  delegate: "${backend}"
  model: "${model}"
  output: verdict

agent second:
  delegate: "${backend}"
  model: "${model}"
  output: verdict

workflow spending:
  entry: first
  budget:
    max_cost_usd: ${(cost * 1.5).toFixed(5)}
  first -> second
  second -> done
`,
  );
  const server = await openServer(backend, [
    answer({ approved: true }),
    ...(backend === "codex" ? [] : [command("ls")]),
    answer({ approved: true }),
    answer({ approved: true }),
  ]);
  const place = { cwd: folder, env: envFor(backend, server, folder) };

  const stopped = await iter(["run", "spend.iter", "--json", "--run-id", "run_x"], place);
  const resume = ["resume", "--run-id", "run_x", "--json", "--budget", "max_cost_usd=1"];
  const done = await iter(resume, place);

  expect(stopped.code, stopped.err).toBe(1);
  expect(documentOf(stopped)).toMatchObject({ failure: { code: "BUDGET_EXCEEDED" } });
  expect(done.code, done.err).toBe(0);
  const { usage: used } = documentOf(done) as { usage: { cost_usd: number } };
  expect(used.cost_usd).toBeCloseTo(server.requests.length * cost, 6);
});

it("is refused before it begins where the program isn't installed", async () => {
  const { folder } = createRepository();

  const said = await iter(["run", example, "--json"], {
    cwd: folder,
    env: { PATH: "/usr/bin:/bin", HOME: folder, DELEGATE: "codex" },
  });

  expect(said.code).toBe(2);
  expect(documentOf(said)).toMatchObject({
    error: "`review` can't run: the program `codex` is not installed.",
    hint: expect.stringContaining("npm install -g @openai/codex"),
  });
  expect(readdirSync(folder)).not.toContain(".iterion");
});

/** Commands of processes that work in a folder. */
function processesIn(folder: string): readonly string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const environment = readFileSync(`/proc/${pid}/environ`, "latin1");
        return environment.includes(`HOME=${folder}\0`)
          ? [readFileSync(`/proc/${pid}/cmdline`, "latin1").slice(0, 100)]
          : [];
      } catch {
        return [];
      }
    });
}
