/** Functions that are commands: JSON on standard input, a value on standard output. Spec: flow §17.2. */
import { selectEnvironment } from "#adapters/processes/environment.ts";
import type { Environment } from "#adapters/processes/environment.ts";
import { runProgram } from "#adapters/processes/program.ts";
import { toSortedJson } from "#core/graph/json-text.ts";
import type { Value } from "#core/graph/value.ts";
import type { FunctionCall, HostFunction } from "#core/ports/functions.ts";

/** A command: a list is run as it is, a text by the shell. */
export interface CommandFunction {
  readonly command: string | readonly string[];
  /** Names of variables of the environment to pass on. */
  readonly env: readonly string[];
}

/** Where commands run. */
export interface CommandWorld {
  readonly env: Environment;
  readonly cwd: string;
  readonly redact?: (text: string) => string;
}

/** How much of what a failed command said is told. */
const quoted = 2000;

/** Makes a function of a command. */
export function createCommandFunction(
  { command, env: passed }: CommandFunction,
  { env, cwd, redact = (text) => text }: CommandWorld,
): HostFunction {
  const [file = "", ...args] = typeof command === "string" ? ["/bin/sh", "-c", command] : command;
  return {
    async call(call, { signal }) {
      const own = { ITER_STEP_ID: call.site.key };
      const program = { file, args, cwd, env: selectEnvironment(env, passed, own) };
      const ended = await runProgram({ ...program, input: writeInput(call) }, { signal, redact });
      const { fault, exitCode, stdout, stderr } = ended;
      if (fault !== undefined) throw new Error(`\`${file}\` could not be started (${fault.code})`);
      if (ended.signal !== null) throw new Error(`ended by ${ended.signal}`);
      if (exitCode === 0) return readResult(stdout.trim());
      throw new Error(redact(stderr).trim().slice(-quoted) || `exit code ${exitCode}`);
    },
  };
}

function writeInput({ name, input, scope, site }: FunctionCall): string {
  return toSortedJson({ tool: name, node_id: site.nodeId, input, scope });
}

/** One JSON value, else the text. */
function readResult(text: string): Value {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return text;
  }
}
