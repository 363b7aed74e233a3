/** Compares what a scenario gave with what it expects. */
import { isFields } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type { RunEvent } from "#core/run/events.ts";
import type { Mismatch } from "../case.ts";
import { fits, misfit } from "../fit.ts";
import { edgesOf, lastOf, publicationOf, runOutputOf, usageOf, visitedOf } from "./log-view.ts";
import type { StatusOrNone } from "./log-view.ts";
import type { Expected, ExpectedEnd } from "./scenario.ts";
import { compareEvent, compareOrder } from "./compare-events.ts";
import { firstStray } from "./visited.ts";
import type { Visits } from "./visited.ts";

/** How a phase ended. */
export interface PhaseEnd {
  readonly status: StatusOrNone;
  /** Null if the process was killed. */
  readonly exitCode: number | null;
  readonly errorCode: string | null;
  /** What was said about it. */
  readonly message?: string | undefined;
}

/** All that a scenario gave. */
export interface Played {
  readonly ends: readonly PhaseEnd[];
  /** How many events each phase added to the log. */
  readonly eventsOfPhases: readonly number[];
  /** Of the run that is looked at. */
  readonly log: readonly RunEvent[];
  /** Texts of the run's files by path inside its folder. */
  readonly files: ReadonlyMap<string, string>;
}

/** Everything that is not as expected. */
export function compareRun(expected: Expected, played: Played): readonly Mismatch[] {
  const last = played.ends.at(-1);
  return [
    ...(last === undefined ? [] : compareEnd("", expected, last)),
    ...comparePhases(expected, played.ends),
    ...compareResults(expected, played),
    ...(isFields(expected.usage)
      ? compareFields("usage", expected.usage, usageOf(played.log))
      : []),
    ...(expected.events ?? []).flatMap((event) => compareEvent(event, played.log)),
    ...(expected.orders ?? []).flatMap((order) => compareOrder(order, played.log)),
    ...(expected.files_lack ?? []).flatMap((text) => compareLack(text, played.files)),
  ];
}

/** What holds of a run that was killed somewhere and resumed, as of one that was not. */
export function compareResults(expected: Expected, played: Played): readonly Mismatch[] {
  const { log } = played;
  const of = (type: "node_finished" | "node_started", wanted: Fields = {}): Fields =>
    pick(wanted, (place) => lastOf(log, type, place));
  return [
    ...compareVisited(expected.visited, visitedOf(log)),
    ...(expected.edges === undefined ? [] : compareWhole("edges", expected.edges, edgesOf(log))),
    ...compareFields("outputs", expected.outputs ?? {}, of("node_finished", expected.outputs)),
    ...compareFields("inputs", expected.inputs ?? {}, of("node_started", expected.inputs)),
    ...compareArtifacts(expected.artifacts ?? {}, played),
    ...(expected.run_output === undefined
      ? []
      : compareFields(
          "",
          { run_output: expected.run_output },
          { run_output: runOutputOf(log) ?? null },
        )),
  ];
}

/** Compares the end of a phase; `where` is empty for the last one. */
export function compareEnd(
  where: string,
  expected: ExpectedEnd,
  end: PhaseEnd,
): readonly Mismatch[] {
  const pairs: readonly (readonly [string, Value | undefined, Value])[] = [
    ["status", expected.status, end.status],
    ["exit_code", expected.exit_code, end.exitCode],
    ["error_code", expected.error_code, end.errorCode],
    ["crashed", expected.crashed, end.exitCode === null],
  ];
  return pairs
    .filter(([, wanted, got]) => wanted !== undefined && wanted !== got)
    .map(([what, wanted, got]) => {
      const found = mismatch(`${where} ${what}`.trim(), wanted, got);
      return end.message === undefined
        ? found
        : { ...found, actual: `${found.actual} (${end.message})` };
    });
}

function comparePhases(expected: Expected, ends: readonly PhaseEnd[]): readonly Mismatch[] {
  if (expected.phases === undefined) return [];
  if (expected.phases.length !== ends.length) {
    return [mismatch("number of phases", expected.phases.length, ends.length)];
  }
  return ends.flatMap((end, index) =>
    compareEnd(`phase ${index + 1}`, expected.phases?.[index] ?? {}, end),
  );
}

function compareVisited(allowed: Visits | undefined, actual: readonly string[]): Mismatch[] {
  if (allowed === undefined) return [];
  const stray = firstStray(allowed, actual);
  if (stray === null) return [];
  const what = stray < actual.length ? `visited, from visit ${stray + 1} on` : "visited, too few";
  return [mismatch(what, allowed as Value, actual)];
}

function compareArtifacts(expected: Fields, played: Played): readonly Mismatch[] {
  return Object.entries(expected).flatMap(([name, wanted]) => {
    const published = publicationOf(played.log, name);
    if (published === undefined) return [mismatch(`artifacts.${name}`, wanted, undefined)];
    const { version, path, data } = published;
    const file = readJson(played.files.get(path));
    const inLog = { version, ...(data === undefined ? {} : { data }) };
    return [
      ...compareFields("artifacts", { [name]: wanted }, { [name]: inLog }),
      ...compareFields(`file ${path}`, { "": wanted }, { "": file }),
    ];
  });
}

/** One mismatch for each key that doesn't fit. */
function compareFields(what: string, expected: Fields, actual: Fields): readonly Mismatch[] {
  return Object.entries(expected).flatMap(([key, wanted]) => {
    const path = misfit(wanted, actual[key]);
    const name = [what, key].filter((part) => part !== "").join(".");
    return path === null ? [] : [mismatch(`${name}${path}`, wanted, actual[key])];
  });
}

function compareWhole(what: string, expected: Fields, actual: Fields): readonly Mismatch[] {
  return fits({ $exact: expected }, actual) ? [] : [mismatch(what, expected, actual)];
}

function compareLack(text: string, files: ReadonlyMap<string, string>): readonly Mismatch[] {
  const holding = [...files].filter(([, content]) => content.includes(text)).map(([path]) => path);
  if (holding.length === 0) return [];
  return [{ what: `files lack ${text}`, expected: "no file", actual: holding.join(", ") }];
}

/** Keys of `wanted` with their values, those that are there. Node outputs carry no meta values. */
function pick(wanted: Fields, valueOf: (key: string) => Value | undefined): Fields {
  const picked: Record<string, Value> = {};
  for (const key of Object.keys(wanted)) {
    const value = valueOf(key);
    if (value !== undefined) picked[key] = value;
  }
  return picked;
}

function readJson(text: string | undefined): Value {
  return text === undefined ? null : (JSON.parse(text) as Value);
}

function mismatch(what: string, expected: Value | undefined, actual: Value | undefined): Mismatch {
  return { what, expected: show(expected), actual: show(actual) };
}

function show(value: Value | undefined): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}
