import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import {
  RunFailure
} from "./chunk-2ZHFY3E5.mjs";
import "./chunk-XBBJT5C7.mjs";

// src/adapters/tools/shell.ts
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

// src/adapters/tools/capture.ts
var captureLimit = 10 * 1024 * 1024;
function capture(stream) {
  const chunks = [];
  let kept = 0;
  let total = 0;
  stream?.on("data", (chunk) => {
    total += chunk.length;
    if (kept >= captureLimit) return;
    const part = chunk.subarray(0, captureLimit - kept);
    kept += part.length;
    chunks.push(part);
  });
  stream?.on("error", () => void 0);
  return {
    text() {
      const cut = total > kept;
      const text = new TextDecoder().decode(Buffer.concat(chunks), { stream: cut });
      return cut ? `${text}
[cut: ${total} bytes, the first ${kept} are kept]
` : text;
    }
  };
}

// src/adapters/tools/environment.ts
var allowed = /* @__PURE__ */ new Set([
  ...["PATH", "HOME", "USER", "LANG", "TERM", "TMPDIR", "TZ", "SHELL"],
  ...["http_proxy", "https_proxy", "no_proxy", "all_proxy"],
  ...["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY"]
]);
function selectEnvironment(env, names, own) {
  const named = /* @__PURE__ */ new Set([...names, ...(env["ITER_PASS_ENV"] ?? "").split(/[\s,]+/)]);
  const selected = {};
  for (const [name, value] of Object.entries(env)) {
    const passes = allowed.has(name) || name.startsWith("LC_") || named.has(name);
    if (passes && value !== void 0) selected[name] = value;
  }
  return { ...selected, ...own };
}

// src/adapters/tools/process-group.ts
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
var graceMs = 5e3;
var lingerMs = 500;
var pollMs = 20;
var live = /* @__PURE__ */ new Set();
async function awaitGroup(child, signal) {
  const { pid } = child;
  if (pid === void 0) return;
  watch(pid);
  const closed = new Promise((resolve) => child.once("close", resolve));
  const exited = new Promise((resolve) => child.once("exit", resolve));
  await Promise.race([exited, aborted(signal)]);
  if (!signal.aborted) await Promise.race([closed, linger(), aborted(signal)]);
  await endGroup(pid);
  await Promise.race([closed, linger()]);
  child.stdout?.destroy();
  child.stderr?.destroy();
}
async function endGroup(pid) {
  if (signalGroup(pid, "SIGTERM") && !await isGone(pid)) {
    signalGroup(pid, "SIGKILL");
    await isGone(pid);
  }
  live.delete(pid);
  if (live.size === 0) process.off("exit", killAll);
}
function watch(pid) {
  if (live.size === 0) process.on("exit", killAll);
  live.add(pid);
}
function killAll() {
  for (const pid of live) signalGroup(pid, "SIGKILL");
}
async function isGone(pid) {
  for (let waited = 0; waited < graceMs; waited += pollMs) {
    if (!hasLiving(pid)) return true;
    await sleep(pollMs);
  }
  return !hasLiving(pid);
}
function hasLiving(group) {
  if (!signalGroup(group, 0)) return false;
  if (process.platform !== "linux") return true;
  return readdirSync("/proc").some((name) => /^\d+$/.test(name) && isMember(name, group));
}
function isMember(pid, group) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    const [state, , its] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return Number(its) === group && state !== "Z" && state !== "X";
  } catch {
    return false;
  }
}
function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}
function linger() {
  return sleep(lingerMs, void 0, { ref: false });
}
function aborted(signal) {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

// src/adapters/tools/shell.ts
function createShell(options) {
  return {
    async run(task, { signal }) {
      signal.throwIfAborted();
      if (task.script === void 0) {
        return start(
          { file: "/bin/sh", args: ["-c", task.command ?? ""] },
          { ...options, task, signal }
        );
      }
      const folder = await mkdtemp(join(tmpdir(), "iter-script-"));
      try {
        const { file, extension } = interpreters[task.script.language];
        const path = join(folder, `script${extension}`);
        await writeFile(path, task.script.text, { mode: 384 });
        return await start({ file, args: [path] }, { ...options, task, signal });
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    }
  };
}
var javaScript = { file: process.execPath, extension: ".js" };
var python = { file: "python3", extension: ".py" };
var interpreters = {
  sh: { file: "/bin/sh", extension: ".sh" },
  bash: { file: "bash", extension: ".sh" },
  js: javaScript,
  node: javaScript,
  py: python,
  python,
  python3: python
};
async function start(program, around) {
  const { task, signal, cwd, env } = around;
  const { execa } = await import("./execa-L4KQLYEG.mjs");
  signal.throwIfAborted();
  const began = performance.now();
  const child = execa(program.file, program.args, {
    cwd,
    env: selectEnvironment(env, task.passEnv, task.env),
    extendEnv: false,
    detached: true,
    cleanup: false,
    stdin: "ignore",
    buffer: false,
    reject: false
  });
  const [stdout, stderr] = [capture(child.stdout), capture(child.stderr)];
  await awaitGroup(child.nodeChildProcess, signal);
  const ended = await child;
  signal.throwIfAborted();
  if (child.pid === void 0) throw notStarted(program, around, ended);
  return {
    exitCode: ended.exitCode ?? 1,
    signal: ended.signal ?? null,
    stdout: stdout.text(),
    stderr: stderr.text(),
    durationMs: Math.round(performance.now() - began)
  };
}
function notStarted({ file }, { task, cwd }, error) {
  const { code = "", originalMessage = "" } = error;
  const { language } = task.script ?? {};
  const reasons = {
    ENOENT: existsSync(cwd) ? [
      `\`${file}\` is not installed`,
      `install it, or write the script in another \`language\` than \`${language ?? "sh"}\``
    ] : [`the workspace ${cwd} does not exist`, "start the run in a folder that exists"],
    E2BIG: [
      "the values for the command are longer than the system allows",
      "hand less on, or have an earlier node write it to a file"
    ],
    EACCES: [`\`${file}\` may not be run`, "check its permissions and those of the workspace"]
  };
  const [message, hint] = reasons[code] ?? [
    `the command could not be started: ${originalMessage}`,
    "see the cause"
  ];
  return new RunFailure({
    code: "TOOL_FAILED",
    message,
    hint,
    retryable: false,
    cause: originalMessage
  });
}
export {
  createShell
};
