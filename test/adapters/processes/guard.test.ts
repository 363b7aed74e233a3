import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { root } from "#support/command-line.ts";

const path = join(root, "src/adapters/processes/program.ts");
const mark = `guarded-${process.pid}`;

it.runIf(process.platform === "linux")(
  "ends what a process has started when that process is killed",
  async () => {
    const line = "setsid sleep 311 & sleep 312 & echo on; wait";
    const program = { file: "/bin/sh", args: ["-c", line], cwd: "/", env: { MARK: mark }, mark };
    const script = `
      const { runProgram } = await import(${JSON.stringify(path)});
      await runProgram(${JSON.stringify(program)}, {
        signal: new AbortController().signal,
        onStart: ({ stdout }) => stdout.once("data", () => console.log("on")),
      });`;
    const child = spawn(process.execPath, ["--input-type=module", "--eval", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(child.stdout, "data");
    await expect.poll(carriers, { timeout: 10_000 }).toEqual(["/bin/sh", "sleep", "sleep"]);

    child.kill("SIGKILL");
    await once(child, "exit");

    await expect.poll(carriers, { timeout: 10_000 }).toEqual([]);
  },
);

/** Programs that have the mark in their environment. */
function carriers(): readonly string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const marked = readFileSync(`/proc/${pid}/environ`, "latin1").includes(mark);
        return marked ? (readFileSync(`/proc/${pid}/cmdline`, "latin1").split("\0")[0] ?? []) : [];
      } catch {
        return []; // it has ended meanwhile, or is somebody else's
      }
    })
    .toSorted();
}
