/** Codes of the graph: edges, ways through it, references and expressions. */
import type { CatalogEntries } from "./entry.ts";

/** What the sentences of these codes need to be told. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type
export interface GraphHoles {}

/** The entries of these codes. */
export const graphEntries: CatalogEntries<GraphHoles> = {};
