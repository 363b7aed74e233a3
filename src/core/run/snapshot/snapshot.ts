/**
 * A state as plain JSON text, and back.
 *
 * A snapshot is a cache: it holds what folding the log gives, so that a resume needs only the rest
 * of the log. What takes most room, the activations with what they take, give and remember, stands
 * in pages that are read when they are needed. Whatever reads a snapshot must be able to do without
 * it.
 */
import { isFields, isList } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { createDictionary } from "../dictionary.ts";
import { readDraft } from "../evolve/draft.ts";
import { createIndex } from "../index-of-run.ts";
import type { FrameState } from "../frame-state.ts";
import type { BranchState, RunState, Visit } from "../state.ts";
import { createLazyDictionary } from "./lazy-dictionary.ts";
import { createPageReader, createPageWriter } from "./pages.ts";
import type { Begin } from "./pages.ts";
import { readSteps, writeSteps } from "./steps.ts";
import type { Steps } from "./steps.ts";

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

type BranchRow = Omit<BranchState, (typeof ofBranch)[number]> & {
  /** The places of the activations that were visited. */
  readonly visits: Steps;
  /** Which of the visits are publications. */
  readonly artifacts: readonly (readonly [visit: number, name: string, version: number])[];
  readonly visitsOf: Readonly<Record<string, Steps>>;
  readonly publicationsOf: Readonly<Record<string, Steps>>;
  readonly loops: number;
};

/** Grows with what a state holds, or what it means: a snapshot of another form is passed over. */
const form = 4;

interface Written {
  readonly form: typeof form;
  readonly run: Omit<RunState, (typeof ofRun)[number]>;
  readonly dictionaries: Dictionaries;
  readonly branches: readonly BranchRow[];
  /** The ids of all activations. */
  readonly ids: readonly string[];
  readonly begins: readonly Begin[];
  /** Of the pages. */
  readonly sha256: string;
}

/** The text of a snapshot, apart from its pages. */
export interface OpenedSnapshot {
  readonly document: Value;
  readonly pages: readonly string[];
}

/** A state as JSON text. */
export function writeSnapshot(state: RunState, sha256: (text: string) => string): string {
  const { branches, activations, forks, calls, frames, memory, serverTools } = state;
  const { interactions, artifacts, metered, effects } = state;
  const ids = Object.keys(activations);
  const placeOf = new Map(ids.map((id, place) => [id, place]));
  const writer = createPageWriter(Object.values(activations));
  const rows = Object.values(branches).map((branch): BranchRow => ({
    ...without(branch, ofBranch),
    ...writeVisits(branch, placeOf),
    loops: writer.loops.placeOf(branch.loops),
  }));
  const { pages, begins } = writer.finish();
  const body = pages.join(",\n");
  const written: Written = {
    form,
    run: without(state, ofRun),
    dictionaries: {
      ...{ forks, calls, frames, memory, serverTools, interactions, artifacts },
      ...{ metered, effects },
    },
    branches: rows,
    ids,
    begins,
    sha256: sha256(body),
  };
  return `${JSON.stringify(written).slice(0, -1)},"pages":${beforePages}${body}${behindPages}}`;
}

// Line ends stand between values only, so they mark places in a text that nobody has read.
const beforePages = "[\n";
const behindPages = "\n]";

/** Takes the pages out of the text of a snapshot, or of a document that has one; reads only the rest. */
export function openSnapshot(text: string, sha256: (text: string) => string): OpenedSnapshot {
  const from = text.indexOf(beforePages);
  const to = text.lastIndexOf(behindPages);
  if (from < 0 || to < from) return { document: JSON.parse(text) as Value, pages: [] };
  const body = text.slice(from + beforePages.length, to);
  const pages = body.split("\n").map((line) => (line.endsWith(",") ? line.slice(0, -1) : line));
  const rest = `${text.slice(0, from)}["${sha256(body)}"${text.slice(to + 1)}`;
  return { document: JSON.parse(rest) as Value, pages };
}

/** The state that a snapshot holds, with an empty index; throws if it holds none. */
export function readSnapshot(snapshot: Value, pages: readonly string[]): RunState {
  const { run, dictionaries, branches, ids, begins } = readWritten(snapshot);
  const reader = createPageReader(pages, begins);
  const state: RunState = {
    ...run,
    ...readDictionaries(dictionaries),
    branches: createDictionary(),
    activations: createLazyDictionary(ids, (place) => reader.activationAt(place)),
    index: createIndex(),
  };
  for (const row of branches) {
    readDraft(state).branches[row.id] = readBranch(row, ids, reader.loopsAt(row.loops));
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

function writeVisits(
  { visits, visitsOf, publicationsOf }: BranchState,
  placeOf: ReadonlyMap<string, number>,
): Pick<BranchRow, "visits" | "artifacts" | "visitsOf" | "publicationsOf"> {
  return {
    visits: writeSteps(visits.map(({ activation }) => placeOf.get(activation) ?? -1)),
    artifacts: visits.flatMap(({ artifact }, at) =>
      artifact === undefined ? [] : [[at, artifact.name, artifact.version] as const],
    ),
    visitsOf: mapItems(visitsOf, writeSteps),
    publicationsOf: mapItems(publicationsOf, writeSteps),
  };
}

function readBranch(
  { visits, artifacts, visitsOf, publicationsOf, ...row }: BranchRow,
  ids: readonly string[],
  loops: BranchState["loops"],
): BranchState {
  const visited: Visit[] = readSteps(visits).map((place) => ({ activation: ids[place] ?? "" }));
  for (const [at, name, version] of artifacts) {
    visited[at] = { activation: visited[at]?.activation ?? "", artifact: { name, version } };
  }
  return {
    ...row,
    visits: visited,
    visitsOf: mapItems(visitsOf, readSteps),
    publicationsOf: mapItems(publicationsOf, readSteps),
    counts: toDictionary(row.counts),
    loops,
  };
}

function mapItems<Item, Result>(
  items: Readonly<Record<string, Item>>,
  change: (item: Item) => Result,
): Record<string, Result> {
  const changed = createDictionary<Result>();
  for (const [key, item] of Object.entries(items)) changed[key] = change(item);
  return changed;
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
  const { branches, ids, begins, run, dictionaries, sha256, pages }: Fields = written;
  const whole = [branches, ids, begins].every(isList) && [run, dictionaries].every(isFields);
  const found = isList(pages) ? pages[0] : undefined;
  if (written["form"] !== form || !whole || typeof sha256 !== "string" || found !== sha256) {
    throw new Error("This is no snapshot.");
  }
  return written as unknown as Written;
}
