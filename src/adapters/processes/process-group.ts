/** Sees to it that nothing which a program started outlives it: whole process groups are ended. */
import { readdirSync, readFileSync } from "node:fs";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";

/** How long a group may take to end before it is killed. */
const graceMs = 5_000;
/** How long output may go on after the program itself has ended. */
const lingerMs = 500;
const pollMs = 20;

/** Groups that are alive now: they go down with this process. */
const live = new Set<number>();

/** A program that was started. */
export interface Started {
  readonly pid?: number | undefined;
  readonly stdout: Readable | null;
  readonly stderr: Readable | null;
  once(event: "exit" | "close", listener: () => void): unknown;
}

/**
 * Waits for a program's end, or for the abort, and then until nobody of its group is left.
 *
 * The program must have been started as leader of its group. Its output is closed afterwards, even
 * if somebody who left the group still holds it.
 */
export async function awaitGroup(child: Started, signal: AbortSignal): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  watch(pid);
  const closed = new Promise<void>((resolve) => child.once("close", resolve));
  const exited = new Promise<void>((resolve) => child.once("exit", resolve));
  await Promise.race([exited, aborted(signal)]);
  if (!signal.aborted) await Promise.race([closed, linger(), aborted(signal)]);
  await endGroup(pid);
  await Promise.race([closed, linger()]);
  child.stdout?.destroy();
  child.stderr?.destroy();
}

/** SIGTERM, and SIGKILL 5 s later. */
async function endGroup(pid: number): Promise<void> {
  if (signalGroup(pid, "SIGTERM") && !(await isGone(pid))) {
    signalGroup(pid, "SIGKILL");
    await isGone(pid);
  }
  live.delete(pid);
  if (live.size === 0) process.off("exit", killAll);
}

/** Notes a group; while there is one, all of them are killed when this process exits. */
function watch(pid: number): void {
  if (live.size === 0) process.on("exit", killAll);
  live.add(pid);
}

function killAll(): void {
  for (const pid of live) signalGroup(pid, "SIGKILL");
}

/** Waits until a group has no living members; false if it still has some in the end. */
async function isGone(pid: number): Promise<boolean> {
  const end = performance.now() + graceMs;
  while (performance.now() < end) {
    if (!hasLiving(pid)) return true;
    await sleep(pollMs);
  }
  return !hasLiving(pid);
}

/** Dead members that nobody has collected yet still take signals; where there is a /proc it tells. */
function hasLiving(group: number): boolean {
  if (!signalGroup(group, 0)) return false;
  if (process.platform !== "linux") return true;
  return readdirSync("/proc").some((name) => /^\d+$/.test(name) && isMember(name, group));
}

function isMember(pid: string, group: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // Behind the name in brackets: state, parent, group.
    const [state, , its] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return Number(its) === group && state !== "Z" && state !== "X";
  } catch {
    return false;
  }
}

/** Sends a signal to a group; false if it has no members. */
function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}

/** A short while, which keeps nobody from exiting. */
function linger(): Promise<void> {
  return sleep(lingerMs, undefined, { ref: false });
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
