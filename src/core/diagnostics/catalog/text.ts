/** Codes of the text: characters, tokens, indentation and strings. */
import { didYouMean } from "#core/text/suggest.ts";
import { capitalise, listNames } from "./entry.ts";
import type { CatalogEntries } from "./entry.ts";

/** What the sentences of these codes need to be told. */
export interface TextHoles {
  E001: UnexpectedText;
  E002: MissingText;
  E003:
    | { readonly fault: "tab" }
    /** The depth of the line, those of the blocks that are open around it, and the one it needs. */
    | {
        readonly fault: "depth";
        readonly depth: number;
        readonly around: readonly number[];
        readonly wanted: number;
      };
  E004: { readonly quote: '"' | "`" };
}

/** Text that nothing allows at its place. */
export type UnexpectedText =
  | { readonly fault: "encoding" }
  | { readonly fault: "carriage-return" }
  | { readonly fault: "size" }
  | { readonly fault: "depth" }
  | { readonly fault: "character"; readonly found: string }
  /** A first word at the margin that begins no declaration. */
  | { readonly fault: "declaration"; readonly word: string; readonly known: readonly string[] }
  /** A first token that begins no line of its block; `expected` are phrases, quoted if need be. */
  | { readonly fault: "line"; readonly found: string; readonly expected: readonly string[] }
  /** A token behind a complete line; `line` is the line so far. */
  | {
      readonly fault: "end";
      readonly line: string;
      readonly found: string;
      readonly expected: readonly string[];
    };

/** Something that is needed and isn't there. */
export type MissingText =
  /** Another token than those that fit; `expected` are phrases, quoted if need be. */
  | { readonly fault: "token"; readonly expected: readonly string[]; readonly found: string }
  | { readonly fault: "end"; readonly expected: readonly string[] }
  | { readonly fault: "bracket"; readonly bracket: string; readonly closing: string }
  /** `line` opens a block or a text, and none follows. */
  | { readonly fault: "block"; readonly line: string; readonly what: "lines" | "text" }
  /** A value of the wrong form: `wants` and `found` are phrases, `example` a whole property. */
  | {
      readonly fault: "form";
      readonly name: string;
      readonly wants: string;
      readonly found: string;
      readonly example: string;
      /** What to do where no one property would do. */
      readonly advice?: string;
    };

/** The entries of these codes. */
export const textEntries: CatalogEntries<TextHoles> = {
  E001: {
    severity: "error",
    message: describeUnexpected,
    help: helpWithUnexpected,
  },
  E002: {
    severity: "error",
    message: describeMissing,
    help: helpWithMissing,
  },
  E003: {
    severity: "error",
    message: describeIndentation,
    help: helpWithIndentation,
  },
  E004: {
    severity: "error",
    message: ({ quote }) =>
      quote === '"'
        ? "The string that begins here isn't closed on this line."
        : "The raw string that begins here is never closed.",
    help: ({ quote }) =>
      quote === '"'
        ? 'add the closing `"`, or use a backtick string for several lines'
        : "add the closing backtick",
  },
};

function describeUnexpected(holes: UnexpectedText): string {
  switch (holes.fault) {
    case "encoding":
      return "These bytes aren't UTF-8.";
    case "carriage-return":
      return "A carriage return stands here without a line feed.";
    case "size":
      return "This file is larger than 10 MiB.";
    case "depth":
      return "This value is nested more than 100 levels deep.";
    case "character":
      return `\`${holes.found}\` can't stand here.`;
    case "declaration":
      return `\`${holes.word}\` begins no declaration.`;
    case "line":
      return `No line can begin with \`${holes.found}\` here.`;
    case "end":
      return holes.expected.length === 0
        ? `Nothing can follow \`${holes.line}\` here.`
        : `Nothing can follow \`${holes.line}\` here but ${orList(holes.expected)}.`;
  }
}

function helpWithUnexpected(holes: UnexpectedText): string {
  switch (holes.fault) {
    case "encoding":
      return "save the file as UTF-8";
    case "carriage-return":
      return "end lines with LF or CRLF";
    case "size":
      return "split it, or read large texts from files in a tool";
    case "depth":
      return "nest it less deeply";
    case "character":
      return holes.found === "'" ? 'write texts in double quotes: `"…"`' : "remove it, or quote it";
    case "declaration":
      return didYouMean(holes.word, holes.known, `use one of ${listNames(holes.known)}`);
    case "line":
      return `begin it with ${orList(holes.expected)}`;
    case "end":
      return `put \`${holes.found}\` on a line of its own, or remove it`;
  }
}

function describeMissing(holes: MissingText): string {
  switch (holes.fault) {
    case "token":
      return `${capitalise(orList(holes.expected))} is needed here, not \`${holes.found}\`.`;
    case "end":
      return `The line ends where ${orList(holes.expected)} is needed.`;
    case "bracket":
      return `The bracket \`${holes.bracket}\` is never closed.`;
    case "block":
      return `No ${holes.what === "text" ? "text is" : "lines are"} indented below \`${holes.line}\`.`;
    case "form":
      return `\`${holes.name}\` takes ${holes.wants}, not ${holes.found}.`;
  }
}

function helpWithMissing(holes: MissingText): string {
  switch (holes.fault) {
    case "token":
    case "end":
      return `write ${orList(holes.expected)} here`;
    case "bracket":
      return `add the closing \`${holes.closing}\``;
    case "block":
      return "add a line below it, indented by two blanks more";
    case "form":
      return holes.advice ?? `write \`${holes.example}\``;
  }
}

function describeIndentation(holes: TextHoles["E003"]): string {
  switch (holes.fault) {
    case "tab":
      return "A tab stands in the indentation of this line.";
    case "depth":
      return `This line is indented by ${holes.depth}, but the blocks around it by ${holes.around.join(" and ")}.`;
  }
}

function helpWithIndentation(holes: TextHoles["E003"]): string {
  switch (holes.fault) {
    case "tab":
      return "indent with blanks";
    case "depth":
      return `indent it by ${holes.wanted}`;
  }
}

/** At most five phrases; more would say nothing. */
function orList(phrases: readonly string[]): string {
  const shown = phrases.slice(0, 5);
  const last = shown.pop() ?? "nothing";
  return shown.length === 0 ? last : `${shown.join(", ")} or ${last}`;
}
