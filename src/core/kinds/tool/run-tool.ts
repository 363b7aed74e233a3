/** Runs a tool node: a shell line or a program, once, recorded. Spec: runtime §15.3. */
import type { GraphNode, Schema, Template } from "#core/graph/graph.ts";
import { isTooDeep, tooDeep } from "#core/graph/depth.ts";
import { checkOutput } from "#core/graph/schema.ts";
import type { FieldError } from "#core/graph/schema.ts";
import { renderCommand, renderScript } from "#core/graph/shell/command.ts";
import type { Rendered, ScriptLanguage } from "#core/graph/shell/command.ts";
import { isFields, isList } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { readWait, waitFor } from "#core/kinds/conversation/wait-for.ts";
import type { Wait } from "#core/kinds/conversation/wait-for.ts";
import type { NodeContext, StepResult } from "#core/kinds/kind.ts";
import type { MadeCall, ShellTask } from "#core/ports/shell.ts";
import type { Failure } from "#core/run/failure.ts";
import { RunFailure } from "#core/run/failure.ts";
import type { Outcome } from "#core/run/outcome.ts";
import { failedCommand, isAccepted, toOutput } from "./tool-output.ts";

interface ToolConfig {
  readonly command?: Template | null;
  readonly script?: Template | null;
  readonly language?: ScriptLanguage | null;
  readonly env?: readonly string[];
}

/** Runs the node's command or script; what it printed is its output. */
export async function runTool(context: NodeContext): Promise<Outcome> {
  const config = readConfig(context.node);
  const step = config.command == null ? "script" : "command";
  const schema = context.schema(context.node.output);
  const { result, name } = await runUntilDone(context, config, step);
  const output = toOutput(schema, result);
  if (isTooDeep(output)) throw misfit(name, describeDepth(context.node));
  const errors = schema ? checkOutput(schema, output) : [];
  if (errors.length > 0) {
    throw misfit(name, describeMisfit(context.node, errors, result["cut"] === true));
  }
  return { kind: "next", output };
}

/** A program that has to wait is run again, from its beginning, once it need not; it writes nothing twice. */
async function runUntilDone(
  context: NodeContext,
  config: ToolConfig,
  step: string,
): Promise<{ readonly result: Fields; readonly name: string }> {
  const schema = context.schema(context.node.output);
  let made: readonly MadeCall[] = [];
  for (let round = 0; ; round++) {
    const name = round === 0 ? step : `${step}.${round}`;
    const before = made;
    const result = await context.step<Fields>(name, async ({ site, signal, effects }) => {
      const task = createTask(context, config, site);
      const around = { signal, effects, made: before };
      return toStep(context, schema, await context.ports.shell.run(task, around));
    });
    const asked = isFields(result["question"]) ? result["question"] : {};
    const wait = readWait(asked);
    if (wait === undefined) return { result, name };
    const text = typeof asked["text"] === "string" ? asked["text"] : "";
    const { answers } = await waitFor(context, text, wait);
    made = [...before, ...readMade(result["made"]), ...answered(wait, answers)];
  }
}

/** What was proposed is not proposed again: the program is told what came of it. */
function answered({ source, questions }: Wait, answers: Fields): readonly MadeCall[] {
  if (source !== "effects" || !isFields(questions)) return [];
  const { tool, input = null } = questions;
  return typeof tool === "string" ? [{ tool, input, answers }] : [];
}

function readMade(value: Value | undefined): readonly MadeCall[] {
  const calls = isList(value) ? value.filter(isFields) : [];
  return calls.flatMap(({ tool, input = null, output = null }) =>
    typeof tool === "string" ? [{ tool, input, output }] : [],
  );
}

function createTask(context: NodeContext, config: ToolConfig, site: ShellTask["site"]): ShellTask {
  const language = config.language ?? "sh";
  const rendered = render(context, config, language);
  const env = { ...rendered.env, ITER_STEP_ID: site.key };
  const how =
    config.command == null
      ? { script: { language, text: rendered.text } }
      : { command: rendered.text };
  return { ...how, env, passEnv: config.env ?? [], site };
}

function render(context: NodeContext, config: ToolConfig, language: ScriptLanguage): Rendered {
  const resolve = (path: readonly string[]): ReturnType<NodeContext["resolve"]> =>
    context.resolve(path);
  if (config.command != null) return renderCommand(config.command, resolve);
  return renderScript(config.script ?? [], language, resolve);
}

/** A program that failed is a failed step, unless the schema has a place for that. */
function toStep(
  context: NodeContext,
  schema: Schema | undefined,
  ended: Awaited<ReturnType<NodeContext["ports"]["shell"]["run"]>>,
): StepResult<Fields> {
  const { exitCode, signal, stdout, stdoutCut, stderr, question, made = [] } = ended;
  const result: Fields = {
    exit_code: exitCode,
    stdout,
    stderr,
    ...(signal === null ? {} : { signal }),
    ...(stdoutCut === true ? { cut: true } : {}),
  };
  if (question !== undefined) {
    const calls = made.map((call): Fields => ({ ...call }));
    return { result: { ...result, question: { ...question }, made: calls } };
  }
  if (signal !== null || !isAccepted(schema, result)) throw failedCommand(context, ended);
  return { result };
}

/** What is wrong with what was printed. */
type Misfit = Pick<Failure, "message" | "hint" | "errors">;

/** A further attempt runs the program again. */
function misfit(step: string, fault: Misfit): RunFailure {
  return new RunFailure({ code: "SCHEMA_VALIDATION", retryable: false, ...fault, redo: step });
}

function describeDepth({ id }: GraphNode): Misfit {
  return {
    message: `what \`${id}\` printed ${tooDeep}`,
    hint: "print a flatter JSON object, or write it to a file and print its path",
  };
}

/** One that was cut was too long to be read as JSON. */
function describeMisfit({ id }: GraphNode, errors: readonly FieldError[], cut: boolean): Misfit {
  const list = errors.map(({ field, message }) =>
    field === null ? `it ${message}` : `\`${field}\` ${message}`,
  );
  return {
    message: cut
      ? `what \`${id}\` printed is longer than 10 MiB, and what is kept of it does not fit its schema: ${list.join("; ")}`
      : `what \`${id}\` printed does not fit its schema: ${list.join("; ")}`,
    hint: cut
      ? "write what is long to a file, and print its path in a smaller JSON object"
      : "print one JSON object with these fields, or change the schema",
    errors,
  };
}

function readConfig(node: GraphNode): ToolConfig {
  return node as GraphNode & ToolConfig;
}
