/** Variables that a command is given: pairs of `--var`, which win over those of a file. */
import { isFields } from "#core/graph/value.ts";
import { Refusal } from "#core/run/failure.ts";
import type { GivenVariable } from "#core/run/plan.ts";
import { readDataFile } from "./data-file.ts";
import { readPairs } from "./flags.ts";
import type { Session } from "./session.ts";

/** The flags that give variables. */
export interface VariableFlags {
  readonly var?: readonly string[];
  readonly varsFile?: string;
}

/** Reads them; the last one of a name counts. */
export async function readVariables(
  session: Session,
  flags: VariableFlags,
): Promise<GivenVariable[]> {
  const pairs = readPairs(flags.var, "--var").map(([name, text]) => ({ name, text }));
  if (flags.varsFile === undefined) return pairs;
  const content = await readDataFile(session, flags.varsFile, "--vars-file");
  if (!isFields(content)) {
    throw new Refusal("INPUT_INVALID", `\`${flags.varsFile}\` holds no object of variables.`, {
      hint: "write one `name: value` for each variable",
    });
  }
  const values = Object.entries(content).map(([name, value]) => ({ name, value }));
  return [...values, ...pairs];
}
