/**
 * A state as plain JSON, and back.
 *
 * A snapshot is a cache: it holds what folding the log gives, so that a resume needs only the rest
 * of the log. Activations are most of a long run's state; they are rows, and what they take, give
 * and remember is held once. Whatever reads a snapshot must be able to do without it.
 */
import { isFields, isList } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { createDictionary } from "../dictionary.ts";
import { appendVisit } from "../evolve/visits.ts";
import { readDraft } from "../evolve/draft.ts";
import { createIndex } from "../index-of-run.ts";
import type { FrameState } from "../frame-state.ts";
import type { ActivationState, BranchState, LoopCount, RunState, Visit } from "../state.ts";
import { readActivation, writeActivation } from "./activations.ts";
import type { Row } from "./activations.ts";
import { createValueWriter } from "./values.ts";

type Dictionaries = Pick<
  RunState,
  | "forks"
  | "calls"
  | "frames"
  | "memory"
  | "serverTools"
  | "interactions"
  | "artifacts"
  | "metered"
  | "effects"
>;

/** What is written in a form of its own, or follows from the rest. */
const ofRun = [
  "branches",
  "activations",
  "index",
  "forks",
  "calls",
  "frames",
  "memory",
  "serverTools",
  "interactions",
  "artifacts",
  "metered",
  "effects",
] as const;
const ofBranch = ["visits", "visitsOf", "publicationsOf", "loops"] as const;

/** A branch without what follows from its visits. */
type BranchRow = Omit<BranchState, (typeof ofBranch)[number]> & {
  readonly visits: readonly (string | readonly [string, string, number])[];
  readonly loops: number;
};

interface Written {
  readonly run: Omit<RunState, (typeof ofRun)[number]>;
  readonly dictionaries: Dictionaries;
  readonly branches: readonly BranchRow[];
  readonly activations: readonly Row[];
  readonly loops: readonly (readonly (readonly [string, number, number])[])[];
  readonly values: readonly Value[];
}

/** A state as JSON text. */
export function writeSnapshot(state: RunState): string {
  const { branches, activations, forks, calls, frames, memory, serverTools } = state;
  const { interactions, artifacts, metered, effects } = state;
  const values = createValueWriter();
  const loops: Written["loops"][number][] = [];
  const loopPlaces = new Map<BranchState["loops"], number>();
  function placeOfLoops(counts: BranchState["loops"]): number {
    const known = loopPlaces.get(counts);
    if (known !== undefined) return known;
    loopPlaces.set(counts, loops.length);
    const rows = Object.entries(counts).map(
      ([name, { count, previousOutput }]) => [name, count, values.placeOf(previousOutput)] as const,
    );
    return loops.push(rows) - 1;
  }
  const written: Written = {
    run: without(state, ofRun),
    dictionaries: {
      ...{ forks, calls, frames, memory, serverTools, interactions, artifacts },
      ...{ metered, effects },
    },
    branches: Object.values(branches).map((branch) => ({
      ...without(branch, ofBranch),
      visits: branch.visits.map(writeVisit),
      loops: placeOfLoops(branch.loops),
    })),
    activations: Object.values(activations).map((activation) =>
      writeActivation(activation, { values, loops: placeOfLoops }),
    ),
    loops,
    values: values.list,
  };
  return JSON.stringify(written);
}

/** The state that a snapshot holds, with an empty index; throws if it holds none. */
export function readSnapshot(snapshot: Value): RunState {
  const { run, dictionaries, branches, activations, loops, values } = readWritten(snapshot);
  const counts = loops.map((rows) => readLoops(rows, values));
  const loopsAt = (place: number): BranchState["loops"] => counts[place] ?? createDictionary();
  const known = createDictionary<ActivationState>();
  for (const row of activations) {
    const activation = readActivation(row, { values, loopsAt });
    known[activation.id] = activation;
  }
  const state: RunState = {
    ...run,
    ...readDictionaries(dictionaries),
    branches: createDictionary(),
    activations: known,
    index: createIndex(),
  };
  for (const row of branches) {
    readDraft(state).branches[row.id] = readBranch(row, known, loopsAt(row.loops));
  }
  return state;
}

function without<Part extends object, Key extends keyof Part>(
  part: Part,
  keys: readonly Key[],
): Omit<Part, Key> {
  const rest = { ...part };
  for (const key of keys) Reflect.deleteProperty(rest, key);
  return rest;
}

function writeVisit({ activation, artifact }: Visit): BranchRow["visits"][number] {
  return artifact ? [activation, artifact.name, artifact.version] : activation;
}

function readBranch(
  { visits, ...row }: BranchRow,
  activations: RunState["activations"],
  loops: BranchState["loops"],
): BranchState {
  const branch: BranchState = {
    ...row,
    visits: [],
    visitsOf: createDictionary(),
    publicationsOf: createDictionary(),
    loops,
  };
  for (const entry of visits) {
    const visit: Visit =
      typeof entry === "string"
        ? { activation: entry }
        : { activation: entry[0], artifact: { name: entry[1], version: entry[2] } };
    appendVisit(readDraft(branch), activations[visit.activation]?.node ?? "", visit);
  }
  return branch;
}

function readLoops(
  rows: Written["loops"][number],
  values: readonly Value[],
): Record<string, LoopCount> {
  const loops = createDictionary<LoopCount>();
  for (const [name, count, place] of rows) {
    loops[name] = { count, previousOutput: values[place] ?? null };
  }
  return loops;
}

function readDictionaries(written: Dictionaries): Dictionaries {
  return {
    forks: toDictionary(written.forks),
    calls: toDictionary(written.calls),
    frames: readFrames(written.frames),
    memory: toDictionary(written.memory),
    serverTools: toDictionary(written.serverTools),
    interactions: toDictionary(written.interactions),
    artifacts: toDictionary(written.artifacts),
    metered: toDictionary(written.metered),
    effects: toDictionary(written.effects),
  };
}

/** Ids of nodes and keys of what is remembered are the author's own. */
function readFrames(written: RunState["frames"]): RunState["frames"] {
  const frames = createDictionary<FrameState>();
  for (const [id, frame] of Object.entries(written)) {
    const entries = createDictionary<FrameState["entries"][string]>();
    for (const [space, kept] of Object.entries(frame.entries)) entries[space] = toDictionary(kept);
    frames[id] = { ...frame, outputs: toDictionary(frame.outputs), entries };
  }
  return frames;
}

function toDictionary<Item>(written: Readonly<Record<string, Item>>): Record<string, Item> {
  return Object.assign(createDictionary<Item>(), written);
}

/** Only looks whether all parts are there: what they hold was written by `writeSnapshot`. */
function readWritten(snapshot: Value): Written {
  const written = isFields(snapshot) ? snapshot : {};
  const { branches, activations, loops, values, run, dictionaries }: Fields = written;
  const whole =
    [branches, activations, loops, values].every(isList) && [run, dictionaries].every(isFields);
  if (!whole) throw new Error("This is no snapshot.");
  return written as unknown as Written;
}
