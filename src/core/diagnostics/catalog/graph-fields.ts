/** Codes of fields that references ask for. */
import { didYouMean } from "#core/text/suggest.ts";
import { listNames, prose, snippet, withArticle } from "./entry.ts";
import type { CatalogEntries } from "./entry.ts";

/** A field that a schema or an output hasn't; `name` may be a path below one that it has. */
export interface UnknownField {
  readonly node: string;
  readonly name: string;
  readonly known: readonly string[];
}

/** What the sentences of these codes need to be told. */
export interface FieldHoles {
  C031: UnknownField & { readonly schema: string | null };
  C032: { readonly node: string; readonly name: string };
  /** `whole` is the variable below which nothing is, `type` its type. */
  C033: {
    readonly name: string;
    readonly known: readonly string[];
    readonly whole?: string;
    readonly type?: string;
  };
  C034: UnknownField & { readonly schema: string };
}

/** The entries of these codes. */
export const fieldEntries: CatalogEntries<FieldHoles> = {
  C031: {
    severity: "error",
    title: "A field that the output hasn't",
    message: ({ node, name }) => `The output of \`${node}\` has no field \`${name}\`.`,
    help: (field) => helpWithField(field, field.schema),
    explanation: prose`
      If everything that an output contains is known, by the node's schema or by what leads to it, a
      field that isn't in it is always empty. A path goes on below \`json\` and objects, and below
      \`string[]\` by one number.`,
    bad: snippet`
      schema verdict:
        ok: bool

      judge review:
        model: "openai/gpt-5"
        output: verdict

      workflow w:
        entry: review
        review -> done with { why: "{{outputs.review.reason}}" }
    `,
    good: snippet`
      schema verdict:
        ok: bool
        reason: string

      judge review:
        model: "openai/gpt-5"
        output: verdict

      workflow w:
        entry: review
        review -> done with { why: "{{outputs.review.reason}}" }
    `,
  },
  C032: {
    severity: "warning",
    title: "A field that nobody can check",
    message: ({ node, name }) =>
      `\`${node}\` declares no \`output\`, so \`${name}\` can't be checked.`,
    help: ({ name }) => `add \`output:\` with a schema that has \`${name}\``,
    explanation: prose`
      Without an \`output\` schema a node may put out anything, so a misspelt field goes unnoticed until
      it is empty when the workflow runs. With a schema the compiler checks the name, and the run
      checks the value.`,
    bad: snippet`
      agent rate:
        model: "openai/gpt-5"

      workflow w:
        entry: rate
        rate -> done with { score: "{{outputs.rate.score}}" }
    `,
    good: snippet`
      schema rating:
        score: int

      agent rate:
        model: "openai/gpt-5"
        output: rating

      workflow w:
        entry: rate
        rate -> done with { score: "{{outputs.rate.score}}" }
    `,
  },
  C033: {
    severity: "error",
    title: "A variable that isn't declared",
    message: ({ name, whole, type }) =>
      whole === undefined
        ? `There is no variable \`${name}\`.`
        : `\`${whole}\` is ${describeType(type)}, so there is no \`${name}\`.`,
    help: ({ name, known, whole, type }) =>
      whole === undefined
        ? didYouMean(name, known, `declare it under \`vars:\`: \`${name}: string\``)
        : helpBelow(`vars.${whole}`, type),
    explanation: prose`
      Variables are declared under \`vars:\`, at the top of the file or in the workflow. The fields of the
      entry's \`input\` schema are variables, too.`,
    bad: snippet`
      vars:
        base: string = "main"

      tool compare:
        command: "git diff {{vars.base}}...{{vars.head}}"

      workflow w:
        entry: compare
        compare -> done
    `,
    good: snippet`
      vars:
        base: string = "main"
        head: string

      tool compare:
        command: "git diff {{vars.base}}...{{vars.head}}"

      workflow w:
        entry: compare
        compare -> done
    `,
  },
  C034: {
    severity: "error",
    title: "A field that the input hasn't",
    message: ({ node, name }) => `The input of \`${node}\` has no field \`${name}\`.`,
    help: (field) => helpWithField(field, field.schema),
    explanation: prose`
      \`input\` is what comes into the node that refers to it; on an edge it is the input of the node
      that the edge leaves. With an \`input\` schema only the schema's fields are there for certain.`,
    bad: snippet`
      schema request:
        title: string

      tool greet:
        command: "echo {{input.name}}"
        input: request

      workflow w:
        entry: greet
        greet -> done
    `,
    good: snippet`
      schema request:
        title: string

      tool greet:
        command: "echo {{input.title}}"
        input: request

      workflow w:
        entry: greet
        greet -> done
    `,
  },
};

function helpWithField({ name, known }: UnknownField, schema: string | null): string {
  const [first = ""] = name.split(".", 1);
  if (first !== name && known.includes(first)) return `use \`${first}\`, or make it a \`json\``;
  const few = known.slice(0, 5);
  if (schema !== null && schema !== "")
    return didYouMean(first, known, `add \`${first}: string\` to the schema \`${schema}\``);
  return didYouMean(first, known, few.length === 0 ? "remove it" : `use ${listNames(few)}`);
}

function helpBelow(whole: string, type: string | undefined): string {
  return type === "string[]" ? `take an item by its number: \`${whole}.0\`` : `use \`${whole}\``;
}

function describeType(type = "json"): string {
  return type === "string[]" ? "a list of strings" : withArticle(type);
}
