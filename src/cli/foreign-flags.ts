/** Flags of `iter run` that one of the two languages does not have. */
import { Refusal } from "#core/run/failure.ts";

const ofFlows = {
  input: "--input",
  host: "--host",
  strict: "--strict",
  limit: "--limit",
  fromCheckpoint: "--from-checkpoint",
  replayCheck: "--replay-check",
};
const ofWorkflows = { preset: "--preset", recipe: "--recipe" };

/** Refuses flags that would be ignored, each by its name. */
export function refuseForeignFlags(flags: object, path: string, isFlow: boolean): void {
  const foreign = Object.entries(isFlow ? ofWorkflows : ofFlows);
  const [found] = foreign.filter(([key]) => Object.hasOwn(flags, key));
  if (found === undefined) return;
  const [, flag] = found;
  const [what, hint] = isFlow
    ? ["`.iter` files", "leave it out; `--vars-file` and `--var` fill a flow's input"]
    : ["flows", "leave it out; `--var` sets what an `.iter` file is given"];
  throw new Refusal("INPUT_INVALID", `\`${flag}\` is for ${what}, and \`${path}\` is none.`, {
    hint,
  });
}
