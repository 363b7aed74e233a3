/** Codes of the text: characters, tokens, indentation and strings. */
import { didYouMean } from "#core/text/suggest.ts";
import { capitalise, listNames, prose, snippet } from "./entry.ts";
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
    };

/** The entries of these codes. */
export const textEntries: CatalogEntries<TextHoles> = {
  E001: {
    severity: "error",
    title: "Text that nothing allows at this place",
    message: describeUnexpected,
    help: helpWithUnexpected,
    explanation: prose`
      Every line of a file is read by itself, and here stands something that can't be part of one:
      a character that begins no word, a first word that begins no declaration, or a further word
      behind a line that is complete already. The line is left out, with everything indented below
      it, and reading goes on with the next one.

      Bytes that are not UTF-8, a carriage return without a line feed, a file above 10 MiB and JSON
      nested more than 100 levels deep are reported by this code as well.`,
    bad: snippet`
      agent draft:
        model: "openai/gpt-5"

      agent polish:
        model: "openai/gpt-5"

      workflow writing:
        entry: draft
        draft -> polish -> done
        polish -> done
    `,
    good: snippet`
      agent draft:
        model: "openai/gpt-5"

      agent polish:
        model: "openai/gpt-5"

      workflow writing:
        entry: draft
        draft -> polish
        polish -> done
    `,
  },
  E002: {
    severity: "error",
    title: "Something needed isn't there, or a value has the wrong form",
    message: describeMissing,
    help: helpWithMissing,
    explanation: prose`
      A line stops before it is complete, another word stands where a certain one must, a bracket
      stays open, a block has no lines, or a property is given a value of another form than it
      takes: a name where a text belongs, a number where a list does.

      Names of nodes, schemas and prompts are bare words. Models, commands and durations are texts
      in quotes.`,
    bad: snippet`
      agent writer:
        model: "openai/gpt-5"

      workflow short:
        entry: "writer"
        writer -> done
    `,
    good: snippet`
      agent writer:
        model: "openai/gpt-5"

      workflow short:
        entry: writer
        writer -> done
    `,
  },
  E003: {
    severity: "error",
    title: "The indentation fits no block",
    message: describeIndentation,
    help: helpWithIndentation,
    explanation: prose`
      Blocks are made by indentation with blanks. The first line of a block sets its width; the
      other lines stand at the same depth. A line that is deeper than the one above without a colon
      before it, a line whose depth belongs to no open block, and a tab among the blanks can't be
      placed. Everything from there down to the next line that fits is left out.`,
    bad: snippet`
      agent porter:
          model: "openai/gpt-5"
        readonly: true

      workflow w:
        entry: porter
        porter -> done
    `,
    good: snippet`
      agent porter:
          model: "openai/gpt-5"
          readonly: true

      workflow w:
        entry: porter
        porter -> done
    `,
  },
  E004: {
    severity: "error",
    title: "A string is never closed",
    message: ({ quote }) =>
      quote === '"'
        ? "The string that begins here isn't closed on this line."
        : "The raw string that begins here is never closed.",
    help: ({ quote }) =>
      quote === '"'
        ? 'add the closing `"`, or use a backtick string for several lines'
        : "add the closing backtick",
    explanation: prose`
      A string in double quotes ends on its own line; a quote inside it is written \`\\"\`. Text over
      several lines goes between backticks, or below \`key: |\` as an indented block.`,
    bad: snippet`
      tool tests:
        command: "npm test

      workflow ci:
        entry: tests
        tests -> done
    `,
    good: snippet`
      tool tests:
        command: "npm test"

      workflow ci:
        entry: tests
        tests -> done
    `,
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
      return `write \`${holes.example}\``;
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
