/** Which version this is. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The package's version. */
export function versionText(): string {
  const text = readText(join(packageRoot(), "package.json")) ?? "{}";
  const { version } = JSON.parse(text) as { readonly version?: string };
  return version ?? "unknown";
}

/** The commit of the checkout that this runs from; null where there is none. */
export function commitText(): string | null {
  const git = join(packageRoot(), ".git");
  const head = readText(join(git, "HEAD"));
  const ref = /^ref: (.+)$/.exec(head ?? "")?.[1];
  if (ref === undefined) return head ?? null;
  return readText(join(git, ref)) ?? packedRef(readText(join(git, "packed-refs")) ?? "", ref);
}

function packedRef(packed: string, ref: string): string | null {
  const line = packed.split("\n").find((one) => one.endsWith(` ${ref}`));
  return line?.split(" ")[0] ?? null;
}

/** The nearest folder above with a package.json: sources and bundles lie at different depths. */
function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json")) && dirname(folder) !== folder) {
    folder = dirname(folder);
  }
  return folder;
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return undefined;
  }
}
