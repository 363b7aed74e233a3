/** Tools that an author declares: commands and scripts with the model's input in them. */
import { toJsonSchema } from "#core/graph/json-schema.ts";
import { resolverOf } from "#core/graph/reference.ts";
import { checkOutput, fitInput } from "#core/graph/schema.ts";
import type { FieldError } from "#core/graph/schema.ts";
import { renderCommand, renderScript } from "#core/graph/shell/command.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type { ShellPort, ShellResult, ShellTask } from "#core/ports/shell.ts";
import type { ToolOutput } from "#core/ports/tool.ts";
import { firstPart } from "../excerpt.ts";
import type { Tool } from "../index.ts";
import { describeResult } from "../workspace/run-command.ts";
import type { OwnTool } from "./tools-file.ts";

/** Makes a declared tool; it runs as tool nodes do. */
export function createOwnTool(own: OwnTool, shell: ShellPort): Tool {
  const { name, description, readsOnly, timeoutMs } = own;
  return {
    definition: { name, description, inputSchema: inputSchemaOf(own) },
    readsOnly,
    async call(input, { signal, site }) {
      const fitted = fit(own, input);
      if ("errors" in fitted) return refused(fitted.errors);
      const limit = AbortSignal.timeout(timeoutMs);
      try {
        const task = createTask(own, fitted.value, site);
        const either = AbortSignal.any([signal, limit]);
        return toOutput(await shell.run(task, { signal: either }));
      } catch (error) {
        if (!limit.aborted || signal.aborted) throw error;
        const seconds = timeoutMs / 1000;
        return { output: `it was killed: it took longer than ${seconds} s`, failed: true };
      }
    },
  };
}

function inputSchemaOf({ name, input }: OwnTool): Fields {
  const required = input.filter(({ optional }) => !optional).map((field) => field.name);
  return { ...toJsonSchema({ name, fields: input }), required };
}

/** Kind about types, as inputs of nodes are; what is neither there nor optional is missing. */
function fit({ name, input }: OwnTool, value: Value): ReturnType<typeof fitInput> {
  const fitted = fitInput({ name, fields: input }, value ?? {});
  if ("errors" in fitted) return fitted;
  const needed = input.filter(
    (field) => !field.optional || (fitted.value[field.name] ?? null) !== null,
  );
  const errors = checkOutput({ name, fields: needed }, fitted.value);
  return errors.length > 0 ? { errors } : fitted;
}

function createTask(own: OwnTool, input: Fields, site: ShellTask["site"]): ShellTask {
  const resolve = resolverOf({ input });
  const { run } = own;
  const rendered =
    "command" in run
      ? renderCommand(run.command, resolve)
      : renderScript(run.script, run.language, resolve);
  return {
    ...("command" in run
      ? { command: rendered.text }
      : { script: { language: run.language, text: rendered.text } }),
    env: { ...rendered.env, ITER_STEP_ID: site.key },
    passEnv: own.env,
    site,
  };
}

/** What it printed; all that is known of one that failed. */
function toOutput(result: ShellResult): ToolOutput {
  if (result.signal !== null || result.exitCode !== 0) {
    return { output: describeResult(result), failed: true };
  }
  const printed = result.stdout.trim();
  return {
    output: printed === "" ? "done; it printed nothing" : firstPart(printed),
    failed: false,
  };
}

function refused(errors: readonly FieldError[]): ToolOutput {
  const list = errors.map(({ field, message }) =>
    field === null ? `the input ${message}` : `\`${field}\` ${message}`,
  );
  return { output: list.join("; "), failed: true };
}
