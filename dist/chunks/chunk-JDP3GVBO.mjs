import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);

// src/version.ts
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
function versionText() {
  const text = readText(join(packageRoot(), "package.json")) ?? "{}";
  const { version } = JSON.parse(text);
  return version ?? "unknown";
}
function commitText() {
  const git = join(packageRoot(), ".git");
  const head = readText(join(git, "HEAD"));
  const ref = /^ref: (.+)$/.exec(head ?? "")?.[1];
  if (ref === void 0) return head ?? null;
  return readText(join(git, ref)) ?? packedRef(readText(join(git, "packed-refs")) ?? "", ref);
}
function packedRef(packed, ref) {
  const line = packed.split("\n").find((one) => one.endsWith(` ${ref}`));
  return line?.split(" ")[0] ?? null;
}
function packageRoot() {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json")) && dirname(folder) !== folder) {
    folder = dirname(folder);
  }
  return folder;
}
function readText(path) {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return void 0;
  }
}

export {
  versionText,
  commitText
};
