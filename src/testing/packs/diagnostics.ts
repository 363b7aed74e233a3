/**
 * The format of diagnostics cases: a workflow whose first line says which codes come out on which line.
 *
 * `## expect: C019@7, E012@3` or `## expect: none`; a second line may give the environment.
 */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { Environment } from "#core/languages/language.ts";
import type { Mismatch, PackCase } from "./case.ts";
import { diagnoseCase } from "./subject.ts";

const expectLine = /^\uFEFF?## expect: *(.*)$/;
const envLine = /^## env: *(.*)$/;

/** The case of a file, or null if its first line expects nothing. */
export function diagnosticsCase(path: string): PackCase | null {
  const bytes = readFileSync(path);
  const [first = "", second = ""] = bytes.toString().split(/\r\n|\n/, 2);
  const expected = expectLine.exec(first)?.[1];
  if (expected === undefined) return null;
  const wanted = expected.trim() === "none" ? [] : expected.split(",").map((code) => code.trim());
  return {
    format: "diagnostics",
    name: `diagnostics/${basename(path)}`,
    path,
    play: () => Promise.resolve(compare(wanted, path, bytes, readEnvironment(second))),
  };
}

function compare(
  wanted: readonly string[],
  path: string,
  bytes: Uint8Array,
  environment: Environment,
): readonly Mismatch[] {
  const found = diagnoseCase(path, bytes, environment).diagnostics;
  const expected = show(wanted);
  const actual = show(found.map(({ code, line }) => `${code}@${line}`));
  return expected === actual ? [] : [{ what: "diagnostics", expected, actual }];
}

/** Sorted by line, then code. */
function show(found: readonly string[]): string {
  if (found.length === 0) return "none";
  return found.toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1)).join(", ");
}

function sortKey(found: string): string {
  const [code = "", line = ""] = found.split("@");
  return `${line.padStart(9, "0")} ${code}`;
}

function readEnvironment(line: string): Environment {
  const pairs = (envLine.exec(line)?.[1] ?? "").split(" ").filter((pair) => pair.includes("="));
  return Object.fromEntries(
    pairs.map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]),
  );
}
