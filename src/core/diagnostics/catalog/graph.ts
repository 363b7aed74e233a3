/** Codes of the graph: edges, ways through it, branches, references and what flows. */
import type { CatalogEntries } from "./entry.ts";
import { branchEntries } from "./graph-branches.ts";
import type { BranchHoles } from "./graph-branches.ts";
import { conditionEntries } from "./graph-conditions.ts";
import type { ConditionHoles } from "./graph-conditions.ts";
import { edgeEntries } from "./graph-edges.ts";
import type { EdgeHoles } from "./graph-edges.ts";
import { fieldEntries } from "./graph-fields.ts";
import type { FieldHoles } from "./graph-fields.ts";
import { inputEntries } from "./graph-inputs.ts";
import type { InputHoles } from "./graph-inputs.ts";
import { referenceEntries } from "./graph-references.ts";
import type { ReferenceHoles } from "./graph-references.ts";
import { wayEntries } from "./graph-ways.ts";
import type { WayHoles } from "./graph-ways.ts";

/** What the sentences of these codes need to be told. */
export interface GraphHoles
  extends
    EdgeHoles,
    ConditionHoles,
    WayHoles,
    BranchHoles,
    ReferenceHoles,
    FieldHoles,
    InputHoles {}

/** The entries of these codes. */
export const graphEntries: CatalogEntries<GraphHoles> = {
  ...edgeEntries,
  ...conditionEntries,
  ...wayEntries,
  ...branchEntries,
  ...referenceEntries,
  ...fieldEntries,
  ...inputEntries,
};
