/** The Action's program as it lies beside the command line, built or as sources. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Refusal } from "#core/run/failure.ts";

/** The file to start. */
export function actionProgram(): string {
  const here = import.meta.dirname;
  const places = [join(here, "../../action/index.mjs"), join(here, "../../../action/index.ts")];
  const found = places.find((place) => existsSync(place));
  if (found !== undefined) return found;
  throw new Refusal("INPUT_INVALID", "The Action isn't where the command line is.", {
    hint: "install the whole package",
  });
}
