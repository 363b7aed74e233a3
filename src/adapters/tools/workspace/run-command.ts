/** `run_command`: a shell line in the workspace. */
import { z } from "zod";
import type { ShellPort, ShellResult } from "#core/ports/shell.ts";
import { defineTool, ToolFault } from "../define-tool.ts";
import type { Tool } from "../index.ts";
import { lastPart } from "../excerpt.ts";

const defaultSeconds = 120;
const maxSeconds = 3_600;

/** The tool that runs commands. */
export function createCommandTool(shell: ShellPort): Tool {
  return defineTool({
    name: "run_command",
    description:
      "Runs a command with /bin/sh in the workspace and gives its exit code and output. It gets " +
      "no input, and must end by itself.",
    readsOnly: false,
    input: z.strictObject({
      command: z.string().min(1).max(100_000),
      timeout_seconds: z
        .int()
        .min(1)
        .max(maxSeconds)
        .optional()
        .describe(`After so many seconds it is killed. Default: ${defaultSeconds}.`),
    }),
    async run({ command, timeout_seconds: seconds = defaultSeconds }, { signal, site }) {
      const limit = AbortSignal.timeout(seconds * 1_000);
      try {
        return describeResult(
          await shell.run(
            { command, env: { ITER_STEP_ID: site.key }, passEnv: [], site },
            { signal: AbortSignal.any([signal, limit]) },
          ),
        );
      } catch (error) {
        if (!limit.aborted || signal.aborted) throw error;
        throw new ToolFault(`the command was killed: it took longer than ${seconds} s`);
      }
    },
  });
}

/** How a command ended and what it printed, as a model reads it. */
export function describeResult({ exitCode, signal, stdout, stderr }: ShellResult): string {
  const ended = signal === null ? `exit code ${exitCode}` : `killed by ${signal}`;
  const streams = [
    ["standard output", stdout],
    ["standard error", stderr],
  ].flatMap(([name = "", text = ""]) =>
    text.trim() === "" ? [] : [`--- ${name}`, lastPart(text.trimEnd())],
  );
  return [ended, ...streams].join("\n");
}
