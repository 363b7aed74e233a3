/** Plays a phase through the command line, as a process of its own. Spec: runtime §27.3. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Value } from "#core/graph/value.ts";
import type { Door, Invocation, Place } from "./place.ts";
import type { GivenBudget, Phase, ResumePhase, RunPhase, Scenario } from "./scenario.ts";

const refusal = z.looseObject({ code: z.string(), error: z.string() });

/** A door to a program, such as `["node", "dist/cli/index.mjs"]`. */
export function createCommandDoor(program: readonly [string, ...string[]]): Door {
  return async (place, phase) => {
    const [command, ...first] = program;
    const child = spawn(command, [...first, ...argumentsOf(place, phase)], {
      cwd: place.folder,
      env: environmentOf(place.scenario, phase),
      stdio: ["ignore", "pipe", "ignore"],
    });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    const [exitCode] = (await once(child, "close")) as [number | null];
    return toInvocation(exitCode, Buffer.concat(chunks).toString());
  };
}

function toInvocation(exitCode: number | null, output: string): Invocation {
  if (exitCode !== 2) return { exitCode, refusal: null };
  const { code, error } = refusal.parse(JSON.parse(output));
  return { exitCode, refusal: code, message: error };
}

function argumentsOf(place: Place, phase: Phase): readonly string[] {
  const common = ["--store-dir", place.storeFolder, "--json"];
  if (phase.cancel !== undefined) return ["cancel", "--run-id", "run_case", ...common];
  const quiet = ["--no-interactive", ...common];
  if (phase.resume !== undefined) {
    return ["resume", "--run-id", "run_case", ...resumeArguments(place, phase.resume), ...quiet];
  }
  const first = place.scenario.phases.findIndex((one) => one.run !== undefined);
  const run = phase.run ?? { budget: {} };
  return [
    "run",
    "workflow.iter",
    ...(run.replay === undefined ? ["--simulate", "--script", "script.yaml"] : []),
    ...(place.scenario.phases.indexOf(phase) === first ? planArguments(place.scenario) : []),
    ...runArguments(run),
    ...quiet,
  ];
}

function planArguments({ vars, preset, recipe }: Scenario): readonly string[] {
  return [
    ...Object.entries(vars).flatMap(([name, value]) => ["--var", `${name}=${textOf(value)}`]),
    ...option("--preset", preset),
    ...option("--recipe", recipe),
  ];
}

function runArguments(run: RunPhase): readonly string[] {
  return [
    "--run-id",
    run.run_id ?? "run_case",
    ...budgetArguments(run.budget),
    ...option("--timeout", run.timeout),
    ...option("--replay", run.replay),
  ];
}

function resumeArguments(place: Place, resume: ResumePhase): readonly string[] {
  const answers = join(place.folder, "answers.json");
  if (resume.answers !== undefined) writeFileSync(answers, JSON.stringify(resume.answers));
  return [
    ...option("--answers-file", resume.answers === undefined ? undefined : answers),
    ...resume.answer_flags.flatMap((flag) => ["--answer", flag]),
    ...option("--as", resume.as),
    ...option("--file", resume.file),
    ...(resume.force ? ["--force"] : []),
    ...budgetArguments(resume.budget),
    ...resume.rearm.flatMap((loop) => ["--rearm", loop]),
    ...option("--timeout", resume.timeout),
  ];
}

function budgetArguments(budget: GivenBudget): readonly string[] {
  return Object.entries(budget).flatMap(([key, value]) => ["--budget", `${key}=${value}`]);
}

function option(flag: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [flag, value];
}

function textOf(value: Value): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** What a process needs, the scenario's own variables and the hooks; nothing else. */
function environmentOf(scenario: Scenario, phase: Phase): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env;
  return {
    ...(PATH === undefined ? {} : { PATH }),
    ...(HOME === undefined ? {} : { HOME }),
    ...(TMPDIR === undefined ? {} : { TMPDIR }),
    ...scenario.env,
    ...hook("ITER_TEST_CRASH_AFTER", phase.crash_after),
    ...hook("ITER_TEST_SIGNAL_AFTER", phase.signal_after),
    ...(phase.after === undefined ? {} : { ITER_TEST_CLOCK: `+${phase.after}` }),
  };
}

function hook(name: string, value: object | undefined): Readonly<Record<string, string>> {
  return value === undefined ? {} : { [name]: JSON.stringify(value) };
}
