/** Inputs that are read but can't be honoured by a job yet: it is refused, so that none is passed over in silence. */
import type { Inputs } from "../inputs.ts";
import type { InputName } from "../inputs/declarations.ts";
import { JobRefusal } from "../job-refusal.ts";

type Unsupported = readonly [name: InputName, asked: (inputs: Inputs) => boolean, hint: string];

const unsupported: readonly Unsupported[] = [
  ["effects", ({ effects }) => effects === "propose", "use `apply` or `none`"],
];

/** @throws JobRefusal if an input asks for what no job can do yet. */
export function refuseUnsupported(inputs: Inputs): void {
  for (const [name, asked, hint] of unsupported) {
    if (!asked(inputs)) continue;
    throw new JobRefusal("bad_input", `\`${name}\` asks for something that isn't there yet.`, {
      hint,
      errors: [{ field: name, message: "isn't there yet" }],
    });
  }
}
