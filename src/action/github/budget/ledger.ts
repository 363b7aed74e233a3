/** What all runs of a thread and of a day have spent, on refs of their own: nothing resets it. Spec: github §14. */
import { info, warning } from "@actions/core";
import { messageOf } from "#core/text/fault.ts";
import { changeList, readList } from "#adapters/github/kept-list.ts";
import { isFields } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type { RunState } from "#core/run/state.ts";
import {
  difference,
  isNothing,
  isUsedUp,
  leftOf,
  lowest,
  openAccount,
  spendingOf,
  sumOf,
} from "#src/github/budget/spending.ts";
import type { Account, Amounts, Spending } from "#src/github/budget/spending.ts";
import { at, numberAt, textAt } from "#src/github/payload.ts";
import { mayWrite } from "../state/claim-run.ts";
import type { Door } from "../door.ts";

/** Whose runs spend it together. */
export interface Spenders {
  readonly thread: number | null;
  /** What was simulated is counted for itself. */
  readonly simulated: boolean;
}

/** What there is to spend. */
export interface Remaining {
  /** As far as anything is limited. */
  readonly left: Amounts;
  /** Why there is nothing; null if there is something. */
  readonly refused: "over_budget" | "budget_unknown" | null;
}

/** The accounts that a run is counted in; null for one that can't be read. */
export interface Accounts {
  /** Null where there is no thread. */
  readonly thread: Account | null;
  readonly day: Account;
}

const folder = "iter/ledger";

/** What runs may still spend together. */
export async function readRemaining(door: Door, spenders: Spenders): Promise<Remaining> {
  if ([...ceilingsOf(door, "thread"), ...ceilingsOf(door, "day")].every((one) => one === null))
    return { left: {}, refused: null };
  const accounts = await readAccounts(door, spenders).catch(() => null);
  if (accounts === null) return { left: {}, refused: "budget_unknown" };
  const { thread, day } = accounts;
  const left = lowest([leftOf(day), ...(thread === null ? [] : [leftOf(thread)])]);
  return { left, refused: isUsedUp(left) ? "over_budget" : null };
}

/** What was spent of thread and day; null if that can't be read to the end. */
export async function readAccounts(
  door: Door,
  { thread, simulated }: Spenders,
): Promise<Accounts | null> {
  const read = (name: string): Promise<readonly Fields[] | null> =>
    readList(door.client, `${folder}/${name}`);
  const [ofThread, ofDay] = await Promise.all([
    thread === null ? [] : read(threadLedger(thread)),
    read(dayLedger(new Date().toISOString())),
  ]);
  if (ofThread === null || ofDay === null) return null;
  return {
    thread: thread === null ? null : openAccount(ofThread, ceilingsOf(door, "thread"), simulated),
    day: openAccount(ofDay, ceilingsOf(door, "day"), simulated),
  };
}

/** True if the file or the owner says how much a thread may spend. */
export function limitsThreads(door: Door): boolean {
  return ceilingsOf(door, "thread").some((one) => one !== null);
}

/** Lets a thread spend more; once for each of the facts that say so. */
export async function raiseThread(
  { client, trusted }: Door,
  thread: number,
  { id, raise }: { readonly id: string; readonly raise: Amounts },
): Promise<void> {
  const entry = { id, raise: { ...raise }, at: new Date().toISOString() };
  await changeList(client, `${folder}/${threadLedger(thread)}`, {
    tree: trusted.commit,
    change: (there) => (there.some((one) => one["id"] === id) ? null : [...there, entry]),
  });
}

/** Counts what a run spends while a job drives it. */
export interface Meter {
  /** What no ledger has yet, as the next checkpoint says it. */
  owed(state: RunState): Fields | null;
  /** Writes it down, once for each checkpoint. */
  count(seq: number, state: RunState): Promise<void>;
}

/** A run as it was left, and what its checkpoint says was counted nowhere when it was written. */
export interface MeteredRun extends Pick<Spenders, "thread"> {
  readonly run: string;
  readonly seq: number;
  readonly spent: RunState["spent"];
  readonly owed: Value;
}

/** Opens the meter of a run; what an earlier job could not count is counted first. */
export async function openMeter(door: Door, metered: MeteredRun): Promise<Meter> {
  const { run, thread, seq, spent, owed } = metered;
  const all = spendingOf(spent);
  const settled = owed === null || (await settle(door, { run, thread, seq, owed }));
  let counted = settled ? all : difference(all, sumOf([owed]));

  function owedBy(state: RunState): Fields | null {
    const more = difference(spendingOf(state.spent), counted);
    return isNothing(more) ? null : toEntry(more, state);
  }

  return {
    owed: owedBy,
    async count(next, state) {
      const entry = owedBy(state);
      if (entry === null) return;
      if (await countNow(door, { run, thread, seq: next, owed: entry }))
        counted = spendingOf(state.spent);
    },
  };
}

function toEntry(spending: Spending, { start }: RunState): Fields {
  const simulated = start?.simulated === true ? { simulated: true } : {};
  return { ...spending, at: new Date().toISOString(), ...simulated };
}

interface Owed {
  readonly run: string;
  readonly thread: number | null;
  readonly seq: number;
  readonly owed: Value;
}

/** True if the ledgers have it now; a job that may not write leaves it to another one. */
async function settle(door: Door, owing: Owed): Promise<boolean> {
  if (mayWrite(door)) return countNow(door, owing);
  const [name = ""] = ledgersOf(owing);
  const there = await readList(door.client, `${folder}/${name}`);
  return there?.some((entry) => isSame(entry, owing)) === true;
}

/** False if it could not be written: the checkpoint keeps it for the next job. */
async function countNow(door: Door, owing: Owed): Promise<boolean> {
  try {
    await write(door, owing);
    return true;
  } catch (fault) {
    const why = messageOf(fault);
    warning(`What the run has spent could not be counted (${why}); the next job does it.`);
    return false;
  }
}

async function write({ client, trusted }: Door, owing: Owed): Promise<void> {
  const { run, seq, owed } = owing;
  const entry: Fields = { run, seq, ...(isFields(owed) ? owed : {}) };
  for (const name of ledgersOf(owing))
    await changeList(client, `${folder}/${name}`, {
      tree: trusted.commit,
      change: (there) => (there.some((one) => isSame(one, owing)) ? null : [...there, entry]),
    });
  info(`Counted for ${ledgersOf(owing).join(" and ")}.`);
}

function isSame(entry: Fields, { run, seq }: Owed): boolean {
  return entry["run"] === run && numberAt(entry, "seq") === seq;
}

function ledgersOf({ thread, owed }: Owed): readonly string[] {
  const day = dayLedger(textAt(owed, "at"));
  return thread === null ? [day] : [threadLedger(thread), day];
}

function threadLedger(thread: number): string {
  return `thread-${thread}`;
}

function dayLedger(time: string): string {
  return `day-${time.slice(0, 10)}`;
}

/** What the file and the owner say of a scope. */
function ceilingsOf({ config }: Door, scope: "thread" | "day"): readonly Value[] {
  const own = config.budgets?.[scope];
  return [own === undefined ? null : (own as Fields), at(config.policy ?? null, "budgets", scope)];
}
