/** Codes of fields that references ask for. */
import { didYouMean } from "#core/text/suggest.ts";
import { listNames, withArticle } from "./entry.ts";
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
    message: ({ node, name }) => `The output of \`${node}\` has no field \`${name}\`.`,
    help: (field) => helpWithField(field, field.schema),
  },
  C032: {
    severity: "warning",
    message: ({ node, name }) =>
      `\`${node}\` declares no \`output\`, so \`${name}\` can't be checked.`,
    help: ({ name }) => `add \`output:\` with a schema that has \`${name}\``,
  },
  C033: {
    severity: "error",
    message: ({ name, whole, type }) =>
      whole === undefined
        ? `There is no variable \`${name}\`.`
        : `\`${whole}\` is ${describeType(type)}, so there is no \`${name}\`.`,
    help: ({ name, known, whole, type }) =>
      whole === undefined
        ? didYouMean(name, known, `declare it under \`vars:\`: \`${name}: string\``)
        : helpBelow(`vars.${whole}`, type),
  },
  C034: {
    severity: "error",
    message: ({ node, name }) => `The input of \`${node}\` has no field \`${name}\`.`,
    help: (field) => helpWithField(field, field.schema),
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
