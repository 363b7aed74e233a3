/** What programs of nodes may know of a job: neither its tokens nor its home. Spec: github §11.7. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isHarmless } from "#adapters/processes/environment.ts";
import type { Environment } from "#adapters/processes/environment.ts";
import type { Job } from "./job.ts";
import type { ProgramEnvironment } from "./world.ts";

/** What no program gets, whoever names it. */
const hidden =
  /^(?:(?:ACTIONS|INPUT|RUNNER)_.*|GITHUB_(?:TOKEN|ENV|PATH|OUTPUT|STATE|STEP_SUMMARY))$/i;
/** They say who runs the job, which is nobody's business. */
const personal: ReadonlySet<string> = new Set(["HOME", "USER", "SHELL"]);
const fixed = { TERM: "dumb", CI: "true", NO_COLOR: "1" } as const;

/**
 * The environment for the programs of a run, with a home of their own. Those that work on somebody
 * else's commit get no secret but, as delegates, the key of their own model.
 */
export function programEnvironment(
  { environment, workspace, store }: Pick<Job, "environment" | "workspace" | "store">,
  { run, foreign }: { readonly run: string; readonly foreign: boolean },
): ProgramEnvironment {
  const own = { ...fixed, HOME: makeHome(join(dirname(store), "iter-home", run), workspace) };
  const shown = without(environment, (name) => hidden.test(name) || personal.has(name));
  if (!foreign) return { env: { ...shown, ...own } };
  return { env: { ...without(shown, (name) => !isHarmless(name)), ...own }, keys: shown };
}

/** In containers a checkout may belong to somebody else: git is told that it is the run's. */
function makeHome(home: string, workspace: string): string {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const directory = JSON.stringify(workspace);
  writeFileSync(join(home, ".gitconfig"), `[safe]\n\tdirectory = ${directory}\n`);
  return home;
}

function without(environment: Environment, drops: (name: string) => boolean): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !drops(name)));
}
