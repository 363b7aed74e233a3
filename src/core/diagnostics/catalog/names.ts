/** Codes of names and words: declared twice, unknown, missing. */
import { didYouMean } from "#core/text/suggest.ts";
import { listNames, prose, snippet } from "./entry.ts";
import type { CatalogEntries } from "./entry.ts";

/** What the sentences of these codes need to be told. */
export interface NameHoles {
  E010:
    /** `rename` is the line with another name. */
    | {
        readonly what: "name";
        readonly name: string;
        readonly line: number;
        readonly rename: string;
      }
    | { readonly what: "block"; readonly name: string; readonly line: number };
  E011: { readonly kind: string; readonly name: string };
  /** `owner` begins the sentence: "An agent", "The block `budget`". */
  E012: { readonly owner: string; readonly name: string; readonly known: readonly string[] };
  E013: {
    readonly owner: string;
    /** One of these is needed. */
    readonly missing: readonly string[];
    readonly example: string;
  };
  E020: { readonly property: string; readonly word: string; readonly words: readonly string[] };
  E021: { readonly type: string; readonly types: readonly string[] };
}

/** What other tools call a property. */
const otherNames: Readonly<Record<string, string>> = {
  prompt: "user",
  user_prompt: "user",
  message: "user",
  system_prompt: "system",
  instructions: "system",
  schema: "output",
  output_schema: "output",
  response_format: "output",
  inputs: "input",
  outputs: "output",
  allowed_tools: "tools",
  max_steps: "tool_max_steps",
  max_turns: "tool_max_steps",
  retries: "retry",
  effort: "reasoning_effort",
  run: "command",
  cmd: "command",
  shell: "command",
};

/** The entries of these codes. */
export const nameEntries: CatalogEntries<NameHoles> = {
  E010: {
    severity: "error",
    title: "A name is declared twice",
    message: ({ what, name, line }) =>
      what === "name"
        ? `\`${name}\` is declared twice; the first is on line ${line}.`
        : `A second \`${name}\` block; the first is on line ${line}.`,
    help: (holes) =>
      holes.what === "name"
        ? `rename this one: \`${holes.rename}\``
        : `move its lines into the first \`${holes.name}:\``,
    explanation: prose`
      All nodes share one namespace, whatever their kind; schemas, prompts, presets and variables
      have one each. The first declaration of a name counts. The second is read for faults in its
      text and otherwise left out.`,
    bad: snippet`
      agent check:
        model: "openai/gpt-5"

      tool check:
        command: "make check"

      workflow w:
        entry: check
        check -> done
    `,
    good: snippet`
      agent check:
        model: "openai/gpt-5"

      tool check_build:
        command: "make check"

      workflow w:
        entry: check
        check -> check_build
        check_build -> done
    `,
  },
  E011: {
    severity: "error",
    title: "A node is called like a built-in one",
    message: ({ name }) => `\`${name}\` is built in and can't be declared.`,
    help: ({ kind, name }) => `choose another name: \`${kind} ${name}_1:\``,
    explanation: prose`
      Every workflow has two terminals: \`done\` ends a path well, \`fail\` ends it badly. Edges lead
      to them without a declaration. Schemas, prompts and servers may be called so.`,
    bad: snippet`
      agent done:
        model: "openai/gpt-5"

      agent starter:
        model: "openai/gpt-5"

      workflow w:
        entry: starter
        starter -> done
    `,
    good: snippet`
      agent starter:
        model: "openai/gpt-5"

      workflow w:
        entry: starter
        starter -> done
    `,
  },
  E012: {
    severity: "error",
    title: "A block doesn't have this property",
    message: ({ owner, name }) => `${owner} has no property \`${name}\`.`,
    help: ({ name, known }) => {
      const meant = otherNames[name];
      if (meant !== undefined && known.includes(meant)) return `it is called \`${meant}\` here`;
      return didYouMean(name, known, `use one of ${listNames(known)}`);
    },
    explanation: prose`
      Which properties a declaration takes depends on its kind: a tool has a \`command\`, an agent a
      \`model\`, a human node neither. A property that nobody reads would be ignored silently, so it
      is refused.`,
    bad: snippet`
      agent coder:
        modle: "anthropic/claude-sonnet-5"

      workflow w:
        entry: coder
        coder -> done
    `,
    good: snippet`
      agent coder:
        model: "anthropic/claude-sonnet-5"

      workflow w:
        entry: coder
        coder -> done
    `,
  },
  E013: {
    severity: "error",
    title: "A required property is missing",
    message: ({ owner, missing }) =>
      missing.length === 1
        ? `${owner} has no ${listNames(missing)}.`
        : `${owner} has neither ${listNames(missing, "nor")}.`,
    help: ({ example }) => `add \`${example}\``,
    explanation: prose`
      A tool needs something to run, a \`command\` or a \`script\`. A compute needs its \`expr\` block.`,
    bad: snippet`
      tool verify:
        readonly: true

      workflow w:
        entry: verify
        verify -> done
    `,
    good: snippet`
      tool verify:
        command: "make verify"
        readonly: true

      workflow w:
        entry: verify
        verify -> done
    `,
  },
  E020: {
    severity: "error",
    title: "A word that isn't among the allowed ones",
    message: ({ property, word }) => `\`${property}\` can't be \`${word}\`.`,
    help: ({ word, words }) => didYouMean(word, words, `use one of ${listNames(words)}`),
    explanation: prose`
      Some properties take one word of a fixed list: modes, strategies, sessions, efforts, and
      \`true\` or \`false\`.`,
    bad: snippet`
      agent chat:
        model: "openai/gpt-5"
        session: keep

      workflow w:
        entry: chat
        chat -> done
    `,
    good: snippet`
      agent chat:
        model: "openai/gpt-5"
        session: inherit_if_available

      workflow w:
        entry: chat
        chat -> done
    `,
  },
  E021: {
    severity: "error",
    title: "An unknown type",
    message: ({ type }) => `\`${type}\` is no type.`,
    help: ({ type, types }) => didYouMean(type, types, `use one of ${listNames(types)}`),
    explanation: prose`
      Variables and fields have one of six types: \`string\`, \`bool\`, \`int\`, \`float\`, \`json\` for
      anything, and \`string[]\`. Schemas aren't types; nested data is \`json\`.`,
    bad: snippet`
      vars:
        since: date

      agent historian:
        model: "openai/gpt-5"

      workflow w:
        entry: historian
        historian -> done
    `,
    good: snippet`
      vars:
        since: string

      agent historian:
        model: "openai/gpt-5"

      workflow w:
        entry: historian
        historian -> done
    `,
  },
};
