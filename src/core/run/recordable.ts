/**
 * Refuses a run whose own text has the value of a secret variable in it.
 *
 * The text is recorded, and a run goes on with what is recorded (runtime §20.1 (3)). With `***` in it,
 * where a name or a word was meant, the run would do something else than before, or nothing at all.
 */
import type { Graph } from "../graph/graph.ts";
import type { Fields, Value } from "../graph/value.ts";
import type { Variables } from "../text/environment.ts";
import { Refusal } from "./failure.ts";
import type { RunPlan } from "./plan.ts";
import { secretsIn } from "./redact.ts";
import type { Redactor } from "./redact.ts";
import type { RunState } from "./state.ts";

/** What takes secrets out, and knows where they come from. */
export interface SecretKeeper {
  readonly redact?: (value: Value) => Value;
  /** Names of the variables whose values a text has in it; without it nothing is refused. */
  readonly secretsIn?: (text: string) => readonly string[];
}

/** What an entry point knows of the secrets of its environment. */
export function keeperOf({ value }: Redactor, environment: Variables): Required<SecretKeeper> {
  return { redact: value, secretsIn: (text) => secretsIn(text, environment) };
}

/** What of a run has to be recorded as it is. */
interface Recordable {
  readonly source: { readonly path: string; readonly text: string };
  readonly recipe?: Fields | null | undefined;
  /** The graph, where it is recorded as well. */
  readonly graph?: Graph | null | undefined;
}

/** @throws Refusal for a plan that would not be recorded as it is. */
export function checkPlan({ source, recipe, ...plan }: RunPlan, keeper: SecretKeeper): void {
  checkRecordable({ source, recipe, graph: graphToRecord(plan) }, keeper);
}

/** @throws Refusal for a run, or another text for it, that would not be recorded as it is. */
export function checkResumed(
  { source, start }: Pick<RunState, "source" | "start">,
  keeper: SecretKeeper,
  changed?: Pick<RunPlan, "source" | "graph">,
): void {
  const { recipe, graph, settings } = start ?? {};
  const kept = changed && graphToRecord({ graph: changed.graph, frame: settings ?? undefined });
  checkRecordable(
    { source: changed?.source ?? source, recipe, graph: changed ? kept : graph },
    keeper,
  );
}

/** The graph of a plan, if it can't be made again from the source alone. */
export function graphToRecord({
  graph,
  frame,
}: Pick<RunPlan, "graph"> & { readonly frame?: object | undefined }): Graph | undefined {
  return (frame ?? graph.graphs) ? graph : undefined;
}

function checkRecordable(
  { source, recipe, graph }: Recordable,
  { redact, secretsIn }: SecretKeeper,
): void {
  if (redact === undefined || secretsIn === undefined) return;
  const path = `\`${source.path}\``;
  const parts: readonly [where: string, part: Value][] = [
    [path, source.text],
    [`\`${textOf(recipe?.["path"] ?? "the recipe")}\``, recipe?.["content"] ?? null],
    // A graph is plain JSON.
    [`${path}, or a file that it uses,`, (graph ?? null) as unknown as Value],
  ];
  for (const [where, part] of parts) {
    const recorded = redact(part);
    // What only looks like a key is recorded as `***`: it may be a pattern that is filled in later.
    const names = recorded === part ? [] : secretsIn(textOf(part));
    if (names.length === 0) continue;
    const line = lineOfChange(textOf(part), textOf(recorded));
    throw refuse(typeof part === "string" ? `${where}, line ${line},` : where, names);
  }
}

function textOf(value: Value): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** The line where two texts part. */
function lineOfChange(text: string, changed: string): number {
  let [at, line] = [0, 1];
  for (; at < text.length && text[at] === changed[at]; at += 1) if (text[at] === "\n") line += 1;
  return line;
}

function refuse(where: string, names: readonly string[]): Refusal {
  const all = names.map((name) => `\`${name}\``).join(", ");
  return new Refusal(
    "INPUT_INVALID",
    `${where} has the value of ${all} in it, which counts as a secret, and could not be recorded as it is`,
    {
      hint: `give ${all} another value, leave it out of the environment if nothing here needs it, or write something else in the file`,
    },
  );
}
