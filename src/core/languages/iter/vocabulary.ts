/** Which words may begin a declaration, and which properties and blocks each of them has. */
import { oncePer } from "#core/graph/once.ts";
import type { NodeKind, PropertySpec, PropertyTable } from "#core/kinds/kind.ts";
import { serverProperties, workflowProperties } from "./declarations.ts";

/** What the parser has to know of kinds and properties; nothing else depends on them. */
export interface Vocabulary {
  /** Words that begin a node. */
  readonly kinds: readonly string[];
  /** The properties of what a word begins: kinds, `mcp_server` and `workflow`; null for others. */
  readonly propertiesOf: (word: string) => BlockWords | null;
}

/** The properties of a block by spelling; `any` is a block whose names are the author's. */
export type BlockWords = ReadonlyMap<string, PropertyWords> | "any";

/** One spelling of a property. */
export interface PropertyWords {
  /** The same for all spellings. */
  readonly name: string;
  /** What a block below it may contain, or null if it takes none. */
  readonly block: BlockWords | null;
  /** True if it names a prompt. */
  readonly namesPrompt: boolean;
}

/** The words of a set of kinds. */
export const vocabulary: (kinds: readonly NodeKind[]) => Vocabulary = oncePer((kinds) => {
  const declared = kinds.filter((kind) => kind.declared);
  const tables = new Map(declared.map((kind) => [kind.name, kind.properties]));
  tables.set("mcp_server", serverProperties).set("workflow", workflowProperties);
  return {
    kinds: declared.map((kind) => kind.name),
    propertiesOf: (word) => {
      const table = tables.get(word);
      return table === undefined ? null : wordsOf(table);
    },
  };
});

const wordsOf: (table: PropertyTable) => BlockWords = oncePer((table) => {
  const words = new Map<string, PropertyWords>();
  for (const [name, spec] of Object.entries(table)) {
    const property = { name, block: blockOf(spec), namesPrompt: spec.form === "prompt" };
    for (const spelling of [name, ...(spec.aliases ?? [])]) words.set(spelling, property);
  }
  return words;
});

function blockOf(spec: PropertySpec): BlockWords | null {
  if (spec.form === "expressions") return "any";
  return spec.block === undefined ? null : wordsOf(spec.block);
}
