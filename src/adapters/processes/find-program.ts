/** Finds programs by their names, as a shell would. */
import { spawnSync } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { selectEnvironment } from "./environment.ts";
import type { Environment } from "./environment.ts";

/** The path of a program that the environment's `PATH` leads to, or undefined. */
export function findProgram(env: Environment, name: string): string | undefined {
  const folders = (env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

/**
 * The version that a program says it has: the first of its form in what `--version` prints.
 *
 * Undefined if it says none, or takes longer than `timeoutMs`.
 */
export function readVersion(
  env: Environment,
  file: string,
  timeoutMs = 20_000,
): string | undefined {
  const { stdout } = spawnSync(file, ["--version"], {
    env: selectEnvironment(env, [], {}),
    encoding: "utf8",
    timeout: timeoutMs,
    killSignal: "SIGKILL",
    stdio: ["ignore", "pipe", "ignore"],
  });
  return /\d+\.\d+\.\d+/.exec(typeof stdout === "string" ? stdout : "")?.[0];
}

/** True if a version is as high as another, or higher. */
export function isAtLeast(version: string, minimum: string): boolean {
  const [parts, least] = [version, minimum].map((text) => text.split(".").map(Number));
  for (const [index, wanted] of (least ?? []).entries()) {
    const part = parts?.[index] ?? 0;
    if (part !== wanted) return part > wanted;
  }
  return true;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
