/**
 * Where things are said: results on standard output, everything else on standard error.
 *
 * With `--json` standard output gets exactly one document, whatever happens. Nothing leaves without
 * its secrets taken out.
 */
import { styleText } from "node:util";
import type { Value } from "#core/graph/value.ts";
import type { Redactor } from "#core/run/redact.ts";
import type { StreamName } from "./host.ts";
import type { Sink } from "./sink.ts";

/** How much is said on standard error. */
export const logLevels = ["error", "warn", "info", "debug", "trace"] as const;
export type LogLevel = (typeof logLevels)[number];

/** Styles of pieces of text. */
export type Style = "red" | "green" | "yellow" | "cyan" | "dim" | "bold";

/** What an output is made of. */
export interface OutputOptions {
  readonly open: (name: StreamName) => Sink;
  readonly json: boolean;
  readonly color: boolean;
  readonly level: LogLevel;
  readonly redactor: Redactor;
}

/** The voice of a command. */
export interface Output {
  readonly json: boolean;
  readonly level: LogLevel;
  /** Writes a line of the result; nothing with `--json`. */
  print(text: string): void;
  /** Writes the text of a file back as it is: whoever asks for it puts it in the file's place. */
  printSource(text: string): void;
  /** Writes a value as a line of JSON at once, for a command whose `--json` is a stream of lines. */
  line(value: object): void;
  /** Sets the one document of `--json`; the last one counts. */
  document(value: object): void;
  /** Says something on standard error, if the level lets it through. */
  note(text: string, level?: LogLevel): void;
  paint(style: Style, text: string, stream?: StreamName): string;
  /** Writes the document and waits until everything is out; false if the result didn't get out. */
  close(): Promise<boolean>;
}

/** Creates the voice; each sink is opened when something is said there. */
export function createOutput(options: OutputOptions): Output {
  const { json, level, redactor } = options;
  const opened = new Map<StreamName, Sink>();
  let document: object | undefined;

  function open(name: StreamName): Sink {
    const before = opened.get(name);
    if (before !== undefined) return before;
    const sink = options.open(name);
    opened.set(name, sink);
    return sink;
  }

  function write(name: StreamName, text: string): void {
    open(name).write(`${redactor.text(text)}\n`);
  }

  return {
    json,
    level,
    print: (text) => {
      if (!json) write("stdout", text);
    },
    printSource: (text) => {
      if (!json) open("stdout").write(`${text}\n`);
    },
    line: (value) => {
      open("stdout").write(toJson(value, redactor, 0));
    },
    document: (value) => {
      document = value;
    },
    note: (text, at = "info") => {
      if (logLevels.indexOf(at) <= logLevels.indexOf(level)) write("stderr", text);
    },
    paint: (style, text, stream = "stderr") =>
      options.color && open(stream).isTTY
        ? styleText(style, text, { validateStream: false })
        : text,
    close: async () => {
      if (json && document !== undefined) open("stdout").write(toJson(document, redactor));
      // Of what went wrong on standard error there is nobody left to tell.
      const broken = await opened.get("stdout")?.drained();
      await opened.get("stderr")?.drained();
      if (broken === undefined) return true;
      write("stderr", `error: the result can't be written to standard output: ${broken.message}`);
      await open("stderr").drained();
      return false;
    },
  };
}

/** Says that something looks wrong, though it hinders nothing. */
export function warn(output: Output, text: string): void {
  output.note(`${output.paint("yellow", "warning:")} ${text}`, "warn");
}

/** Says of several things that they look wrong. */
export function warnAll(output: Output, texts: readonly string[]): void {
  for (const text of texts) warn(output, text);
}

/** Colours are wanted unless somebody says otherwise (https://no-color.org). */
export function wantsColor(env: Readonly<Record<string, string | undefined>>): boolean {
  return (env["NO_COLOR"] ?? "") === "" && env["TERM"] !== "dumb";
}

/** Value by value, so that it stays JSON. */
function toJson(document: object, redactor: Redactor, indent = 2): string {
  const value = JSON.parse(JSON.stringify(document)) as Value;
  return `${JSON.stringify(redactor.value(value), null, indent)}\n`;
}
