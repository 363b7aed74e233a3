/** Sees to it that nothing which a program started outlives it: whole process groups are ended. */
import { readdirSync, readFileSync } from "node:fs";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { guard, unguard } from "./guard.ts";
import { readProcessState } from "./process-state.ts";

/** How long a group may take to end before it is killed. */
const graceMs = 5_000;
/** How long output may go on after the program itself has ended. */
const lingerMs = 500;
const pollMs = 20;

/** Groups that are alive now: they go down with this process. */
const live = new Set<Group>();

/** A program that was started. */
export interface Started {
  readonly pid?: number | undefined;
  readonly stdout: Readable | null;
  readonly stderr: Readable | null;
  once(event: "exit" | "close", listener: () => void): unknown;
}

/** Everybody whom a program started. */
interface Group {
  readonly id: number;
  /** What stands in the environment of its members alone; empty if nothing does. */
  readonly mark: string;
}

/**
 * Waits for a program's end, or for the abort, and then until nobody of its group is left.
 *
 * The program must have been started as leader of its group. Its output is closed afterwards, even
 * if somebody who left the group still holds it. Whoever left it is found by the `mark`, if there is
 * one: a word without blanks that nobody else has in the environment.
 */
export async function awaitGroup(child: Started, signal: AbortSignal, mark = ""): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  const group = { id: pid, mark };
  watch(group);
  const closed = new Promise<void>((resolve) => child.once("close", resolve));
  const exited = new Promise<void>((resolve) => child.once("exit", resolve));
  const abort = listenForAbort(signal);
  await Promise.race([exited, abort.heard]);
  if (!signal.aborted) await Promise.race([closed, linger(), abort.heard]);
  abort.stop();
  await endGroup(group);
  await Promise.race([closed, linger()]);
  child.stdout?.destroy();
  child.stderr?.destroy();
}

/** SIGTERM, and SIGKILL 5 s later. */
async function endGroup(group: Group): Promise<void> {
  if (signalGroup(group, "SIGTERM") && !(await isGone(group))) {
    signalGroup(group, "SIGKILL");
    await isGone(group);
  }
  live.delete(group);
  unguard(group.id, group.mark);
  if (live.size === 0) process.off("exit", killAll);
}

/** Notes a group; while there is one, all of them are killed when this process exits. */
function watch(group: Group): void {
  if (live.size === 0) process.on("exit", killAll);
  live.add(group);
  guard(group.id, group.mark);
}

function killAll(): void {
  for (const group of live) signalGroup(group, "SIGKILL");
}

/** Waits until a group has no living members; false if it still has some in the end. */
async function isGone(group: Group): Promise<boolean> {
  const end = performance.now() + graceMs;
  while (performance.now() < end) {
    if (!hasLiving(group)) return true;
    await sleep(pollMs);
  }
  return !hasLiving(group);
}

/** Dead members that nobody has collected yet still take signals; where there is a /proc it tells. */
function hasLiving(group: Group): boolean {
  if (findStrays(group).length > 0) return true;
  if (!sendSignal(-group.id, 0)) return false;
  if (process.platform !== "linux") return true;
  return processes().some((pid) => isMember(pid, group.id));
}

function isMember(pid: string, group: number): boolean {
  const state = readProcessState(pid);
  return state?.group === group && !state.dead;
}

/** Processes with the group's mark, in whatever group they are; dead ones have no environment. */
function findStrays({ mark }: Group): readonly number[] {
  if (mark === "" || process.platform !== "linux") return [];
  return processes()
    .filter((pid) => isMarked(pid, mark))
    .map(Number);
}

function isMarked(pid: string, mark: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, "latin1").includes(mark);
  } catch {
    return false;
  }
}

function processes(): readonly string[] {
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name));
}

/** Sends a signal to a group and its strays; false if there is nobody. */
function signalGroup(group: Group, signal: NodeJS.Signals): boolean {
  const strays = findStrays(group).filter((pid) => sendSignal(pid, signal));
  return sendSignal(-group.id, signal) || strays.length > 0;
}

/** Sends a signal to a process or, below zero, to a group; false if it isn't there. */
function sendSignal(target: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(target, signal);
    return true;
  } catch {
    return false;
  }
}

/** A short while, which keeps nobody from exiting. */
function linger(): Promise<void> {
  return sleep(lingerMs, undefined, { ref: false });
}

/** Resolves at the abort; whoever waits no longer says so, for many programs share one signal. */
function listenForAbort(signal: AbortSignal): {
  readonly heard: Promise<void>;
  readonly stop: () => void;
} {
  let stop = (): void => undefined;
  const heard = new Promise<void>((resolve) => {
    const hear = (): void => resolve();
    if (signal.aborted) hear();
    else signal.addEventListener("abort", hear, { once: true });
    stop = () => signal.removeEventListener("abort", hear);
  });
  return { heard, stop };
}
