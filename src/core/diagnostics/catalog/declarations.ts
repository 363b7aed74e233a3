/** Codes of declarations, their properties and values. */
import type { CatalogEntries } from "./entry.ts";

// eslint-disable-next-line @typescript-eslint/no-empty-object-type
export interface DeclarationHoles {}

export const declarationEntries: CatalogEntries<DeclarationHoles> = {};
