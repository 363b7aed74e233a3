/** Codes of what edges bring, and of declarations that nothing needs. */
import { didYouMean } from "#core/text/suggest.ts";
import { listNames, prose, snippet, withArticle } from "./entry.ts";
import type { CatalogEntries } from "./entry.ts";

/** What the sentences of these codes need to be told. */
export interface InputHoles {
  /** `from` is the source of the edge; of branches and expressions nothing. */
  C111: {
    readonly by: "edge" | "branches" | "expressions";
    readonly from: string;
    readonly node: string;
    readonly missing: readonly string[];
  };
  /** `what` gives the field: a value of a mapping, an edge without one, a variable. */
  C112: {
    readonly name: string;
    readonly node: string;
    readonly given: string;
    readonly wanted: string;
    readonly what: "value" | "edge" | "variable";
  };
  C113: {
    readonly node: string;
    readonly name: string;
    readonly schema: string;
    readonly known: readonly string[];
  };
  C116: { readonly what: "prompt" | "schema"; readonly name: string };
}

/** The entries of these codes. */
export const inputEntries: CatalogEntries<InputHoles> = {
  C111: {
    severity: "warning",
    title: "A field that isn't brought",
    message: ({ by, from, node, missing }) => {
      const fields = listNames(missing, "and");
      if (by === "edge")
        return `\`${from} -> ${node}\` doesn't give ${fields}, which the input of \`${node}\` needs.`;
      if (by === "branches") return `No edge brings ${fields}, which \`${node}\` needs.`;
      return `\`${node}\` has no expression for ${fields}, which its output needs.`;
    },
    help: ({ by, missing }) => {
      const entries = missing.map((name) => `${name}: "…"`);
      if (by === "expressions") return `add it under \`expr:\`: \`${entries.join("`, `")}\``;
      return `add it: \`with { ${entries.join(", ")} }\``;
    },
    explanation: prose`
      Every field of an \`input\` schema is needed. What an edge brings is its mapping, or without one
      the output of the node that it leaves. Where branches meet, one edge that brings the field is
      enough. A field that doesn't come arrives as null.`,
    bad: snippet`
      schema task:
        title: string
        body: string

      agent plan:
        model: "openai/gpt-5"

      agent write:
        model: "openai/gpt-5"
        input: task

      workflow w:
        entry: plan
        plan -> write with { title: "{{outputs.plan.text}}" }
        write -> done
    `,
    good: snippet`
      schema task:
        title: string
        body: string

      agent plan:
        model: "openai/gpt-5"

      agent write:
        model: "openai/gpt-5"
        input: task

      workflow w:
        entry: plan
        plan -> write with { title: "The plan", body: "{{outputs.plan.text}}" }
        write -> done
    `,
  },
  C112: {
    severity: "warning",
    title: "A field of another type",
    message: ({ name, node, given, wanted, what }) => {
      const is = what === "value" && given === "string" ? "text" : describeType(given);
      const where = what === "variable" ? "as a variable" : "here";
      return `\`${name}\` is ${is} ${where}, but the input of \`${node}\` wants ${describeType(wanted)}.`;
    },
    help: ({ name, given, wanted, what }) => {
      if (what === "variable") return `declare it as \`${name}: ${wanted}\``;
      if (what === "value" && given === "string")
        return `pass a reference alone: \`${name}: "{{vars.${name}}}"\``;
      return `pass ${describeType(wanted)}, or make \`${name}\` a \`json\``;
    },
    explanation: prose`
      A mapping's value that is exactly one reference keeps the type of what it refers to; everything
      else is text. A value of another type is converted where nothing is lost by that, else the node
      fails when it is reached.`,
    bad: snippet`
      schema task:
        count: int

      agent plan:
        model: "openai/gpt-5"

      agent write:
        model: "openai/gpt-5"
        input: task

      workflow w:
        entry: plan
        plan -> write with { count: "3" }
        write -> done
    `,
    good: snippet`
      vars:
        count: int = 3

      schema task:
        count: int

      agent plan:
        model: "openai/gpt-5"

      agent write:
        model: "openai/gpt-5"
        input: task

      workflow w:
        entry: plan
        plan -> write with { count: "{{vars.count}}" }
        write -> done
    `,
  },
  C113: {
    severity: "warning",
    title: "A key that the input doesn't know",
    message: ({ node, name }) => `The input of \`${node}\` has no field \`${name}\`.`,
    help: ({ name, schema, known }) =>
      didYouMean(name, known, `add \`${name}: string\` to the schema \`${schema}\``),
    explanation: prose`
      A mapping brings a key that the target's \`input\` schema doesn't have. It is kept, but nothing
      that relies on the schema will look for it; most often it is misspelt.`,
    bad: snippet`
      schema task:
        title: string

      agent plan:
        model: "openai/gpt-5"

      agent write:
        model: "openai/gpt-5"
        input: task

      workflow w:
        entry: plan
        plan -> write with { titel: "{{outputs.plan.text}}", title: "x" }
        write -> done
    `,
    good: snippet`
      schema task:
        title: string

      agent plan:
        model: "openai/gpt-5"

      agent write:
        model: "openai/gpt-5"
        input: task

      workflow w:
        entry: plan
        plan -> write with { title: "{{outputs.plan.text}}" }
        write -> done
    `,
  },
  C116: {
    severity: "warning",
    title: "A declaration that nothing uses",
    message: ({ what, name }) => `Nothing uses the ${what} \`${name}\`.`,
    help: () => "remove it",
    explanation: prose`
      Prompts are used by the nodes that name them, schemas as \`input\` or \`output\` of nodes. One that
      no node names has no effect, and what it says isn't checked.`,
    bad: snippet`
      prompt old_rules:
        Write short sentences.

      tool build:
        command: "make"

      workflow w:
        entry: build
        build -> done
    `,
    good: snippet`
      prompt rules:
        Write short sentences.

      agent write:
        model: "openai/gpt-5"
        system: rules

      workflow w:
        entry: write
        write -> done
    `,
  },
};

const phrases: Readonly<Record<string, string>> = {
  object: "an object",
  list: "a list",
  "string[]": "a list of strings",
};

function describeType(type: string): string {
  return phrases[type] ?? withArticle(type);
}
