/** Several runs of one job: none keeps another from its turn, and steps are told of the one that matters most. Spec: github §2.1, §2.4. */
import { error } from "@actions/core";
import { messageOf } from "#core/text/fault.ts";
import type { Said } from "../outputs.ts";
import type { Door } from "./door.ts";
import { toRefusal } from "./report/permissions.ts";

/** How the turn of one ended. */
interface Turn {
  readonly code: number;
  /** What steps would be told if it were the only one. */
  readonly said: Said;
  readonly fault?: Error;
}

/**
 * One after the other; the exit code is that of the first that failed.
 *
 * @throws what the first of them has thrown, after all had their turn, unless one before it failed.
 */
export async function eachRun<One>(
  door: Door,
  all: readonly One[],
  act: (one: One) => Promise<number>,
): Promise<number> {
  const { sheet } = door.steps;
  const before = sheet.said();
  const turns: Turn[] = [];
  for (const one of all) {
    sheet.replace(before);
    turns.push(await takeTurn(door, () => act(one)));
  }
  const told = pick(turns);
  if (told === undefined) return 0;
  for (const { fault } of turns)
    if (fault !== undefined && fault !== told.fault) error(messageOf(toRefusal(fault)));
  sheet.replace(told.said);
  if (told.fault !== undefined) throw told.fault;
  return told.code;
}

async function takeTurn({ steps }: Door, act: () => Promise<number>): Promise<Turn> {
  try {
    const code = await act();
    return { code, said: steps.sheet.said() };
  } catch (thrown) {
    const fault = thrown instanceof Error ? thrown : new Error(messageOf(thrown));
    return { code: 1, said: steps.sheet.said(), fault };
  }
}

/** The first that failed, else the one that waits, else the last run; without any, the last word. */
function pick(turns: readonly Turn[]): Turn | undefined {
  return (
    turns.find(({ code }) => code !== 0) ??
    turns.find(({ said }) => said.outputs["status"] === "paused_waiting_human") ??
    turns.findLast(({ said }) => (said.outputs["run-id"] ?? "") !== "") ??
    turns.at(-1)
  );
}
