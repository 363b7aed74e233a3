/** The real programs of delegates, installed when a test first needs them. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const folder = resolve(import.meta.dirname, "../programs");
const marker = join(folder, "node_modules/.installed");
const lock = join(folder, ".installing");
const longestMs = 5 * 60_000;

/** An MCP server for files: a program for Node, which is told the folder. */
export const filesystemServer: string = join(
  folder,
  "node_modules/@modelcontextprotocol/server-filesystem/dist/index.js",
);

/** A `PATH` that leads to the programs first. */
export const programsPath: string = [
  join(folder, "node_modules/.bin"),
  process.env["PATH"] ?? "",
].join(delimiter);

/** Installs what the lock file names, once for all tests; one of them does it, others wait. */
export async function installPrograms(): Promise<void> {
  const wanted = readFileSync(join(folder, "package-lock.json"), "utf8");
  const isThere = (): boolean => existsSync(marker) && readFileSync(marker, "utf8") === wanted;
  const until = Date.now() + longestMs;
  while (Date.now() < until) {
    if (isThere()) return;
    if (takeLock()) {
      try {
        if (!isThere()) install(wanted);
      } finally {
        rmSync(lock, { recursive: true, force: true });
      }
    } else await sleep(200);
  }
  throw new Error(`somebody else installs test/programs for too long; remove ${lock}`);
}

function install(wanted: string): void {
  const { status, stderr, error } = spawnSync("npm", ["ci", "--no-audit", "--no-fund"], {
    cwd: folder,
    encoding: "utf8",
    timeout: longestMs,
  });
  if (status !== 0) {
    throw new Error(`test/programs could not be installed (npm ci): ${error?.message ?? stderr}`);
  }
  writeFileSync(marker, wanted);
}

/** A lock that was left behind by a test that was killed counts no more after a while. */
function takeLock(): boolean {
  try {
    if (existsSync(lock) && Date.now() - statSync(lock).mtimeMs > longestMs) {
      rmSync(lock, { recursive: true, force: true });
    }
    mkdirSync(lock);
    return true;
  } catch {
    return false;
  }
}
