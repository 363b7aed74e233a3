/** Reads data that a job writes by hand, YAML or JSON. */
import { messageOf } from "#core/text/fault.ts";
import type { Value } from "#core/graph/value.ts";

/** The value of a text, or the first thing that is wrong with it. */
export async function readData(
  text: string,
): Promise<{ readonly value: Value } | { readonly fault: string }> {
  const plain = readPlainTexts(text);
  if (plain !== undefined) return { value: plain };
  const { readYamlValue } = await import("#adapters/files/yaml-value.ts");
  try {
    return { value: readYamlValue(text) };
  } catch (fault) {
    return { fault: messageOf(fault) };
  }
}

/** A line with a name and a text of a few words that YAML takes as it stands. */
const plainLine = /^([A-Za-z_]\w*): +([A-Za-z][\w./=+-]*(?: [\w./=+-]+)*) *$/;

/** Texts that YAML takes for something else. */
const otherWords: ReadonlySet<string> = new Set([
  "null",
  "true",
  "false",
  "yes",
  "no",
  "on",
  "off",
  "y",
  "n",
]);

/** A mapping of names to plain texts, which most jobs give: loading a YAML parser takes longer than all the rest. */
function readPlainTexts(text: string): Value | undefined {
  const fields = new Map<string, string>();
  for (const line of text.split("\n")) {
    if (line === "") continue;
    const [, name = "", value = ""] = plainLine.exec(line) ?? [];
    if (name === "" || fields.has(name) || isOtherWord(name) || isOtherWord(value)) {
      return undefined;
    }
    fields.set(name, value);
  }
  return Object.fromEntries(fields);
}

function isOtherWord(text: string): boolean {
  return otherWords.has(text.toLowerCase());
}
