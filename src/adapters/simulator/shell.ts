/** Simulated commands and scripts of tool nodes. */
import { toText } from "#core/graph/value.ts";
import type { ShellOptions, ShellPort, ShellResult, ShellTask } from "#core/ports/shell.ts";
import { makeUpOutput } from "./made-up.ts";
import type { Item } from "./script.ts";
import { exhausted, unfit } from "./stage.ts";
import type { Stage } from "./stage.ts";

/** A shell port that runs no command, but for nodes without items if the script wants that. */
export function createSimulatedShell(stage: Stage, real: ShellPort | undefined): ShellPort {
  const really = stage.script.runTools ? real : undefined;

  async function runReally(shell: ShellPort, task: ShellTask, options: ShellOptions) {
    const release = stage.clock.hold?.();
    try {
      return await shell.run(task, options);
    } finally {
      release?.();
    }
  }

  return {
    async run(task, options) {
      const { site } = task;
      const item = await stage.play(site, {
        signal: options.signal,
        model: null,
        optional: really !== undefined,
      });
      if (item) return toResult(task, item);
      if (really) return runReally(really, task, options);
      if (!stage.script.auto) throw exhausted(site.nodeId, 0);
      return result({ stdout: makeUpOutput(stage.map, stage.reader, site.nodeId) });
    },
  };
}

function toResult({ site }: ShellTask, { reply, durationMs }: Item): ShellResult {
  switch (reply.kind) {
    case "process": {
      const { stdout, stderr, exitCode } = reply;
      return result({ stdout, stderr, exitCode, durationMs });
    }
    case "output":
      return result({ stdout: toText(reply.value), durationMs });
    case "text":
      return result({ stdout: reply.text, durationMs });
    case "calls":
    case "ask":
      throw unfit(
        site,
        "the script's item is for a model, but a command was run",
        "say what it prints with `stdout`, `stderr` and `exit_code`",
      );
    case "error":
      throw unfit(site, reply.failure.message, "");
  }
}

function result(some: Partial<ShellResult>): ShellResult {
  return { exitCode: 0, signal: null, stdout: "", stderr: "", durationMs: 0, ...some };
}
