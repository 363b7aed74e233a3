/** What `iter explain` says about each code. Nothing else needs it, so nothing else loads it. */
import type { Holes } from "./catalog.ts";
import { declarationPages } from "./pages/declarations.ts";
import { branchPages } from "./pages/graph-branches.ts";
import { conditionPages } from "./pages/graph-conditions.ts";
import { edgePages } from "./pages/graph-edges.ts";
import { fieldPages } from "./pages/graph-fields.ts";
import { inputPages } from "./pages/graph-inputs.ts";
import { referencePages } from "./pages/graph-references.ts";
import { wayPages } from "./pages/graph-ways.ts";
import { modelPages } from "./pages/models.ts";
import { namePages } from "./pages/names.ts";
import { taintPages } from "./pages/taint.ts";
import { textPages } from "./pages/text.ts";
import { usePages } from "./pages/uses.ts";
import { valuePages } from "./pages/values.ts";
import type { Pages } from "./pages/page.ts";

/** The pages of all codes. */
export const pages: Pages<Holes> = {
  ...declarationPages,
  ...branchPages,
  ...conditionPages,
  ...edgePages,
  ...fieldPages,
  ...inputPages,
  ...referencePages,
  ...wayPages,
  ...modelPages,
  ...namePages,
  ...taintPages,
  ...textPages,
  ...usePages,
  ...valuePages,
};
