/** The format of formatting cases: `<slug>.iter` and its canonical layout, `<slug>.formatted.iter`. */
import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import type { Mismatch, PackCase } from "./case.ts";
import { diagnoseCase, formatCaseText } from "./subject.ts";

const [plainEnd, formattedEnd] = [".iter", ".formatted.iter"];

/** True for the expected half of a case. */
export function isFormatted(path: string): boolean {
  return path.endsWith(formattedEnd);
}

/** The case of either of its files, or null if one of them is missing. */
export function formatCase(path: string): PackCase | null {
  const stem = path.slice(0, -(isFormatted(path) ? formattedEnd : plainEnd).length);
  const [source, formatted] = [`${stem}${plainEnd}`, `${stem}${formattedEnd}`];
  if (!existsSync(source) || !existsSync(formatted)) return null;
  return {
    format: "format",
    name: `format/${basename(source)}`,
    path: source,
    play: () => Promise.resolve(compare(source, formatted)),
  };
}

function compare(source: string, formatted: string): readonly Mismatch[] {
  const [text, expected] = [readFileSync(source, "utf8"), readFileSync(formatted, "utf8")];
  return [
    ...differ("formatted", expected, formatCaseText(source, text)),
    ...differ("formatted again", expected, formatCaseText(formatted, expected)),
    ...compareMeaning(source, text, expected),
  ];
}

/** Both texts give the same codes and, unless one is an error, Graphs with the same hash. */
function compareMeaning(path: string, before: string, after: string): readonly Mismatch[] {
  const [first, second] = [diagnoseCase(path, before, {}), diagnoseCase(path, after, {})];
  const codes = [first, second].map(({ diagnostics }) =>
    diagnostics
      .map(({ code }) => code)
      .toSorted()
      .join(", "),
  );
  const erroneous = first.diagnostics.some(({ severity }) => severity === "error");
  return [
    ...differ("codes of the formatted text", codes[0] ?? "", codes[1] ?? ""),
    ...(erroneous ? [] : differ("hash of the graph", first.hash ?? "none", second.hash ?? "none")),
  ];
}

function differ(what: string, expected: string, actual: string): readonly Mismatch[] {
  if (expected === actual) return [];
  if (!expected.includes("\n")) return [{ what, expected, actual }];
  const [wanted, got] = [expected.split("\n"), actual.split("\n")];
  const at = wanted.findIndex((line, index) => line !== got[index]);
  const line = at === -1 ? wanted.length : at;
  const show = (lines: readonly string[]): string =>
    line < lines.length ? JSON.stringify(lines[line]) : "end of text";
  return [{ what: `${what}, line ${line + 1}`, expected: show(wanted), actual: show(got) }];
}
