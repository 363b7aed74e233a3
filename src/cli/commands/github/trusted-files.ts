/** What the trusted branch of a played GitHub has: `.github`, and the files that it names. */
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { Value } from "#core/graph/value.ts";
import { isFields } from "#core/graph/value.ts";
import { textAt } from "#src/github/payload.ts";
import { openYaml } from "#src/github/yaml-file.ts";

/** Texts by path; a configuration that is given stands in the place of the repository's. */
export function trustedFiles(
  root: string,
  config: string | null,
): Readonly<Record<string, string>> {
  const found = textsIn(root, ".github");
  if (config !== null) found.set(".github/iter.yml", config);
  const naming = [...found].filter(([path]) =>
    /^\.github\/(?:iter\.ya?ml|workflows\/[^/]+\.ya?ml)$/.test(path),
  );
  const named = naming.flatMap(([, text]) => namesIn(openYaml(text).value));
  const folder = textAt(openYaml(found.get(".github/iter.yml") ?? "").value, "workflows");
  // A script or a workflow may lie anywhere in the repository.
  for (const name of new Set(named)) {
    const path = relative(root, join(root, name)).replaceAll(sep, "/");
    if (path === "" || path.startsWith("..") || found.has(path)) continue;
    if (name !== folder && !isFile(join(root, path))) continue;
    for (const [each, text] of textsIn(root, path)) found.set(each, text);
  }
  return Object.fromEntries(found);
}

/** Every text of one line in it that may name a file. */
function namesIn(value: Value): readonly string[] {
  if (typeof value === "string") return /^[\w./-]+$/.test(value) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((each: Value) => namesIn(each));
  return isFields(value) ? Object.values(value).flatMap(namesIn) : [];
}

function textsIn(root: string, path: string): Map<string, string> {
  const place = statSync(join(root, path), { throwIfNoEntry: false });
  const isFolder = place?.isDirectory() === true;
  const inFolder = isFolder ? readdirSync(join(root, path), { recursive: true }).map(String) : [];
  const paths = isFolder ? inFolder.map((name) => `${path}/${name.replaceAll("\\", "/")}`) : [path];
  return new Map(
    paths
      .filter((each) => isFile(join(root, each)))
      .map((each) => [each, readFileSync(join(root, each), "utf8")]),
  );
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
