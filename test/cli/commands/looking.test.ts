// inspect, report and diagram look at the same runs.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { createFolder, documentOf, iter } from "#support/command-line.ts";
import type { Said } from "#support/command-line.ts";

const workflow = `agent write:
  model: "simulate/any"
  publish: text

human gate:
  instructions: ask

prompt ask:
  Good?

workflow w:
  entry: write
  write -> gate
  gate -> done when approved
  gate -> write when not approved as again(2)
  gate -> fail
`;
let cwd: string;

beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), "iter-looking-"));
  writeFileSync(join(cwd, "w.iter"), workflow);
  await iter(["run", "w.iter", "--simulate", "--run-id", "old"], { cwd });
  await iter(["resume", "--run-id", "old", "--answer", "approved=true"], { cwd });
  await iter(["run", "w.iter", "--simulate", "--run-id", "new"], { cwd });
});

async function look(...words: readonly string[]): Promise<Said> {
  return iter(words, { cwd });
}

describe("inspect", () => {
  it("lists runs, the newest first", async () => {
    const { code, out } = await look("inspect");
    const json = documentOf(await look("inspect", "--json"));

    expect(code).toBe(0);
    expect(out.split("\n").map((line) => line.slice(0, 3))).toEqual(["new", "old", ""]);
    expect(json).toMatchObject([
      { id: "new", status: "paused_waiting_human" },
      { id: "old", status: "finished" },
    ]);
  });

  it("says that there are none", async () => {
    const said = await iter(["inspect"], { cwd: createFolder() });

    expect([said.code, said.out]).toEqual([0, "There are no runs in .iterion.\n"]);
  });

  it("shows a run with its nodes and open gates", async () => {
    const { out } = await look("inspect", "--run-id", "new");

    expect(out).toContain("Run: new (simulated: no model was called)\nWorkflow: w (w.iter)\n");
    expect(out).toContain("Waiting: g1, gate asks for approved (bool), reason (string)");
    expect(out).toMatch(/✓ write#0 {2}finished/);
    expect(out).toMatch(/⏸ gate#0 {2}waiting/);
  });

  it("gives what is asked for as a document", async () => {
    const all = documentOf(
      await look("inspect", "--run-id", "old", "--events", "--full", "--json"),
    );

    expect(all).toMatchObject({
      run: { id: "old", status: "finished" },
      interactions: [{ id: "old_gate-0", answers: { approved: true } }],
      artifacts: [{ run_id: "old", node_id: "write", version: 0, publish: "text" }],
    });
    expect(all).toHaveProperty("events.0.type", "run_started");
    expect(all).toHaveProperty("nodes.0.activation_id", "write#0");
    expect(documentOf(await look("inspect", "--run-id", "old", "--json"))).not.toHaveProperty(
      "events",
    );
  });

  it("shows one node alone", async () => {
    const said = documentOf(await look("inspect", "--run-id", "old", "--node", "gate", "--json"));
    const wrong = await look("inspect", "--run-id", "old", "--node", "gat");

    expect(said).toMatchObject({ nodes: [{ node_id: "gate" }] });
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain("did you mean `gate`?");
  });

  it("follows a run until it stands still", async () => {
    const { code, out } = await look("inspect", "--run-id", "new", "--follow");

    expect(code).toBe(0);
    expect(out).toMatch(/▶ run new of w/);
    expect(out).toMatch(/run paused, waiting for g1\n$/);
  });

  it("lists runs that can't be read, each with what is wrong", async () => {
    const folder = createFolder();
    const fileOf = (runId: string): string => join(folder, ".iterion/runs", runId, "events.jsonl");
    cpSync(join(cwd, ".iterion/runs/old"), join(folder, ".iterion/runs/old"), { recursive: true });
    for (const runId of ["damaged", "newer"]) mkdirSync(dirname(fileOf(runId)));
    writeFileSync(fileOf("damaged"), '{"seq":5,"type":"x"}\n{}\n');
    const newer = { seq: 0, type: "run_started", run_id: "newer", data: { format_version: 9 } };
    writeFileSync(fileOf("newer"), `${JSON.stringify(newer)}\n`);
    mkdirSync(fileOf("odd"), { recursive: true });

    const said = await iter(["inspect"], { cwd: folder });
    const json = await iter(["inspect", "--json"], { cwd: folder });
    const latest = documentOf(await iter(["report", "--format", "json"], { cwd: folder }));

    expect(said.code).toBe(0);
    expect(said.out.split("\n").map((line) => line.slice(0, 25).trimEnd())).toEqual([
      expect.stringMatching(/^old {6}\d/),
      "damaged  LOG_CORRUPT  The",
      "newer    FORMAT_TOO_NEW",
      "odd      STORE_FAILED  Th",
      "",
    ]);
    expect(documentOf(json)).toMatchObject([{ id: "old", status: "finished" }]);
    expect(json.err.match(/note: `\w+` can't be read/g)).toEqual([
      "note: `damaged` can't be read",
      "note: `newer` can't be read",
      "note: `odd` can't be read",
    ]);
    expect(latest).toMatchObject({ run_id: "old" });
  });

  it("calls a run interrupted that nobody works on", async () => {
    const folder = createFolder();
    const log = readFileSync(join(cwd, ".iterion/runs/old/events.jsonl"), "utf8");
    mkdirSync(join(folder, ".iterion/runs/old"), { recursive: true });
    writeFileSync(join(folder, ".iterion/runs/old/events.jsonl"), `${log.split("\n")[0]}\n`);

    const said = await iter(["inspect", "--run-id", "old", "--json"], { cwd: folder });
    const text = await iter(["inspect"], { cwd: folder });

    expect(documentOf(said)).toMatchObject({ run: { status: "running", interrupted: true } });
    expect(text.out).toMatch(/interrupted/i);
  });
});

describe("report", () => {
  it("is written to the run's folder", async () => {
    const { code, out } = await look("report", "--run-id", "old");

    expect([code, out]).toEqual([0, "Report: .iterion/runs/old/report.md\n"]);
    const text = readFileSync(join(cwd, ".iterion/runs/old/report.md"), "utf8");
    expect(text).toMatch(/^# Run Report: old\n\n> Simulated run: no model was called\./);
    expect(text).toContain("```mermaid");
  });

  it("is written where it is wanted", async () => {
    const printed = await look("report", "--run-id", "old", "--output", "-");
    await look("report", "--run-id", "old", "--output", "r.md");
    const full = await look("report", "--run-id", "old", "--output", "-", "--full");

    expect(printed.out).toMatch(/^# Run Report: old/);
    expect(readFileSync(join(cwd, "r.md"), "utf8")).toBe(printed.out);
    expect(full.out).not.toBe(printed.out);
  });

  it("is a document for programs", async () => {
    const json = documentOf(await look("report", "--run-id", "old", "--json"));
    const printed = await look("report", "--run-id", "old", "--format", "json");

    expect(json).toMatchObject({
      run_id: "old",
      workflow: "w",
      status: "finished",
      simulated: true,
      metrics: { node_count: 3, attempts: 2 },
      gates: [{ gate: "g1" }],
      artifacts: [{ name: "text", version: 0 }],
      markdown_path: ".iterion/runs/old/report.md",
    });
    expect(JSON.parse(printed.out)).toMatchObject({ run_id: "old", markdown_path: null });
  });

  it("can't be written where there is no folder", async () => {
    const { code, err } = await look("report", "--run-id", "old", "--output", "no/where.md");

    expect(code).toBe(2);
    expect(err).toContain("`no/where.md` can't be written");
  });
});

describe("diagram", () => {
  it.each([[], ["--detailed"], ["--full"]])("draws a workflow %s", async (...flags) => {
    const { code, out } = await look("diagram", "w.iter", ...flags);

    expect(code).toBe(0);
    expect(out).toMatch(/^flowchart /);
    expect(out).toContain("write");
  });

  it("marks the way of a run", async () => {
    const plain = await look("diagram", "w.iter");
    const marked = await look("diagram", "w.iter", "--run-id", "old");

    expect(marked.out).not.toBe(plain.out);
    expect(marked.out).toContain("classDef done");
  });

  it.each(["--detailed", "--full"])("marks the way of a run %s, too", async (flag) => {
    const plain = await look("diagram", "w.iter", flag);
    const marked = await look("diagram", "w.iter", "--run-id", "old", flag);

    expect(linesOf(marked.out).slice(0, 4)).toEqual(linesOf(plain.out).slice(0, 4));
    expect(marked.out).toContain("classDef done");
  });

  it.each([
    [
      "another workflow",
      workflow.replaceAll("write", "deploy").replace("workflow w", "workflow v"),
    ],
    [
      "a changed one",
      workflow.replace("  write -> gate", "  write -> fail when x\n  write -> gate"),
    ],
    ["one that can't be drawn as it stands", workflow.replace("write -> gate", "write -> gat")],
  ])("draws a run's own graph where the file has %s, and says so", async (_, text) => {
    writeFileSync(join(cwd, "other.iter"), text);

    const own = await look("diagram", "w.iter", "--run-id", "old");
    const { out, err } = await look("diagram", "other.iter", "--run-id", "old");

    expect(out).toBe(own.out);
    expect(own.err).not.toContain("note:");
    expect(err).toContain(
      "note: `other.iter` has another graph than the run `old`; the run's own is drawn, from its log",
    );
  });

  it("says nothing of a file that means the same", async () => {
    writeFileSync(join(cwd, "same.iter"), `## again\n${workflow}`);

    const { code, err } = await look("diagram", "same.iter", "--run-id", "old");

    expect(code).toBe(0);
    expect(err).not.toContain("note:");
  });

  it("gives file, name and view as a document", async () => {
    expect(documentOf(await look("diagram", "w.iter", "--full", "--json"))).toEqual({
      file: "w.iter",
      workflow_name: "w",
      view: "full",
      mermaid: expect.stringMatching(/^flowchart /) as string,
    });
  });

  it("draws a workflow with errors as far as it can be read", async () => {
    const folder = createFolder();
    writeFileSync(join(folder, "w.iter"), workflow.replace("gate -> done", "gate -> don"));

    const { code, out, err } = await iter(["diagram", "w.iter"], { cwd: folder });

    expect(code).toBe(2);
    expect(out).toContain("write");
    expect(err).toContain("C001");
  });
});

function linesOf(text: string): string[] {
  return text.split("\n");
}
