/** Delegates: coding agents that are run as programs. Spec: runtime §15.2. */
import type { DelegatePort, DelegateTask } from "#core/ports/delegate.ts";
import { RunFailure } from "#core/run/failure.ts";
import { findProgram, isAtLeast, readVersion } from "#adapters/processes/find-program.ts";
import type { Environment } from "#adapters/processes/environment.ts";
import { claudeCode } from "./claude-code.ts";
import { codex } from "./codex.ts";
import { callProgram } from "./execute.ts";
import type { Surroundings } from "./execute.ts";
import { holdKeys } from "./held-keys.ts";
import type { DelegateProgram, Fault } from "./program.ts";

const programs: Readonly<Record<DelegateTask["backend"], DelegateProgram>> = {
  claude_code: claudeCode,
  codex,
};

/**
 * Makes the port through which a run starts delegates.
 *
 * @example
 * createDelegates({ env: process.env, cwd: process.cwd() }).check("codex")?.hint;
 */
export function createDelegates(around: Surroundings): DelegatePort {
  const found = new Map<string, Installed | Fault>();

  function find(program: DelegateProgram): Installed | Fault {
    const known = found.get(program.file) ?? findInstalled(program, around);
    found.set(program.file, known);
    return known;
  }

  return {
    check(backend, rules) {
      const program = Object.values(programs).find((each) => each.backend === backend);
      if (program === undefined) return unknownProgram(backend);
      const installed = find(program);
      if (!("file" in installed)) return installed;
      return (
        program.findKeyFault(knownTo(program, around)) ?? (rules && program.findRuleFault(rules))
      );
    },
    async execute(task, options) {
      const program = programs[task.backend];
      const installed = find(program);
      if (!("file" in installed)) throw refuse("EXECUTION_FAILED", installed);
      const env = knownTo(program, around);
      const keyFault = program.findKeyFault(env);
      if (keyFault !== undefined) throw refuse("AUTH_FAILED", keyFault);
      const ruleFault = program.findRuleFault(task);
      if (ruleFault !== undefined) throw refuse("TOOL_DENIED", ruleFault);
      // Where keys are kept apart, the commit is somebody else's.
      const held = around.keys === undefined ? null : await holdKeys(program.endpoint, env);
      try {
        const call = { ...around, env: held?.env ?? env };
        return await callProgram({ ...options, ...installed, program, around: call, task });
      } finally {
        await held?.close();
      }
    },
  };
}

/** Of keys that are kept apart, a program gets its own. */
function knownTo({ variables }: DelegateProgram, { env, keys = {} }: Surroundings): Environment {
  const own = variables.flatMap((name) => (keys[name] === undefined ? [] : [[name, keys[name]]]));
  return { ...env, ...(Object.fromEntries(own) as Environment) };
}

/** A program that can be started. */
interface Installed {
  readonly file: string;
}

function findInstalled(
  { file, packageName, minimum }: DelegateProgram,
  { env }: Surroundings,
): Installed | Fault {
  const path = findProgram(env, file);
  if (path === undefined) {
    return {
      message: `the program \`${file}\` is not installed`,
      hint: `\`npm install -g ${packageName}\`, or try the workflow out with \`--simulate\``,
    };
  }
  const version = readVersion(env, path);
  if (version !== undefined && isAtLeast(version, minimum)) return { file: path };
  const told = version === undefined ? "doesn't say which version it is" : `is version ${version}`;
  return {
    message: `the program \`${file}\` ${told}, and ${minimum} or newer is needed`,
    hint: `\`npm install -g ${packageName}@latest\``,
  };
}

function unknownProgram(backend: string): Fault {
  return {
    message: `there is no delegate \`${backend}\``,
    hint: `use ${Object.keys(programs)
      .map((name) => `\`${name}\``)
      .join(" or ")}`,
  };
}

function refuse(
  code: "EXECUTION_FAILED" | "AUTH_FAILED" | "TOOL_DENIED",
  fault: Fault,
): RunFailure {
  return new RunFailure({ code, retryable: false, ...fault });
}
