/**
 * Refuses a run whose own text has a secret in it.
 *
 * The text is recorded, and a run goes on with what is recorded. With `***` in it the run would do
 * something else than before, or nothing at all. Spec: runtime §20.1 (3), §26 (2).
 */
import type { Graph } from "../graph/graph.ts";
import type { Fields, Value } from "../graph/value.ts";
import type { Variables } from "../text/environment.ts";
import { Refusal } from "./failure.ts";
import type { RunPlan } from "./plan.ts";
import { secretsIn } from "./redact.ts";
import type { Redactor } from "./redact.ts";
import type { RunState } from "./state.ts";

/** Words by which the log of every run tells what happened; without them no run can go on. */
const wordsOfLogs = [
  ...["approved", "artifacts_only", "assistant", "auto_answer", "auto_or_pause", "best_effort"],
  ...["cache_read", "cache_write", "cancelled", "claude_code", "compensate", "computed"],
  ...["condition", "cost_usd", "debounce", "duration", "event_trigger", "fan_out_all", "finished"],
  ...["function", "human_in_the_loop", "inherit_if_available", "interrupted", "iterations"],
  ...["llm_or_human", "needs_human_input", "parallel", "question", "read_only", "readonly"],
  ...["reported", "response", "round_robin", "subgraph", "throttle", "tool_calls", "transform"],
  ...["traversals", "wait_all", "workspace_write"],
].join("\n");

/** What takes secrets out, and knows where they come from. */
export interface SecretKeeper {
  readonly redact?: (value: Value) => Value;
  /** Names of the variables whose values a text has in it. */
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
  changed?: RunPlan["source"],
): void {
  const { recipe, graph } = start ?? {};
  checkRecordable({ source: changed ?? source, recipe, graph }, keeper);
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
  { redact, secretsIn = () => [] }: SecretKeeper,
): void {
  if (redact === undefined) return;
  if (redact(wordsOfLogs) !== wordsOfLogs)
    throw refuse("The log of every run", secretsIn(wordsOfLogs));
  const parts: readonly [path: Value, part: Value][] = [
    [source.path, source.text],
    [recipe?.["path"] ?? "the recipe", recipe?.["content"] ?? null],
    // A graph is plain JSON.
    [source.path, (graph ?? null) as unknown as Value],
  ];
  for (const [path, part] of parts) {
    const recorded = redact(part);
    if (recorded === part) continue;
    const text = textOf(part);
    const where = `\`${textOf(path)}\`${typeof part === "string" ? `, line ${lineOfChange(text, textOf(recorded))},` : ""}`;
    throw refuse(where, secretsIn(text));
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
  if (names.length === 0) {
    return new Refusal(
      "INPUT_INVALID",
      `${where} has a key or a password in it, and could not be recorded as it is`,
      { hint: "keep it in a variable of the environment, and name that in `env` of the node" },
    );
  }
  const all = names.map((name) => `\`${name}\``).join(", ");
  const without = names.map((name) => `-u ${name}`).join(" ");
  return new Refusal(
    "INPUT_INVALID",
    `${where} has the value of ${all} in it, which counts as a secret, and could not be recorded as it is`,
    {
      hint: `give ${all} a value of its own, or leave it out if nothing here needs it: \`env ${without} iter …\``,
    },
  );
}
