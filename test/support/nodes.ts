/** The versions of Node on this machine: that of the tests, and others on the path. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** One program. */
export interface NodeProgram {
  readonly version: string;
  readonly path: string;
}

/** Every Node ≥ 20.19 that is found, one for each version. */
export function listNodes(): readonly NodeProgram[] {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const paths = folders.map((folder) => join(folder, "node")).filter((path) => existsSync(path));
  const found = [process.execPath, ...paths].map((path) => ({ path, version: versionOf(path) }));
  return found.filter(
    ({ version }, index) =>
      isSupported(version) && found.findIndex((one) => one.version === version) === index,
  );
}

function versionOf(path: string): string {
  return spawnSync(path, ["--version"], { encoding: "utf8" }).stdout.trim().replace("v", "");
}

function isSupported(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 20 || (major === 20 && minor >= 19);
}
