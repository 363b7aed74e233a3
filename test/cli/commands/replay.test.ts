import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createFolder, documentOf, iter } from "#support/command-line.ts";

/** A run of the human gate, answered once with no and once with yes, in a folder of its own. */
async function recordGate(): Promise<string> {
  const cwd = createFolder("human_gate.iter");
  const resume = ["resume", "--run-id", "run_1", "--no-interactive", "--as", "ada"];
  await iter(["run", "human_gate.iter", "--simulate", "--run-id", "run_1"], { cwd });
  await iter([...resume, "--answer", "approved=no", "--answer", "remarks=Shorter"], { cwd });
  await iter([...resume, "--answer", "approved=yes", "--answer", "remarks="], { cwd });
  return cwd;
}

it("goes through a recorded run again, people's answers included", async () => {
  const cwd = await recordGate();

  const said = await iter(["run", "--replay", "run_1", "--run-id", "run_2", "--json"], { cwd });

  expect(said.code).toBe(0);
  expect(documentOf(said)).toMatchObject({
    run_id: "run_2",
    status: "finished",
    replay_of: "run_1",
    simulated: true,
    output: { notes: "write_notes.notes" },
  });
});

it("says in every place that it was a replay", async () => {
  const cwd = await recordGate();

  const said = await iter(["run", "human_gate.iter", "--replay", "run_1", "--run-id", "run_2"], {
    cwd,
  });
  const inspected = await iter(["inspect", "--run-id", "run_2"], { cwd });
  const reported = await iter(["report", "--run-id", "run_2", "--format", "json"], { cwd });

  const files = join(cwd, ".iterion/runs/run_2");
  expect(said.out).toContain("Status: FINISHED (replay of run_1: nothing was called)");
  expect(said.err).toContain("run run_2 of human_gate (replay of run_1)");
  expect(inspected.out).toContain("Run: run_2 (replay of run_1: nothing was called)");
  expect(JSON.parse(reported.out)).toMatchObject({ replay_of: "run_1" });
  expect(readFileSync(join(files, "report.md"), "utf8")).toContain("> Replay of run_1.");
  expect(JSON.parse(readFileSync(join(files, "run.json"), "utf8"))).toMatchObject({
    replay_of: "run_1",
  });
});

it("runs no command again", async () => {
  const cwd = createFolder();
  writeFileSync(
    join(cwd, "count.iter"),
    "tool count:\n  command: `echo x >> counted && wc -l < counted`\n\nworkflow w:\n  entry: count\n  count -> done\n",
  );
  const first = await iter(["run", "count.iter", "--run-id", "run_1", "--json"], { cwd });

  const again = await iter(["run", "--replay", "run_1", "--json"], { cwd });

  expect(documentOf(first)).toMatchObject({ status: "finished", simulated: false });
  expect(documentOf(again)).toMatchObject({ status: "finished", replay_of: "run_1" });
  expect((documentOf(again) as { output: unknown }).output).toEqual(
    (documentOf(first) as { output: unknown }).output,
  );
  expect(readFileSync(join(cwd, "counted"), "utf8")).toBe("x\n");
});

it("needs no variable that the recorded run read", async () => {
  const cwd = createFolder();
  writeFileSync(
    join(cwd, "greet.iter"),
    'agent greet:\n  model: "${GREETER}"\n\nworkflow w:\n  entry: greet\n  greet -> done\n',
  );
  const env = { GREETER: "simulate/any" };
  await iter(["run", "greet.iter", "--simulate", "--run-id", "run_1"], { cwd, env });

  const again = await iter(["run", "--replay", "run_1", "--json"], { cwd });

  expect(documentOf(again)).toMatchObject({ status: "finished" });
});

it("goes on as a replay when it is resumed", async () => {
  const cwd = createFolder();
  writeFileSync(
    join(cwd, "two.iter"),
    "tool first:\n  command: `echo 1 >> counted`\n\ntool second:\n  command: `echo 2 >> counted`\n\nworkflow w:\n  entry: first\n  first -> second\n  second -> done\n",
  );
  await iter(["run", "two.iter", "--run-id", "run_1"], { cwd });
  await iter(["run", "--replay", "run_1", "--run-id", "run_2"], { cwd });
  const log = join(cwd, ".iterion/runs/run_2/events.jsonl");
  const lines = readFileSync(log, "utf8").split("\n");
  const cut = lines.findIndex((line) => line.includes('"edge_selected"'));
  writeFileSync(log, `${lines.slice(0, cut).join("\n")}\n`);

  const said = await iter(["resume", "--run-id", "run_2", "--json"], { cwd });

  expect(documentOf(said)).toMatchObject({ status: "finished", replay_of: "run_1" });
  expect(readFileSync(join(cwd, "counted"), "utf8")).toBe("1\n2\n");
});

it("takes no plan but the recorded one", async () => {
  const cwd = createFolder();
  const refused = async (...flags: string[]) =>
    documentOf(await iter(["run", "--replay", "run_1", ...flags, "--json"], { cwd }));

  expect(await refused("--var", "a=1")).toMatchObject({
    error: "`--var` can't go with `--replay`.",
  });
  expect(await refused("--simulate")).toMatchObject({ code: "INPUT_INVALID" });
  expect(await refused("--vars-file", "x")).toMatchObject({
    error: "`--vars-file` can't go with `--replay`.",
    hint: "leave it out: a replay has the plan and the answers of `run_1`",
  });
  expect(await refused("--budget", "max_tokens=1")).toMatchObject({ code: "INPUT_INVALID" });
});

it("refuses what there is not, and what is something else", async () => {
  const cwd = await recordGate();
  writeFileSync(
    join(cwd, "other.iter"),
    readFileSync(join(cwd, "human_gate.iter"), "utf8").replace("redraft(3)", "redraft(4)"),
  );

  const missing = await iter(["run", "--replay", "run_9", "--json"], { cwd });
  const other = await iter(["run", "other.iter", "--replay", "run_1", "--json"], { cwd });
  const nothing = await iter(["run", "--json"], { cwd });

  expect(missing.code).toBe(2);
  expect(documentOf(missing)).toMatchObject({ code: "RUN_NOT_FOUND" });
  expect(other.code).toBe(2);
  expect(documentOf(other)).toMatchObject({ code: "SOURCE_CHANGED", status: null });
  expect(documentOf(nothing)).toMatchObject({ error: "Missing required argument `file`." });
});
