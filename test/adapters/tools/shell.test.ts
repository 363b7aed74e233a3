import { spawnSync } from "node:child_process";
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ShellResult, ShellTask } from "#core/ports/shell.ts";
import { captureLimit } from "#adapters/processes/capture.ts";
import { createShell } from "#adapters/tools/shell.ts";

let folder = "";

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "iter-shell-test-")));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const calm = new AbortController().signal;
const path = process.env["PATH"] ?? "";

function task(some: Partial<ShellTask>): ShellTask {
  return {
    env: {},
    passEnv: [],
    site: {
      runId: "run_x",
      nodeId: "build",
      branchId: "",
      activationId: "build#0",
      step: "command",
      key: "run_x/build#0/command",
      attempt: 1,
    },
    ...some,
  };
}

function run(
  some: Partial<ShellTask>,
  env: Readonly<Record<string, string>> = {},
  signal: AbortSignal = calm,
): Promise<ShellResult> {
  return createShell({ env: { PATH: path, ...env }, cwd: folder }).run(task(some), { signal });
}

/** True while a process with this text in its command line is alive; dead ones have no command line. */
function isAlive(text: string): boolean {
  const { stdout } = spawnSync("/bin/sh", ["-c", "ps -A -o args="], { encoding: "utf8" });
  return stdout.includes(text);
}

it("runs a shell line in the workspace and keeps the streams apart", async () => {
  const result = await run({ command: "pwd; echo oops >&2; exit 3" });

  expect(result).toMatchObject({
    exitCode: 3,
    signal: null,
    stdout: `${folder}\n`,
    stderr: "oops\n",
  });
});

it("gives a command nothing to read", async () => {
  expect(await run({ command: "cat; echo end" })).toMatchObject({ stdout: "end\n", exitCode: 0 });
});

it("hands values on as they are", async () => {
  const value = 'it\'s; echo $HOME `id` "x" && true \\ *\nnext';

  const { stdout } = await run({ command: 'printf %s "$ITER_REF_1"', env: { ITER_REF_1: value } });

  expect(stdout).toBe(value);
});

it("replaces bytes that are no UTF-8", async () => {
  const { stdout } = await run({ command: String.raw`printf 'a\377b\303\244'` });

  expect(stdout).toBe("a\uFFFDbä");
});

describe("the environment", () => {
  const outside = {
    HOME: "/home/ada",
    LC_ALL: "C",
    HTTPS_PROXY: "http://proxy",
    OPENAI_API_KEY: "secret-key",
    ANTHROPIC_API_KEY: "secret-key",
    GITHUB_TOKEN: "secret-token",
    WANTED: "by the node",
    ALSO_WANTED: "by the user",
    AND_THIS: "too",
  };

  async function names(some: Partial<ShellTask>, env: Readonly<Record<string, string>> = outside) {
    const { stdout } = await run({ command: "env", ...some }, env);
    const own = ["PWD", "OLDPWD", "SHLVL", "_", "PATH"];
    return stdout
      .split("\n")
      .map((line) => line.slice(0, line.indexOf("=")))
      .filter((name) => name !== "" && !own.includes(name))
      .toSorted();
  }

  it("holds what is allowed and the task's own, no keys", async () => {
    expect(await names({ env: { ITER_STEP_ID: "run_x/build#0/command" } })).toEqual([
      "HOME",
      "HTTPS_PROXY",
      "ITER_STEP_ID",
      "LC_ALL",
    ]);
  });

  it("holds what the node and ITER_PASS_ENV name", async () => {
    const env = { ...outside, ITER_PASS_ENV: "ALSO_WANTED, AND_THIS" };

    expect(await names({ passEnv: ["WANTED", "UNSET"] }, env)).toEqual([
      "ALSO_WANTED",
      "AND_THIS",
      "HOME",
      "HTTPS_PROXY",
      "LC_ALL",
      "WANTED",
    ]);
  });
});

describe("scripts", () => {
  it.each([
    ["sh", "echo $0 | grep -c script.sh"],
    ["bash", "a=(1 2); echo ${#a[@]} | tr 2 1"],
    ["js", "const { sep } = require('node:path'); console.log(sep.length)"],
    ["node", "import { sep } from 'node:path'; console.log(sep.length)"],
    ["py", "import sys; print(len(sys.argv))"],
    ["python", "print(1)"],
    ["python3", "print(1)"],
  ] as const)("run in %s", async (language, text) => {
    expect(await run({ script: { language, text } })).toMatchObject({
      exitCode: 0,
      stdout: "1\n",
      stderr: "",
    });
  });

  it("may be longer than a command line", async () => {
    const text = `${"# a comment that goes on and on\n".repeat(20_000)}echo done`;

    expect((await run({ script: { language: "sh", text } })).stdout).toBe("done\n");
  });

  it("leave no file behind", async () => {
    const command = "dirname $0";

    const { stdout } = await run({ script: { language: "sh", text: command } }, { TMPDIR: folder });

    expect(stdout).toContain("iter-script-");
    expect(() => readdirSync(stdout.trim())).toThrow("ENOENT");
  });

  it("fail clearly if their interpreter is missing", async () => {
    const shell = createShell({ env: { PATH: folder }, cwd: folder });
    const missing = task({ script: { language: "python", text: "print(1)" } });

    await expect(shell.run(missing, { signal: calm })).rejects.toMatchObject({
      failure: { code: "TOOL_FAILED", message: "`python3` is not installed", retryable: false },
    });
  });
});

it("gives the shell's own answer if a command does not exist", async () => {
  const result = await run({ command: "no-such-command-at-all" });

  expect(result.exitCode).toBe(127);
  expect(result.stderr).toContain("no-such-command-at-all");
});

it("fails clearly if the workspace is gone", async () => {
  const shell = createShell({ env: { PATH: path }, cwd: join(folder, "gone") });

  await expect(shell.run(task({ command: "true" }), { signal: calm })).rejects.toMatchObject({
    failure: { code: "TOOL_FAILED", message: expect.stringContaining("does not exist") as string },
  });
});

it("fails clearly if values are too long for the system", async () => {
  const env = { ITER_REF_1: "x".repeat(3_000_000) };

  await expect(run({ command: "true", env })).rejects.toMatchObject({
    failure: { code: "TOOL_FAILED", message: expect.stringContaining("longer than") as string },
  });
});

it("keeps the first 10 MiB of 100 MB and says so", async () => {
  const before = process.memoryUsage().rss;

  const result = await run({
    command: "yes 'a long line of output' | head -c 100000000; echo x >&2",
  });

  expect(result).toMatchObject({ exitCode: 0, stderr: "x\n", stdoutCut: true });
  expect(result.stdout.length).toBeLessThan(captureLimit + 200);
  expect(result.stdout.slice(-80)).toContain(
    `[cut: 100000000 bytes, the first ${captureLimit} are kept]`,
  );
  expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
});

it("cuts no secret in two", async () => {
  const secret = "tok-4f9c2a7b51e8d03f6a";
  const before = captureLimit - 10;
  const shell = createShell({
    env: { PATH: path },
    cwd: folder,
    redact: (text) => text.replaceAll(secret, "***"),
  });
  const command = `head -c ${before} /dev/zero | tr '\\0' x; echo ${secret}; head -c 99999 /dev/zero`;

  const { stdout } = await shell.run(task({ command }), { signal: calm });

  expect(stdout.slice(-80)).toMatch(/x\n\[cut: 10585772 bytes, the first 10485760 are kept\]\n$/);
  expect(stdout).not.toContain("tok-");
});

it("says which signal ended a command", async () => {
  expect(await run({ command: "kill -KILL $$" })).toMatchObject({ signal: "SIGKILL" });
});

describe("what a command leaves behind", () => {
  it("is ended, and does not hold up the result", async () => {
    const mark = `3600.0${process.pid}1`;

    const result = await run({ command: `sleep ${mark} & echo started` });

    expect(result).toMatchObject({ exitCode: 0, stdout: "started\n" });
    expect(isAlive(mark)).toBe(false);
  });

  it("is ended though it closed its output", async () => {
    const mark = `3600.0${process.pid}2`;

    await run({ command: `sleep ${mark} >/dev/null 2>&1 & echo started` });

    expect(isAlive(mark)).toBe(false);
  });

  it("may say something after the command itself has ended", async () => {
    const { stdout } = await run({ command: "(sleep 0.1; echo late) & echo early" });

    expect(stdout).toBe("early\nlate\n");
  });
});

describe("an abort", () => {
  /** Aborts as soon as a file that the command writes is there. */
  async function abortOnce(ready: string, command: string): Promise<unknown> {
    const abort = new AbortController();
    const reason = new Error("stopped by hand");
    const call = run({ command }, {}, abort.signal);
    for (;;) {
      if (readdirSync(folder).includes(ready)) break;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    abort.abort(reason);
    return call.then(
      () => "finished",
      (error: unknown) => (error === reason ? "aborted" : error),
    );
  }

  it("ends the command with everything that it started", async () => {
    const mark = `3600.0${process.pid}3`;

    const ended = await abortOnce("ready", `sleep ${mark} & touch ready; sleep ${mark}`);

    expect(ended).toBe("aborted");
    expect(isAlive(mark)).toBe(false);
  });

  it("lets a command tidy up", async () => {
    const command =
      "trap 'echo tidied > log; exit' TERM; touch ready; while :; do sleep 0.05; done";

    expect(await abortOnce("ready", command)).toBe("aborted");
    expect(readFileSync(join(folder, "log"), "utf8")).toBe("tidied\n");
  });

  it("kills what does not listen, 5 s later", async () => {
    const mark = `deaf-${process.pid}`;
    writeFileSync(join(folder, mark), "trap '' TERM\ntouch ready\nwhile :; do sleep 0.05; done\n");
    const began = Date.now();

    expect(await abortOnce("ready", `sh ./${mark}`)).toBe("aborted");

    expect(Date.now() - began).toBeGreaterThan(4_900);
    expect(isAlive(mark)).toBe(false);
  });

  it("that came before starts nothing", async () => {
    const reason = new Error("stopped by hand");
    const call = run({ command: "touch started" }, {}, AbortSignal.abort(reason));

    await expect(call).rejects.toBe(reason);
    expect(readdirSync(folder)).toEqual([]);
  });
});
