/** Codes of declarations: what they are called, what they name, what is there twice. */
import { didYouMean } from "#core/text/suggest.ts";
import { capitalise, prose, snippet, withArticle } from "./entry.ts";
import type { CatalogEntries } from "./entry.ts";

/** What the sentences of these codes need to be told. */
export interface DeclarationHoles {
  C002: { readonly name: string; readonly known: readonly string[] };
  C003: { readonly name: string; readonly known: readonly string[] };
  C006: object;
  C007: { readonly name: string };
  C024: { readonly name: string; readonly line: number };
  C104: { readonly name: string; readonly line: number };
  /** Which of the tool's properties is too many. */
  C106: { readonly extra: "command" | "script" | "language"; readonly name: string };
  C108: { readonly name: string; readonly known: readonly string[] };
  C120: { readonly type: string };
}

/** The entries of these codes. */
export const declarationEntries: CatalogEntries<DeclarationHoles> = {
  C002: {
    severity: "error",
    title: "A schema that isn't declared",
    message: ({ name }) => `There is no schema \`${name}\`.`,
    help: ({ name, known }) => didYouMean(name, known, `declare it: \`schema ${name}:\``),
    explanation: prose`
      \`input\` and \`output\` name the schemas that data must fit. A schema may be declared anywhere in
      the file, also below its use.`,
    bad: snippet`
      agent planner:
        model: "openai/gpt-5"
        output: plan

      workflow w:
        entry: planner
        planner -> done
    `,
    good: snippet`
      agent planner:
        model: "openai/gpt-5"
        output: plan

      schema plan:
        steps: string[]

      workflow w:
        entry: planner
        planner -> done
    `,
  },
  C003: {
    severity: "error",
    title: "A prompt that isn't declared",
    message: ({ name }) => `There is no prompt \`${name}\`.`,
    help: ({ name, known }) => didYouMean(name, known, `declare it: \`prompt ${name}:\``),
    explanation: prose`
      \`system\`, \`user\`, \`instructions\` and \`interaction_prompt\` name prompts of the file; texts
      can't be written there directly. One prompt may serve any number of nodes.`,
    bad: snippet`
      agent critic:
        model: "openai/gpt-5"
        system: critic_system

      workflow w:
        entry: critic
        critic -> done
    `,
    good: snippet`
      prompt critic_system:
        Judge harshly, but say why.

      agent critic:
        model: "openai/gpt-5"
        system: critic_system

      workflow w:
        entry: critic
        critic -> done
    `,
  },
  C006: {
    severity: "error",
    title: "No workflow",
    message: () => "This file declares no workflow.",
    help: () => "add `workflow main:` with an `entry:` and edges",
    explanation: prose`
      A file is run by its workflow: where it begins, and which edges lead from node to node. There
      is exactly one in a file.`,
    bad: snippet`
      agent solo:
        model: "openai/gpt-5"
    `,
    good: snippet`
      agent solo:
        model: "openai/gpt-5"

      workflow main:
        entry: solo
        solo -> done
    `,
  },
  C007: {
    severity: "error",
    title: "A second workflow",
    message: ({ name }) => `\`${name}\` is a second workflow; a file has one.`,
    help: () => "move it to a file of its own",
    explanation: prose`
      Which of two workflows a run would mean can't be told. The first one is compiled, the others
      are only read for faults in their text.`,
    bad: snippet`
      agent worker:
        model: "openai/gpt-5"

      workflow morning:
        entry: worker
        worker -> done

      workflow evening:
        entry: worker
        worker -> done
    `,
    good: snippet`
      agent worker:
        model: "openai/gpt-5"

      workflow morning:
        entry: worker
        worker -> done
    `,
  },
  C024: {
    severity: "error",
    title: "An MCP server is declared twice",
    message: ({ name, line }) =>
      `The server \`${name}\` is declared twice; the first is on line ${line}.`,
    help: ({ name }) => `rename this one: \`mcp_server ${name}_2:\``,
    explanation: prose`
      Agents name servers, so a name must mean one of them. The first declaration counts.`,
    bad: snippet`
      mcp_server tickets:
        transport: http
        url: "https://tickets.example/mcp"

      mcp_server tickets:
        transport: stdio
        command: "tickets-mcp"

      agent a:
        model: "openai/gpt-5"

      workflow w:
        entry: a
        a -> done
    `,
    good: snippet`
      mcp_server tickets:
        transport: http
        url: "https://tickets.example/mcp"

      agent a:
        model: "openai/gpt-5"
        mcp:
          servers: [tickets]

      workflow w:
        entry: a
        a -> done
    `,
  },
  C104: {
    severity: "error",
    title: "A property, clause or key is given twice",
    message: ({ name, line }) => `\`${name}\` is given twice; the first is on line ${line}.`,
    help: () => "remove one of them",
    explanation: prose`
      The first one counts. Two spellings of one property count as the same: \`delegate\` and
      \`backend\`, and \`mode\` and \`interaction\` of a human node.`,
    bad: snippet`
      agent a:
        model: "openai/gpt-5"
        readonly: true
        model: "openai/gpt-5-mini"

      workflow w:
        entry: a
        a -> done
    `,
    good: snippet`
      agent a:
        model: "openai/gpt-5"
        readonly: true

      workflow w:
        entry: a
        a -> done
    `,
  },
  C106: {
    severity: "error",
    title: "A tool has more to run than one thing",
    message: ({ extra, name }) =>
      extra === "language"
        ? `\`${name}\` has a \`command\`, and \`language\` belongs to a \`script\`.`
        : `\`${name}\` has a \`command\` and a \`script\`; a tool has one of them.`,
    help: ({ extra }) => `remove \`${extra}\``,
    explanation: prose`
      A \`command\` is a line for the shell. A \`script\` is a whole program, whose \`language\` says
      what runs it. A tool runs one of the two.`,
    bad: snippet`
      tool t:
        command: "make"
        script: |
          make install

      workflow w:
        entry: t
        t -> done
    `,
    good: snippet`
      tool t:
        script: |
          make
          make install
        language: bash

      workflow w:
        entry: t
        t -> done
    `,
  },
  C108: {
    severity: "error",
    title: "A preset sets a variable that isn't declared",
    message: ({ name }) => `There is no variable \`${name}\`.`,
    help: ({ name, known }) =>
      didYouMean(name, known, "declare it under `vars:`, or remove this line"),
    explanation: prose`
      A preset is a set of values for variables of the workflow: those under \`vars:\`, and the fields
      of the entry node's \`input\`.`,
    bad: snippet`
      vars:
        depth: int = 1

      presets:
        nightly:
          depht: 3

      agent a:
        model: "openai/gpt-5"

      workflow w:
        entry: a
        a -> done
    `,
    good: snippet`
      vars:
        depth: int = 1

      presets:
        nightly:
          depth: 3

      agent a:
        model: "openai/gpt-5"

      workflow w:
        entry: a
        a -> done
    `,
  },
  C120: {
    severity: "error",
    title: "An enum on a type that has none",
    message: ({ type }) => `${capitalise(withArticle(type))} can't have an \`enum\`.`,
    help: () => "make it a `string`",
    explanation: prose`
      An \`enum\` lists the texts that a field of type \`string\` may hold, or the items of a
      \`string[]\`. Other types don't take one.`,
    bad: snippet`
      schema v:
        level: int [enum: "1", "2"]

      judge j:
        model: "openai/gpt-5"
        output: v

      workflow w:
        entry: j
        j -> done
    `,
    good: snippet`
      schema v:
        level: string [enum: "low", "high"]

      judge j:
        model: "openai/gpt-5"
        output: v

      workflow w:
        entry: j
        j -> done
    `,
  },
};
