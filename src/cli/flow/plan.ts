/** Plans a flow's run from the flags of a command. Spec: flow §21.1. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { toFlowOptions } from "#adapters/functions/flow-options.ts";
import { otherLanguage } from "#adapters/functions/used-files.ts";
import { readHosts } from "#adapters/functions/used-hosts.ts";
import { readHost } from "#adapters/functions/host-file.ts";
import type { FlowHost } from "#adapters/functions/host-file.ts";
import { sha256 } from "#adapters/hashing/sha256.ts";
import { parseJson, tooDeep, TooDeep } from "#core/graph/depth.ts";
import { isFields } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { changeLimits } from "#core/run/limit-changes.ts";
import { Refusal } from "#core/run/failure.ts";
import type { RunPlan } from "#core/run/plan.ts";
import { planFlow } from "#core/run-flow.ts";
import type { GivenCheckpoint } from "#core/run-flow.ts";
import { decodeSource } from "#core/text/decode.ts";
import { renderDiagnostics } from "#src/cli/compile.ts";
import { readDataFile } from "#src/cli/data-file.ts";
import { readPairs } from "#src/cli/flags.ts";
import { warn } from "#src/cli/output.ts";
import type { Session } from "#src/cli/session.ts";
import { readSource } from "#src/cli/source.ts";
import { useSetting } from "#src/cli/uses.ts";
import { readVariables } from "#src/cli/variables.ts";
import type { VariableFlags } from "#src/cli/variables.ts";
import { placeOf, refuseFlow } from "./compile.ts";

/** Flags of `iter run` that a flow knows. */
export interface FlowRunFlags extends VariableFlags {
  readonly budget?: readonly string[];
  readonly simulate?: true;
  readonly input?: string;
  readonly host?: string;
  readonly strict?: true;
  readonly limit?: readonly string[];
  readonly fromCheckpoint?: string;
  readonly replayCheck?: true;
}

/** A plan and the host that it was made with. */
export interface PlannedFlowRun {
  readonly plan: RunPlan;
  readonly host: FlowHost;
}

/** Plans; what is wrong with the flow, its host or the flags is refused. */
export async function planFlowRun(
  session: Session,
  path: string,
  flags: FlowRunFlags,
): Promise<PlannedFlowRun> {
  const { path: name, bytes } = await readSource(session, path);
  const host = readHost(placeOf(session), path, flags.host);
  const checkpoint = await readCheckpoint(session, flags);
  const budget = changeLimits(host.budget, Object.fromEntries(readPairs(flags.budget, "--budget")));
  if ("errors" in budget) {
    throw new Refusal("INPUT_INVALID", "a limit is not right", { errors: budget.errors });
  }
  const planned = planFlow(
    { path: name, text: decodeSource(bytes).text.replace(/^\uFEFF/, "") },
    {
      ...toFlowOptions(host, sha256, { simulated: flags.simulate === true }),
      ...otherLanguage(useSetting(session, { simulate: flags.simulate === true }), path),
      input: await readInput(session, flags),
      options: withFlags(host.options, flags),
      models: host.models,
      budget: budget.limits,
      simulated: flags.simulate === true,
      ...checkpoint,
    },
    sha256,
  );
  const { compiled } = planned;
  if ("refused" in planned) {
    const { code, message } = planned.refused;
    if (code === "Validation") throw refuseFlow(session, compiled);
    throw new Refusal("INPUT_INVALID", `${code}: ${message}`);
  }
  const text = renderDiagnostics(compiled.file, compiled.diagnostics, session.output);
  if (text !== "") session.output.note(`${text}\n`, "warn");
  warnOfOther(session, planned.plan, checkpoint.resumeFrom);
  const { graph } = planned.plan;
  const hosted = { path, graph, named: flags.host };
  return { plan: planned.plan, host: readHosts(placeOf(session), hosted) ?? host };
}

function warnOfOther(
  { output }: Session,
  { workflow }: RunPlan,
  checkpoint: GivenCheckpoint | undefined,
): void {
  const { workflow_name: other = workflow } = checkpoint ?? {};
  if (other !== workflow) {
    warn(output, `the checkpoint is one of \`${other}\`, and this is \`${workflow}\``);
  }
}

/** The command line wins over the host file. */
function withFlags(options: Fields, flags: FlowRunFlags): Fields {
  const limits: Record<string, Value> = {
    ...(isFields(options["limits"]) ? options["limits"] : {}),
  };
  const expression: Record<string, Value> = {
    ...(isFields(limits["expression"]) ? limits["expression"] : {}),
  };
  for (const [name, text] of readPairs(flags.limit, "--limit")) {
    const metric = /^expression\.(.+)$/.exec(name)?.[1];
    if (metric === undefined) limits[name] = readJson(text, `--limit ${name}`);
    else expression[metric] = readJson(text, `--limit ${name}`);
  }
  return {
    ...options,
    limits: Object.keys(expression).length === 0 ? limits : { ...limits, expression },
    ...(flags.strict === true ? { strict: true } : {}),
    ...(flags.replayCheck === true ? { replay_check: true } : {}),
  };
}

/** `--input` is a file, `-` or JSON; `--vars-file`, then `--var`, set keys of it. */
async function readInput(session: Session, flags: FlowRunFlags): Promise<Value> {
  const given = flags.input === undefined ? {} : await readGiven(session, flags.input);
  const variables = await readVariables(session, flags);
  if (variables.length === 0) return given;
  const keys = variables.map((one) => [
    one.name,
    "text" in one ? readJson(one.text, `--var ${one.name}`) : one.value,
  ]);
  if (isFields(given)) return { ...given, ...(Object.fromEntries(keys) as Fields) };
  throw new Refusal(
    "INPUT_INVALID",
    "`--var` sets a key of the input, and the input is no object.",
    {
      hint: "leave `--var` out, or hand in an object",
    },
  );
}

async function readGiven(session: Session, input: string): Promise<Value> {
  if (input === "-") {
    const { bytes } = await readSource(session, "-");
    return parseInput(decodeSource(bytes).text, "standard input");
  }
  const isFile = existsSync(resolve(session.host.cwd(), input));
  if (isFile) return readDataFile(session, input, "--input");
  return parseInput(input, "`--input`");
}

function parseInput(text: string, what: string): Value {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof TooDeep) throw refuseDeep(what);
    throw new Refusal("INPUT_INVALID", `${what} is no JSON, and no file of that name is there.`, {
      hint: `write JSON such as '{"topic": "dogs"}', or name a file`,
      cause: error,
    });
  }
}

/** JSON if it is, else the text. */
function readJson(text: string, flag: string): Value {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof TooDeep) throw refuseDeep(`\`${flag}\``);
    return text;
  }
}

function refuseDeep(what: string): Refusal {
  return new Refusal("INPUT_INVALID", `${what} ${tooDeep}.`, { hint: "make the value flatter" });
}

async function readCheckpoint(
  session: Session,
  { fromCheckpoint: path, ...flags }: FlowRunFlags,
): Promise<{ readonly resumeFrom?: GivenCheckpoint }> {
  if (path === undefined) return {};
  if ([flags.input, flags.var, flags.varsFile].some((given) => given !== undefined)) {
    throw new Refusal("INPUT_INVALID", "The input is that of the checkpoint.", {
      hint: "leave out `--input`, `--var` and `--vars-file`, or change `scope_snapshot.input` in the file",
    });
  }
  const given = await readDataFile(session, path, "--from-checkpoint");
  const record = isFields(given) ? given : {};
  const { run_id: id, workflow_name: name, step, next_node_id: next } = record;
  const { scope_snapshot: snapshot = {} } = record;
  if (typeof step !== "number" || !Number.isInteger(step) || step < 0 || typeof next !== "string") {
    throw new Refusal("INPUT_INVALID", `\`${path}\` is no checkpoint record.`, {
      hint: "it has run_id, workflow_name, step, next_node_id and scope_snapshot",
    });
  }
  const texts = { run_id: textOf(id), workflow_name: textOf(name) };
  return { resumeFrom: { ...texts, step, next_node_id: next, scope_snapshot: snapshot } };
}

function textOf(value: Value | undefined): string {
  return typeof value === "string" ? value : "";
}
