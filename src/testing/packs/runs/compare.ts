/** Compares what a scenario gave with what it expects. */
import type { Fields, Value } from "#core/graph/value.ts";
import {
  compareFields,
  compareResults,
  compareUsage,
  mismatch,
} from "#core/report/check/compare.ts";
import { publicationOf } from "#core/report/check/log-view.ts";
import type { StatusOrNone } from "#core/report/check/log-view.ts";
import type { RunEvent } from "#core/run/events.ts";
import type { Mismatch } from "../case.ts";
import type { Expected, ExpectedEnd } from "./scenario.ts";
import { compareEvent, compareOrder } from "./compare-events.ts";

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
    ...compareLogAndFiles(expected, played),
    ...compareUsage(expected, played.log),
    ...(expected.events ?? []).flatMap((event) => compareEvent(event, played.log)),
    ...(expected.orders ?? []).flatMap((order) => compareOrder(order, played.log)),
    ...(expected.files_lack ?? []).flatMap((text) => compareLack(text, played.files)),
  ];
}

/** What holds of a run that was killed somewhere and resumed, as of one that was not. */
export function compareLogAndFiles(expected: Expected, played: Played): readonly Mismatch[] {
  return [
    ...compareResults(expected, played.log),
    ...compareArtifactFiles(expected.artifacts ?? {}, played),
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

function compareArtifactFiles(expected: Fields, { log, files }: Played): readonly Mismatch[] {
  return Object.entries(expected).flatMap(([name, wanted]) => {
    const path = publicationOf(log, name)?.path;
    if (path === undefined) return [];
    return compareFields(`file ${path}`, { "": wanted }, () => readJson(files.get(path)));
  });
}

function compareLack(text: string, files: ReadonlyMap<string, string>): readonly Mismatch[] {
  const holding = [...files].filter(([, content]) => content.includes(text)).map(([path]) => path);
  if (holding.length === 0) return [];
  return [{ what: `files lack ${text}`, expected: "no file", actual: holding.join(", ") }];
}

function readJson(text: string | undefined): Value {
  return text === undefined ? null : (JSON.parse(text) as Value);
}
