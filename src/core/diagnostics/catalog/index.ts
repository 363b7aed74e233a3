/** Every code once, put together from what each file says of its own. */
import type { CatalogEntries } from "./entry.ts";
import { declarationEntries } from "./declarations.ts";
import type { DeclarationHoles } from "./declarations.ts";
import { graphEntries } from "./graph.ts";
import type { GraphHoles } from "./graph.ts";
import { modelEntries } from "./models.ts";
import type { ModelHoles } from "./models.ts";
import { nameEntries } from "./names.ts";
import type { NameHoles } from "./names.ts";
import { taintEntries } from "./taint.ts";
import type { TaintHoles } from "./taint.ts";
import { textEntries } from "./text.ts";
import type { TextHoles } from "./text.ts";
import { useEntries } from "./uses.ts";
import type { UseHoles } from "./uses.ts";
import { valueEntries } from "./values.ts";
import type { ValueHoles } from "./values.ts";

/** What the sentences of each code need to be told. */
export interface Holes
  extends
    TextHoles,
    NameHoles,
    DeclarationHoles,
    ModelHoles,
    ValueHoles,
    UseHoles,
    GraphHoles,
    TaintHoles {}

/** A code of the catalog. */
export type Code = keyof Holes;

/** All codes. */
export const catalog: CatalogEntries<Holes> = {
  ...textEntries,
  ...taintEntries,
  ...useEntries,
  ...nameEntries,
  ...declarationEntries,
  ...modelEntries,
  ...valueEntries,
  ...graphEntries,
};
