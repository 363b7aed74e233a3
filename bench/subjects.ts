/** The subjects that several goals share. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { Context } from "./goal.ts";
import { cleanEnv, runSubject } from "./measure.ts";
import type { Subject } from "./measure.ts";

/** Runs of ours: `loop` goes round one node, `chain` through distinct nodes. */
export function iterRun(
  context: Context,
  shape: "loop" | "chain" | "agent-loop",
  steps: number,
  node: string = context.node,
): Subject {
  const program = join(context.subjects, "subject-run.mjs");
  return {
    name: `iter, ${shape} of ${steps}${node === context.node ? "" : ", oldest Node"}`,
    measure: () => runSubject(node, [program, shape, String(steps)]),
  };
}

/** A program of a peer that prints its own figures. */
export function peer(context: Context, name: string, file: string, steps: number): Subject {
  const program = join(context.root, "bench/peers", file);
  return { name, measure: () => runSubject(context.node, [program, String(steps)]) };
}

/** How long a program takes from its start to its end, in ms. */
export function wallTime(
  name: string,
  node: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = cleanEnv(),
): Subject {
  return {
    name,
    measure: () => {
      const start = performance.now();
      const { status, stderr } = spawnSync(node, args, { env, encoding: "utf8" });
      const wall_ms = performance.now() - start;
      if (status !== 0)
        throw new Error(`${args.join(" ")} ended with ${String(status)}: ${stderr}`);
      return { wall_ms };
    },
  };
}
