// What can only be seen from outside: signals, terminals, pipes that close, disks that are full.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { toPrintable } from "#core/text/printable.ts";
import {
  awaitProgram,
  createFolder,
  documentOf,
  iter,
  iterProgram,
  root,
  startProgram,
} from "#support/command-line.ts";
import { awaitFile, slowFolder, startSlow } from "#support/slow-run.ts";

describe("a run in a process of its own", () => {
  it("is cancelled by the first Ctrl-C and can be resumed", async () => {
    const cwd = slowFolder();
    const child = await startSlow(cwd);

    child.kill("SIGINT");
    const said = await awaitProgram(child);
    rmSync(join(cwd, "wait"));
    const resumed = await iterProgram(["resume", "--run-id", "r1", "--json"], { cwd });

    expect(said.code).toBe(130);
    expect(documentOf(said)).toMatchObject({ status: "cancelled", exit_code: 130 });
    expect(said.err).toContain("cancelling the run; Ctrl-C again ends it at once");
    expect(documentOf(resumed)).toMatchObject({ status: "finished", exit_code: 0 });
    expect(readFileSync(join(cwd, "done.txt"), "utf8")).toBe("first\nslow\n");
  });

  it("is interrupted by SIGTERM and can be resumed", async () => {
    const cwd = slowFolder();
    const child = await startSlow(cwd);

    child.kill("SIGTERM");
    const said = await awaitProgram(child);
    rmSync(join(cwd, "wait"));
    const resumed = await iterProgram(["resume", "--run-id", "r1"], { cwd });

    expect(said.code).toBe(143);
    expect(documentOf(said)).toMatchObject({
      status: "failed_resumable",
      interrupted: true,
      failure: { code: "INTERRUPTED" },
    });
    expect(resumed.code).toBe(0);
  });

  it("goes on after a kill, and nothing that was finished is done again", async () => {
    const cwd = slowFolder();
    const child = await startSlow(cwd);

    child.kill("SIGKILL");
    await awaitProgram(child);
    rmSync(join(cwd, "wait"));
    const inspected = await iter(["inspect", "--run-id", "r1", "--json"], { cwd });
    const resumed = await iterProgram(["resume", "--run-id", "r1"], { cwd });

    expect(documentOf(inspected)).toMatchObject({ run: { status: "running", interrupted: true } });
    expect(resumed.code).toBe(0);
    expect(readFileSync(join(cwd, "done.txt"), "utf8").match(/first/g)).toHaveLength(1);
  });

  it("is nobody else's while it goes on", async () => {
    const cwd = slowFolder();
    const child = await startSlow(cwd);

    const resumed = await iter(["resume", "--run-id", "r1"], { cwd });
    const inspected = await iter(["inspect", "--run-id", "r1", "--json"], { cwd });
    rmSync(join(cwd, "wait"));
    const said = await awaitProgram(child);

    expect(resumed.code).toBe(2);
    expect(resumed.err).toContain(
      `error RUN_LOCKED: Run \`r1\` is being written by process ${child.pid}`,
    );
    expect(documentOf(inspected)).toMatchObject({ run: { status: "running", interrupted: false } });
    expect(said.code).toBe(0);
  });

  it("says after Ctrl-C how to go on", async () => {
    const cwd = slowFolder();
    const child = startProgram(["run", "w.iter", "--run-id", "r1"], { cwd });
    onTestFinished(() => void child.kill("SIGKILL"));
    await awaitFile(cwd, "begun");

    child.kill("SIGINT");
    const { code, out } = await awaitProgram(child);

    expect(code).toBe(130);
    expect(out).toContain("Resume: iter resume --run-id r1\n");
  });

  it("is cancelled from another process", async () => {
    const cwd = slowFolder();
    const child = await startSlow(cwd);
    const ended = awaitProgram(child);

    const cancelled = await iter(["cancel", "--run-id", "r1", "--reason", "enough", "--json"], {
      cwd,
    });
    const said = await ended;

    expect(documentOf(cancelled)).toEqual({ run_id: "r1", status: "cancelled" });
    expect(said.code).toBe(130);
    expect(said.err).toContain("run cancelled: enough");
  });

  it("goes on if nobody reads what it says", async () => {
    const cwd = slowFolder();
    const child = await startSlow(cwd);

    child.stdout?.destroy();
    child.stderr?.destroy();
    rmSync(join(cwd, "wait"));
    const [code] = (await once(child, "exit")) as [number];

    expect(code).toBe(0);
    expect(readFileSync(join(cwd, "done.txt"), "utf8")).toBe("first\nslow\n");
  });
});

it("ends quietly if the reader of a list goes away", () => {
  const program = `${process.execPath} ${join(root, "src/cli/index.ts")} explain | head -n 1`;

  const { stdout, stderr } = spawnSync("bash", ["-c", program], { encoding: "utf8" });

  expect([stdout.split("\n").length, stderr]).toEqual([2, ""]);
});

it.runIf(existsSync("/dev/full"))("fails if its result can't be written", () => {
  const program = join(root, "src/cli/index.ts");
  const command = `"${process.execPath}" "${program}" explain > /dev/full`;

  const { status, stderr } = spawnSync("/bin/sh", ["-c", command], { encoding: "utf8" });

  expect(status).toBe(1);
  expect(stderr).toMatch(/^error: the result can't be written to standard output: ENOSPC.*\n$/u);
});

describe("a store on a small disk", () => {
  it.skipIf(process.platform !== "linux" || process.getuid?.() !== 0)(
    "fails when it is full, and the run goes on once there is space",
    async () => {
      // Needs root, to mount it.
      const cwd = createFolder();
      const disk = join(cwd, "disk");
      mkdirSync(disk);
      const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=256k", "tmpfs", disk]);
      onTestFinished(() => void spawnSync("umount", ["-l", disk]));
      writeFileSync(join(disk, "filler"), "x".repeat(240_000));
      writeFileSync(
        join(cwd, "w.iter"),
        'tool small:\n  command: "echo small >> done.txt"\n\ntool large:\n  command: "printf %08000d 0"\n\nworkflow w:\n  entry: small\n  small -> large\n  large -> done\n',
      );

      const words = ["run", "w.iter", "--store-dir", "disk", "--run-id", "r1", "--json"];
      const failed = await iterProgram(words, { cwd });
      rmSync(join(disk, "filler"));
      const resumed = await iterProgram(["resume", "--run-id", "r1", "--store-dir", "disk"], {
        cwd,
      });

      expect(mounted.status).toBe(0);
      expect(failed.code).toBe(1);
      expect(documentOf(failed)).toMatchObject({
        code: "STORE_FAILED",
        run_id: "r1",
        exit_code: 1,
      });
      expect(failed.err).toContain("no space is left on the device");
      expect(resumed.code).toBe(0);
      expect(readFileSync(join(cwd, "done.txt"), "utf8")).toBe("small\n");
    },
  );
});

const noScript = spawnSync("script", ["--version"]).error !== undefined;

// script(1) gives the program a terminal; where it is missing there is none to be had without a native module.
describe.skipIf(noScript)("at a terminal", () => {
  const gate = `schema decision:
  approved: bool
  size: int

human gate:
  output: decision

workflow w:
  entry: gate
  gate -> done when approved
  gate -> fail when not approved
`;

  type Typed = readonly (readonly [prompt: string, text: string])[];
  interface Shown {
    readonly code: number;
    readonly screen: string;
    readonly cwd: string;
  }

  /** Runs the workflow at a terminal and types a text whenever one of the prompts stands there. */
  async function atTerminal(typed: Typed, ...words: readonly string[]): Promise<Shown> {
    const cwd = createFolder();
    writeFileSync(join(cwd, "w.iter"), gate);
    return typeAt(cwd, typed, ["run", "w.iter", "--simulate", "--run-id", "r1", ...words]);
  }

  async function typeAt(cwd: string, typed: Typed, words: readonly string[]): Promise<Shown> {
    const command = [process.execPath, join(root, "src/cli/index.ts"), ...words].join(" ");
    const child = spawn("script", ["-qefc", command, "/dev/null"], {
      cwd,
      env: { PATH: process.env["PATH"], TERM: "xterm", TZ: "UTC" },
    });
    const left = [...typed];
    let screen = "";
    // A prompt may come in several pieces: what stood there when a text was typed doesn't count again.
    let answered = 0;
    child.stdout.on("data", (chunk: Buffer) => {
      screen += chunk.toString();
      const shown = toPrintable(screen.slice(answered)).trimEnd();
      if (left[0] === undefined || !shown.endsWith(left[0][0])) return;
      const [, text] = left.shift() ?? ["", ""];
      answered = screen.length;
      child.stdin.write(text);
    });
    const [code] = (await once(child, "close")) as [number];
    return { code, screen, cwd };
  }

  it("asks right there and goes on", async () => {
    const { code, screen } = await atTerminal([
      ["answer later):", "true\r"],
      ["(a whole number):", "many\r"],
      ["(a whole number):", "3\r"],
    ]);

    expect(code).toBe(0);
    expect(screen).toContain("gate asks (gate g1)");
    expect(screen).toMatch(/must be a whole number/);
    expect(screen).toContain("Status: ");
    expect(screen).toContain("FINISHED");
  });

  it("leaves the gate open for an empty answer", async () => {
    const { code, screen } = await atTerminal([["answer later):", "\r"]]);

    expect(code).toBe(3);
    expect(screen).toContain("iter resume --run-id r1 --answer g1.approved=true");
  });

  it("cancels the run for Ctrl-C at a question", async () => {
    const { code, cwd, screen } = await atTerminal([["answer later):", "\u0003"]]);

    const said = await iter(["inspect", "--run-id", "r1", "--json"], { cwd });
    expect(code).toBe(130);
    expect(documentOf(said)).toMatchObject({ run: { status: "cancelled" } });
    expect(screen).toContain("Resume: iter resume --run-id r1");
    expect(screen).not.toContain("Waiting:");
  });

  it("asks nobody with --no-interactive", async () => {
    const { code, screen } = await atTerminal([], "--no-interactive");

    expect(code).toBe(3);
    expect(screen).not.toContain("answer later");
  });

  it("asks on a resume as on a run, and leaves a run that nobody answers as it is", async () => {
    const { cwd } = await atTerminal([], "--no-interactive");

    const left = await typeAt(cwd, [["answer later):", "\r"]], ["resume", "r1"]);
    const quiet = await typeAt(cwd, [], ["resume", "r1", "--no-interactive"]);
    const done = await typeAt(
      cwd,
      [
        ["answer later):", "true\r"],
        ["(a whole number):", "3\r"],
      ],
      ["resume", "r1"],
    );

    expect([left.code, quiet.code, done.code]).toEqual([3, 3, 0]);
    expect(quiet.screen).not.toContain("answer later");
    expect(done.screen).toContain("FINISHED");
  });

  it("draws nodes and takes them off again, without colours if asked", async () => {
    const { screen } = await atTerminal([], "--no-interactive", "--no-color");

    expect(screen).toContain("\u001B[0J");
    expect(screen).not.toMatch(/\u001B\[\d+m/);
    expect(screen).toMatch(/Report: \S+\s*$/);
  });
});

it.runIf(process.platform === "linux")("ends where the system takes no folders", () => {
  const cwd = createFolder("minimal_linear.iter");
  const words = ["run", "minimal_linear.iter", "--simulate", "--var", "code=x"];

  const { status, stderr } = spawnSync(
    process.execPath,
    [join(root, "src/cli/index.ts"), ...words, "--store-dir", "/proc/nowhere"],
    { cwd, encoding: "utf8", timeout: 30_000, killSignal: "SIGKILL" },
  );

  expect(status).toBe(1);
  expect(stderr).toContain("error STORE_FAILED: The store can't be written:");
});
