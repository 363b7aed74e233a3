/** What a program printed, as an output. Spec: runtime §15.3. */
import type { Schema } from "#core/graph/graph.ts";
import { checkOutput } from "#core/graph/schema.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { parseFields } from "#core/graph/value.ts";
import type { NodeContext } from "#core/kinds/kind.ts";
import type { ShellResult } from "#core/ports/shell.ts";
import { RunFailure } from "#core/run/failure.ts";

/** Bools of a schema that an exit code answers. */
const flags = ["passed", "success", "ok"];

/** How much of a failed program's streams is quoted; what is wrong is often said first. */
const quotedFirst = 3;
const quotedLast = 40;

/** The JSON object that was printed, else the text, with exit code and streams where there is room. */
export function toOutput(schema: Schema | undefined, result: Fields): Fields {
  const { exit_code: exitCode = null, stdout = "", stderr = "" } = result;
  const printed = printedObject(stdout);
  const output: Record<string, Value> = printed ? { ...printed } : { result: text(stdout).trim() };
  for (const [name, value] of Object.entries({ exit_code: exitCode, stdout, stderr })) {
    if (!Object.hasOwn(output, name)) output[name] = value;
  }
  for (const name of flagsOf(schema)) {
    if (!Object.hasOwn(output, name)) output[name] = exitCode === 0;
  }
  return output;
}

/** True if a program's end is no failure: it says 0, or the schema has a place for its saying no. */
export function isAccepted(schema: Schema | undefined, result: Fields): boolean {
  if (result["exit_code"] === 0) return true;
  if (!schema) return false;
  if (flagsOf(schema).length > 0) return true;
  const printed = printedObject(result["stdout"]);
  return printed !== undefined && checkOutput(schema, printed).length === 0;
}

/** The failure of a program, with the first and the last lines of what it said. */
export function failedCommand(
  { node, withoutSecrets }: Pick<NodeContext, "node" | "withoutSecrets">,
  { exitCode, signal, stdout, stderr }: ShellResult,
): RunFailure {
  const how = signal === null ? `exited with ${exitCode}` : `was ended by ${signal}`;
  const streams = { "standard error": stderr, "standard output": stdout };
  const said = Object.entries(streams)
    .map(([name, stream]) => quoteLines(name, withoutSecrets(stream)))
    .filter((part) => part !== "");
  return new RunFailure({
    code: "TOOL_FAILED",
    message: `the command of \`${node.id}\` ${how}`,
    hint: said.length === 0 ? "it printed nothing" : said.join("\n"),
    retryable: false,
  });
}

function flagsOf(schema: Schema | undefined): string[] {
  return (schema?.fields ?? [])
    .filter(({ name, type }) => type === "bool" && flags.includes(name))
    .map(({ name }) => name);
}

function printedObject(stdout: Value | undefined): Fields | undefined {
  return parseFields(text(stdout));
}

function quoteLines(name: string, stream: string): string {
  const lines = stream.trimEnd().split("\n");
  const left = lines.length - quotedFirst - quotedLast;
  const said =
    left <= 0
      ? lines
      : [...lines.slice(0, quotedFirst), `… ${left} more …`, ...lines.slice(-quotedLast)];
  const quoted = said.join("\n");
  return quoted === "" ? "" : `${name}:\n${quoted}`;
}

function text(value: Value | undefined): string {
  return typeof value === "string" ? value : "";
}
