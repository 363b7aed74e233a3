import { getEventListeners } from "node:events";
import { expect, it } from "vitest";
import { runProgram } from "#adapters/processes/program.ts";

it("leaves nobody waiting for the abort once a program has ended", async () => {
  const { signal } = new AbortController();
  const program = { file: "/bin/sh", args: ["-c", "true"], cwd: "/", env: {} };

  await runProgram(program, { signal });
  await runProgram(program, { signal });

  expect(getEventListeners(signal, "abort")).toEqual([]);
});
