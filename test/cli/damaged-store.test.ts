// What becomes of a run whose files were spoilt: it is said clearly, and nothing is destroyed.
import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { createFolder, documentOf, iter } from "#support/command-line.ts";
import type { Said } from "#support/command-line.ts";

const workflow = `agent plan:
  model: "simulate/any"
  publish: plan_doc

tool large:
  command: "head -c 300000 /dev/zero | tr '\\\\0' x"

human gate:
  instructions: ask

prompt ask:
  Go on with {{artifacts.plan_doc.text}}?

workflow w:
  entry: plan
  plan -> large
  large -> gate
  gate -> done
`;

const answered = ["--answer", "approved=true", "--as", "ada"];

interface Paused {
  readonly cwd: string;
  /** A file of the run. */
  readonly file: (name: string) => string;
  readonly resume: () => Promise<Said>;
}

/** A run that waits at its gate, in a store of its own. */
async function pausedRun(store = ".iterion", cwd = createFolder()): Promise<Paused> {
  writeFileSync(join(cwd, "w.iter"), workflow);
  const place = ["--run-id", "r1", "--store-dir", store, "--json"];
  const said = await iter(["run", "w.iter", "--no-interactive", ...place], { cwd });
  expect(said.code).toBe(3);
  return {
    cwd,
    file: (name) => join(cwd, store, "runs", "r1", name),
    resume: () => iter(["resume", ...place, ...answered], { cwd }),
  };
}

function typesIn(log: string): string[] {
  const lines = readFileSync(log, "utf8").split("\n").slice(0, -1);
  return lines.map((line) => (JSON.parse(line) as { type: string }).type);
}

describe("a log", () => {
  it("loses a torn last line, and the next process says so first", async () => {
    const { file, resume } = await pausedRun();
    const before = typesIn(file("events.jsonl")).length;
    appendFileSync(file("events.jsonl"), '{"seq":99,"timesta');

    const resumed = await resume();

    expect(resumed.code).toBe(0);
    expect(typesIn(file("events.jsonl"))[before]).toBe("log_repaired");
  });

  it.each([
    ["is empty", ""],
    ["is a broken line", "{{{{\n"],
  ])("that %s is no run, which is said, and everything else stays", async (_, text) => {
    const { cwd, file, resume } = await pausedRun();
    const files = readdirSync(file("."));
    writeFileSync(file("events.jsonl"), text);

    const refused = [
      await resume(),
      await iter(["cancel", "--run-id", "r1", "--json"], { cwd }),
      await iter(["inspect", "r1", "--json"], { cwd }),
    ];

    for (const said of refused) {
      expect(said.code).toBe(2);
      expect(documentOf(said)).toMatchObject({ code: "RUN_NOT_FOUND" });
      expect(said.err).toContain("holds no event");
    }
    expect(readdirSync(file("."))).toEqual(files);
    expect(readFileSync(file("events.jsonl"), "utf8")).toBe(text);
  });

  it("with a line missing is damaged, and stays as it is", async () => {
    const { file, resume } = await pausedRun();
    const lines = readFileSync(file("events.jsonl"), "utf8").split("\n");
    const spoilt = [...lines.slice(0, 3), ...lines.slice(4)].join("\n");
    writeFileSync(file("events.jsonl"), spoilt);

    const resumed = await resume();

    expect(resumed.code).toBe(1);
    expect(documentOf(resumed)).toMatchObject({ code: "LOG_CORRUPT" });
    expect(resumed.err).toContain("events.jsonl:4 has seq 4 where 3 is next");
    expect(readFileSync(file("events.jsonl"), "utf8")).toBe(spoilt);
  });

  it("whose large value is gone is damaged, and stays as it is", async () => {
    const { file, resume } = await pausedRun();
    const [blob = ""] = readdirSync(file("blobs"));
    const before = readFileSync(file("events.jsonl"), "utf8");
    rmSync(file(join("blobs", blob)));

    const resumed = await resume();

    expect(resumed.code).toBe(1);
    expect(documentOf(resumed)).toMatchObject({ code: "LOG_CORRUPT" });
    expect(resumed.err).toContain(`blobs/${blob} can't be read`);
    expect(readFileSync(file("events.jsonl"), "utf8")).toBe(before);
  });
});

describe("files that are made from the log", () => {
  it.each(["run.json", "interactions", "artifacts", "report.md"])(
    "%s is there again after a resume, as it was",
    async (name) => {
      const { cwd, file, resume } = await pausedRun();
      const artifact = file("artifacts/plan/0.json");
      const before = readFileSync(artifact, "utf8");
      rmSync(file(name), { recursive: true, force: true });

      const inspected = await iter(["inspect", "--run-id", "r1", "--json"], { cwd });
      const resumed = await resume();

      expect(documentOf(inspected)).toMatchObject({ run: { status: "paused_waiting_human" } });
      expect(resumed.code).toBe(0);
      expect(existsSync(file(name))).toBe(true);
      expect(readFileSync(artifact, "utf8")).toBe(before);
      expect(JSON.parse(readFileSync(file("run.json"), "utf8"))).toMatchObject({
        status: "finished",
        artifact_index: { plan: 0 },
      });
    },
  );

  it("that are spoilt are not believed", async () => {
    const { file, resume } = await pausedRun();
    writeFileSync(file("run.json"), '{"status":"finished"}');

    expect((await resume()).code).toBe(0);
  });

  it.each(["gone", "spoilt", "changed"])(
    "and %s are shown as the log has them, and made again by a resume",
    async (how) => {
      const { cwd, file, resume } = await pausedRun();
      const artifact = file("artifacts/plan/0.json");
      const before = readFileSync(artifact, "utf8");
      if (how === "gone") rmSync(file("artifacts"), { recursive: true });
      else writeFileSync(artifact, how === "spoilt" ? "{{{" : before.replace("plan_doc", "x"));

      const inspected = await iter(["inspect", "r1", "--full", "--json"], { cwd });
      await resume();

      expect(documentOf(inspected)).toMatchObject({ artifacts: [JSON.parse(before)] });
      expect(readFileSync(artifact, "utf8")).toBe(before);
    },
  );
});

// Needs root, to mount it.
const mayMount = process.platform === "linux" && process.getuid?.() === 0;

describe.skipIf(!mayMount)("a store that is read-only", () => {
  function mountedFolder(): string {
    const cwd = createFolder();
    mkdirSync(join(cwd, "disk"));
    const disk = join(cwd, "disk");
    const { status } = spawnSync("mount", ["-t", "tmpfs", "-o", "size=8m", "tmpfs", disk]);
    onTestFinished(() => void spawnSync("umount", ["-l", disk]));
    expect(status).toBe(0);
    return cwd;
  }

  function makeReadOnly(cwd: string): void {
    spawnSync("mount", ["-o", "remount,ro", join(cwd, "disk")]);
  }

  it("can be read, but nothing in it goes on", async () => {
    const { cwd, file, resume } = await pausedRun("disk", mountedFolder());
    const before = readFileSync(file("events.jsonl"), "utf8");
    makeReadOnly(cwd);

    const inspected = await iter(["inspect", "--run-id", "r1", "--store-dir", "disk", "--json"], {
      cwd,
    });
    const resumed = await resume();

    expect(documentOf(inspected)).toMatchObject({ run: { status: "paused_waiting_human" } });
    expect(resumed.code).toBe(1);
    expect(documentOf(resumed)).toMatchObject({ code: "STORE_FAILED" });
    expect(resumed.err).toContain("the file system is read-only");
    expect(readFileSync(file("events.jsonl"), "utf8")).toBe(before);
  });

  it("begins no run", async () => {
    const cwd = mountedFolder();
    writeFileSync(join(cwd, "w.iter"), workflow);
    makeReadOnly(cwd);

    const said = await iter(["run", "w.iter", "--store-dir", "disk", "--json"], { cwd });

    expect(said.code).toBe(1);
    expect(documentOf(said)).toMatchObject({ code: "STORE_FAILED" });
    expect(readdirSync(join(cwd, "disk"))).toEqual([]);
  });
});
