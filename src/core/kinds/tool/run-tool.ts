/** Runs a tool node: a shell line or a program, once, recorded. Spec: runtime §15.3. */
import type { GraphNode, Schema, Template } from "#core/graph/graph.ts";
import { checkOutput } from "#core/graph/schema.ts";
import { renderCommand, renderScript } from "#core/graph/shell/command.ts";
import type { Rendered, ScriptLanguage } from "#core/graph/shell/command.ts";
import type { Fields } from "#core/graph/value.ts";
import type { NodeContext, StepResult } from "#core/kinds/kind.ts";
import type { ShellTask } from "#core/ports/shell.ts";
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
  const result = await context.step<Fields>(step, async ({ site, signal, effects }) => {
    const task = createTask(context, config, site);
    return toStep(context, schema, await context.ports.shell.run(task, { signal, effects }));
  });
  const output = toOutput(schema, result);
  const errors = schema ? checkOutput(schema, output) : [];
  if (errors.length > 0) throw misfit(context, step, errors);
  return { kind: "next", output };
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
  { node }: NodeContext,
  schema: Schema | undefined,
  ended: Awaited<ReturnType<NodeContext["ports"]["shell"]["run"]>>,
): StepResult<Fields> {
  const { exitCode, signal, stdout, stderr } = ended;
  const result: Fields = {
    exit_code: exitCode,
    stdout,
    stderr,
    ...(signal === null ? {} : { signal }),
  };
  if (signal !== null || !isAccepted(schema, result)) throw failedCommand(node.id, ended);
  return { result };
}

function misfit(
  { node }: NodeContext,
  step: string,
  errors: ReturnType<typeof checkOutput>,
): RunFailure {
  const list = errors.map(({ field, message }) =>
    field === null ? `it ${message}` : `\`${field}\` ${message}`,
  );
  return new RunFailure({
    code: "SCHEMA_VALIDATION",
    message: `what \`${node.id}\` printed does not fit its schema: ${list.join("; ")}`,
    hint: "print one JSON object with these fields, or change the schema",
    retryable: false,
    errors,
    redo: step,
  });
}

function readConfig(node: GraphNode): ToolConfig {
  return node as GraphNode & ToolConfig;
}
