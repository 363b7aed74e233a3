/** The cases of test/cases/diagnostics: a file, its environment, and what must come out. */
import { readdirSync, readFileSync } from "node:fs";

const folder = new URL("../cases/diagnostics/", import.meta.url);

/** One case. */
export interface DiagnosticCase {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly environment: Readonly<Record<string, string>>;
  /** `CODE@LINE`, sorted by line, then code. */
  readonly expected: readonly string[];
}

/** Reads all cases, in the order of their names. */
export function readDiagnosticCases(): DiagnosticCase[] {
  return readdirSync(folder).sort().map(readCase);
}

function readCase(name: string): DiagnosticCase {
  const bytes = readFileSync(new URL(name, folder));
  const [first = "", second = ""] = bytes
    .toString("utf8")
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/);
  const expected = /^## expect: (.+)$/.exec(first)?.[1];
  if (expected === undefined) throw new Error(`${name} doesn't say what it expects.`);
  return {
    name,
    bytes,
    environment: readEnvironment(second),
    expected: expected === "none" ? [] : expected.split(", "),
  };
}

function readEnvironment(line: string): Record<string, string> {
  const pairs = /^## env: (.+)$/.exec(line)?.[1]?.split(" ") ?? [];
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf("=");
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}
