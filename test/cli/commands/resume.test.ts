import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { createFolder, documentOf, iter } from "#support/command-line.ts";
import type { Said } from "#support/command-line.ts";

const workflow = `schema decision:
  approved: bool
  size: string [enum: "small", "large"]

prompt ask:
  Is \`{{vars.title}}\` right?

human gate:
  output: decision
  instructions: ask

human second:
  output: decision

workflow w:
  vars:
    title: string = "this"
  entry: gate
  gate -> second when approved
  gate -> fail when not approved
  second -> done
`;

let cwd: string;

beforeEach(async () => {
  cwd = createFolder();
  writeFileSync(join(cwd, "w.iter"), workflow);
  await iter(["run", "w.iter", "--simulate", "--run-id", "r1"], { cwd });
});

async function resume(...words: readonly string[]): Promise<Said> {
  return iter(["resume", "--run-id", "r1", ...words], { cwd });
}

function log(): string {
  return readFileSync(join(cwd, ".iterion/runs/r1/events.jsonl"), "utf8");
}

it("pauses with the command that goes on, ready to be copied", async () => {
  const { code, out } = await iter(["run", "w.iter", "--simulate", "--run-id", "r2"], { cwd });
  const [command = ""] = /iter resume .*/.exec(out) ?? [];

  const next = await iter(command.split(" ").slice(1), { cwd });

  expect(code).toBe(3);
  expect(out).toContain("Status: PAUSED");
  expect(out).toContain("Waiting: g1, gate asks for an answer\n  Is `this` right?\n");
  expect(command).toBe("iter resume --run-id r2 --answer g1.approved=true --answer g1.size=small");
  expect(next.code).toBe(3);
  expect(next.out).toContain("Waiting: g2, second asks");
});

it("keeps the paragraphs of what a gate says", async () => {
  const text = workflow.replace("right?", "right?\n\n  Look twice.");
  writeFileSync(join(cwd, "w.iter"), text);

  const { out } = await iter(["run", "w.iter", "--simulate", "--run-id", "r2"], { cwd });

  expect(out).toContain("asks for an answer\n  Is `this` right?\n\n  Look twice.\n  iter resume");
});

it("gives the open gates in the document", async () => {
  const said = await resume("--json");

  expect(said.code).toBe(3);
  expect(documentOf(said)).toMatchObject({
    status: "paused_waiting_human",
    exit_code: 3,
    gates: [
      {
        gate: "g1",
        interaction_id: "r1_gate-0",
        node_id: "gate",
        branch_id: "",
        instructions: "Is `this` right?",
        fields: [
          { name: "approved", type: "bool" },
          { name: "size", type: "string", enum: ["small", "large"] },
        ],
        min_answers: 1,
        answered_by: [],
      },
    ],
    interaction_id: "r1_gate-0",
    node_id: "gate",
    rejected: [],
  });
});

it("changes nothing if nobody answers", async () => {
  const before = log();

  await resume();

  expect(log()).toBe(before);
});

it.each(["g1", "gate", "r1_gate-0"])("takes answers to %s", async (gate) => {
  const said = await resume("--answer", `${gate}.approved=yes`, "--answer", `${gate}.size=Small`);

  expect(said.code).toBe(3);
  expect(said.out).toContain("Waiting: g2");
});

it("takes answers from a file, and who gave them", async () => {
  writeFileSync(join(cwd, "a.yaml"), "approved: true\nsize: large\n");

  const said = await resume("--answers-file", "a.yaml", "--as", "ada");

  expect(said.code).toBe(3);
  expect(log()).toContain('"by":"ada","via":"cli"');
});

it.each(["", " "])("refuses an answer of nobody: `--as %j`", async (who) => {
  const said = await resume("--as", who, "--answer", "approved=true", "--answer", "size=small");

  expect(said.code).toBe(2);
  expect(said.err).toContain("error INPUT_INVALID: `--as` names nobody.");
  expect(log()).not.toContain("human_answers_recorded");
});

it("takes a name with blanks around it for the same person", async () => {
  await resume("--as", " ada ", "--answer", "approved=true", "--answer", "size=small");

  expect(log()).toContain('"by":"ada"');
});

it("says in a sentence that somebody has answered already", async () => {
  const asked = workflow.replace("  instructions: ask", "  instructions: ask\n  min_answers: 2");
  writeFileSync(join(cwd, "two.iter"), asked);
  await iter(["run", "two.iter", "--simulate", "--run-id", "r3"], { cwd });
  const words = ["--as", "ada", "--answer", "approved=true", "--answer", "size=small"];
  await iter(["resume", "r3", ...words], { cwd });

  const said = await iter(["resume", "r3", ...words], { cwd });

  expect(said.err).toMatch(/\n {2}ada has answered already\n/);
});

it("rejects an answer as a whole, field by field", async () => {
  const said = await resume("--answer", "approved=perhaps", "--answer", "sice=small", "--json");

  expect(said.code).toBe(2);
  expect(documentOf(said)).toMatchObject({
    status: "paused_waiting_human",
    exit_code: 2,
    code: "ANSWER_INVALID",
    rejected: [
      {
        gate: "g1",
        errors: [
          { field: "sice", message: expect.stringContaining("did you mean `size`?") as string },
          { field: "approved" },
          { field: "size", message: "is missing" },
        ],
      },
    ],
  });
  expect(said.err).toContain("error ANSWER_INVALID: the answer to g1 was rejected");
});

it.each([
  [["--answer", "nope.approved=true"], "ANSWER_INVALID", "`g1` (gate)"],
  [["--answer", "approved"], "INPUT_INVALID", "--answer field=value"],
  [["--answers-file", "nowhere.yaml"], "INPUT_INVALID", "`nowhere.yaml` of --answers-file"],
  [["--file", "nowhere.iter"], "INPUT_INVALID", "There is no file `nowhere.iter`."],
  [["--timeout", "x"], "INPUT_INVALID", "no duration"],
])("refuses %j and leaves the run as it was", async (words, refusal, message) => {
  const before = log();

  const { code, err } = await resume(...words);

  expect(code).toBe(2);
  expect(err).toContain(`error ${refusal}: `);
  expect(err).toContain(message);
  expect(log()).toBe(before);
});

it("takes the run as a word, and says what lacks without one", async () => {
  const named = await iter(["resume", "r1", "--json"], { cwd });
  const none = await iter(["resume"], { cwd });

  expect(documentOf(named)).toMatchObject({ run_id: "r1", status: "paused_waiting_human" });
  expect(none.code).toBe(2);
  expect(none.err).toContain("help: name a run, `iter resume --run-id ID`");
});

it("knows no run that isn't there", async () => {
  const said = await iter(["resume", "--run-id", "nope", "--json"], { cwd });

  expect(said.code).toBe(2);
  expect(documentOf(said)).toMatchObject({ run_id: "nope", code: "RUN_NOT_FOUND", exit_code: 2 });
});

describe("the file of the run", () => {
  const answers = ["--answer", "approved=true", "--answer", "size=small"];

  it("may have changed: the run goes on with its own text and says so", async () => {
    writeFileSync(join(cwd, "w.iter"), "nonsense");

    const { code, err } = await resume(...answers);

    expect(code).toBe(3);
    expect(err).toContain("note: `w.iter` has changed since");
    expect(err).toContain("take the new one: iter resume --run-id r1 --file w.iter --force\n");
  });

  it("may be gone: the run goes on with its own text", async () => {
    rmSync(join(cwd, "w.iter"));

    const { code, err } = await resume(...answers);

    expect(code).toBe(3);
    expect(err).not.toContain("note:");
  });

  it.each([
    ["a folder", "EISDIR", (path: string) => mkdirSync(path)],
    ["a name that leads to itself", "ELOOP", (path: string) => symlinkSync(path, path)],
  ])("may be %s by now: the run goes on with its own text", async (_, why, put) => {
    rmSync(join(cwd, "w.iter"));
    put(join(cwd, "w.iter"));

    const { code, err } = await resume(...answers);

    expect(code).toBe(3);
    expect(err).toContain(`note: \`w.iter\` can't be read (${why}); the run goes on with the text`);
  });

  it("may be a pipe, which nobody waits for", async () => {
    rmSync(join(cwd, "w.iter"));
    spawnSync("mkfifo", [join(cwd, "w.iter")]);

    expect((await resume(...answers)).code).toBe(3);
  });

  it("is taken without force where it means the same", async () => {
    writeFileSync(join(cwd, "w.iter"), `## a remark\n${readFileSync(join(cwd, "w.iter"), "utf8")}`);

    const { err } = await resume();
    const taken = await resume("--file", "w.iter");

    expect(err).toContain("take the new one: iter resume --run-id r1 --file w.iter\n");
    expect([taken.code, taken.err]).toEqual([3, expect.not.stringContaining("has changed")]);
  });

  it("is no matter of a run that is over", async () => {
    await resume("--answer", "approved=false", "--answer", "size=small");
    writeFileSync(join(cwd, "w.iter"), "nonsense");

    const { code, err } = await resume();

    expect(code).toBe(2);
    expect(err).toContain("the run is failed and cannot go on");
    expect(err).not.toContain("has changed");
  });

  it("has to be named where another text is forced", async () => {
    const before = log();

    const { code, err } = await resume(...answers, "--force");

    expect(code).toBe(2);
    expect(err).toContain("help: write `--file w.iter --force`, or leave `--force` out\n");
    expect(log()).toBe(before);
  });

  it("is taken if only its layout differs", async () => {
    writeFileSync(join(cwd, "w.iter"), `## a comment\n${workflow}`);

    expect((await resume(...answers, "--file", "w.iter")).code).toBe(3);
  });

  it("is refused if it means something else, and taken by force", async () => {
    writeFileSync(
      join(cwd, "w.iter"),
      workflow.replace("second -> done", "second -> done when approved\n  second -> fail"),
    );

    const refused = await resume(...answers, "--file", "w.iter");
    const forced = await resume(...answers, "--file", "w.iter", "--force");

    expect(refused.code).toBe(2);
    expect(refused.err).toContain("error SOURCE_CHANGED");
    expect(refused.err).toContain("take the new one with `--file w.iter --force`\n");
    expect(forced.code).toBe(3);
  });

  it("is refused with its diagnostics if it has errors", async () => {
    writeFileSync(join(cwd, "w.iter"), workflow.replace("-> done", "-> don"));

    const said = await resume("--file", "w.iter", "--force", "--json");

    expect(said.code).toBe(2);
    expect(documentOf(said)).toMatchObject({
      code: "INVALID_WORKFLOW",
      diagnostics: [{ code: "C001" }],
    });
  });
});

it.each([[["--simulate"]], [["--script", "s.yaml"]], [["--simulate", "--script", "s.yaml"]]])(
  "doesn't go on with a real run by %j",
  async (words) => {
    writeFileSync(join(cwd, "s.yaml"), "nodes: {}\n");
    writeFileSync(
      join(cwd, "g.iter"),
      'human ask:\n  min_answers: 1\n\ntool act:\n  command: "touch acted"\n\nworkflow g:\n  entry: ask\n  ask -> act\n  act -> done\n',
    );
    await iter(["run", "g.iter", "--run-id", "r2", "--no-interactive"], { cwd });
    const before = readFileSync(join(cwd, ".iterion/runs/r2/events.jsonl"), "utf8");

    const said = await iter(["resume", "r2", "--answer", "approved=true", ...words], { cwd });

    expect([said.code, said.err]).toEqual([
      2,
      expect.stringContaining("`r2` was not started with `--simulate`, so it doesn't go on"),
    ]);
    expect(readFileSync(join(cwd, ".iterion/runs/r2/events.jsonl"), "utf8")).toBe(before);
    expect(existsSync(join(cwd, "acted"))).toBe(false);
  },
);

it("goes on simulated, with the script of the start and what it lacked, however often that was missed", async () => {
  const script = "nodes:\n  a:\n    - output: { n: 1 }\n  b: []\n";
  writeFileSync(join(cwd, "s.yaml"), script);
  writeFileSync(
    join(cwd, "t.iter"),
    'agent a:\n  model: "simulate/any"\n\nagent b:\n  model: "simulate/any"\n\nworkflow t:\n  entry: a\n  a -> b\n  b -> done\n',
  );
  const words = ["run", "t.iter", "--simulate", "--script", "s.yaml", "--run-id", "r2"];
  const first = await iter(words, { cwd });
  const again = await iter(["resume", "--run-id", "r2"], { cwd });
  writeFileSync(join(cwd, "s.yaml"), script.replace("[]", "[{ output: { n: 2 } }]"));

  const second = await iter(["resume", "--run-id", "r2", "--json"], { cwd });

  expect(first.code).toBe(1);
  expect(again.out).toContain("the script has no item 1 for `b`");
  expect(second.err).toContain("note: the script `s.yaml` has changed");
  expect(documentOf(second)).toMatchObject({
    status: "finished",
    output: { n: 2 },
    simulated: true,
  });
});

it("refuses to go on with a run that is over", async () => {
  await resume("--answer", "approved=false", "--answer", "size=small");

  const { code, err } = await resume();

  expect(code).toBe(2);
  expect(err).toContain("error RESUME_INVALID");
});

it("says of a damaged log where, with the store's exit code", async () => {
  writeFileSync(join(cwd, ".iterion/runs/r1/events.jsonl"), `${log()}{"seq":99,"type":"x"}\n`);

  const said = await resume("--json");

  expect(said.code).toBe(1);
  expect(documentOf(said)).toMatchObject({ code: "LOG_CORRUPT", exit_code: 1 });
  expect(said.err).toMatch(/events\.jsonl:\d+ has seq 99/);
});

describe("the model of nodes that name none", () => {
  const nameless = `agent first:
    tools: []

human gate:
    min_answers: 1

agent second:
    tools: []

workflow w:
    entry: first
    first -> gate
    gate -> second
    second -> done
`;

  async function models(given: readonly string[], env: Readonly<Record<string, string>>) {
    writeFileSync(join(cwd, "nameless.iter"), nameless);
    const start = ["run", "nameless.iter", "--simulate", "--run-id", "m1", ...given];
    await iter(start, { cwd, env: { ITERION_DEFAULT_SUPERVISOR_MODEL: "openai/first" } });
    const answer = ["--answer", "approved=true"];
    const said = await iter(["resume", "--run-id", "m1", ...answer], { cwd, env });
    const events = readFileSync(join(cwd, ".iterion/runs/m1/events.jsonl"), "utf8");
    const called = [...events.matchAll(/"type":"llm_request".*?"model":"([^"]+)"/g)];
    return { code: said.code, called: called.map(([, model]) => model) };
  }

  it("stays what --model said, whatever the environment says now", async () => {
    const later = { ITERION_DEFAULT_SUPERVISOR_MODEL: "openai/later" };

    expect(await models(["--model", "openai/given"], later)).toEqual({
      code: 0,
      called: ["openai/given", "openai/given"],
    });
  });

  it("needs no environment once it was given", async () => {
    expect(await models(["--model", "openai/given"], {})).toMatchObject({ code: 0 });
  });

  it("is the present environment's if none was given", async () => {
    const later = { ITERION_DEFAULT_SUPERVISOR_MODEL: "openai/later" };

    expect((await models([], later)).called).toEqual(["openai/first", "openai/later"]);
  });
});
