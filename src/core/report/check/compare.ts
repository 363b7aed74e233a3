/** Compares what a run came to with what somebody expects of it. */
import type { Fields, Value } from "#core/graph/value.ts";
import type { RunEvent } from "#core/run/events.ts";
import { fits, misfit } from "./fit.ts";
import { edgesOf, lastOf, publicationOf, runOutputOf, usageOf, visitedOf } from "./log-view.ts";
import { firstStray } from "./visited.ts";
import type { MeansVisit, Visits } from "./visited.ts";

/** One thing that came out other than expected. */
export interface Mismatch {
  /** Where: `visited`, `outputs.review.approved`. */
  readonly what: string;
  readonly expected: string;
  readonly actual: string;
}

/** What must come out; keys that are absent aren't checked. */
export interface ExpectedResults {
  /** Every node that is started, in an order that is allowed. */
  readonly visited?: Visits | undefined;
  /** All edges that are taken, `"from -> to"`, and how often. */
  readonly edges?: Readonly<Record<string, number>> | undefined;
  /** By node: the last output and the last input. */
  readonly outputs?: Fields | undefined;
  readonly inputs?: Fields | undefined;
  /** By published name: `version` and `data`. */
  readonly artifacts?: Fields | undefined;
  readonly run_output?: Value | undefined;
  /** `tokens`, `cost_usd`, `iterations`, `duration_ms`. */
  readonly usage?: Fields | undefined;
}

/**
 * Everything in a log that is not as expected.
 *
 * @param means - What items of `visited` mean; each exactly the visit that it spells, if left out.
 */
export function compareResults(
  expected: ExpectedResults,
  log: readonly RunEvent[],
  means?: MeansVisit,
): readonly Mismatch[] {
  const {
    visited,
    edges,
    outputs = {},
    inputs = {},
    artifacts = {},
    run_output: output,
  } = expected;
  return [
    ...compareVisited(visited, visitedOf(log), means),
    ...(edges === undefined ? [] : compareEdges(edges, edgesOf(log))),
    ...compareFields("outputs", outputs, (place) => lastOf(log, "node_finished", place)),
    ...compareFields("inputs", inputs, (place) => lastOf(log, "node_started", place)),
    ...compareFields("artifacts", artifacts, (name) => artifactOf(log, name)),
    ...compareFields("", output === undefined ? {} : { run_output: output }, () =>
      runOutputOf(log),
    ),
  ];
}

/** What of the ledger is not as expected. */
export function compareUsage(
  { usage = {} }: ExpectedResults,
  log: readonly RunEvent[],
): readonly Mismatch[] {
  const used = usageOf(log);
  return compareFields("usage", usage, (key) => used[key]);
}

/** One mismatch for each key that doesn't fit. */
export function compareFields(
  what: string,
  expected: Fields,
  valueOf: (key: string) => Value | undefined,
): readonly Mismatch[] {
  return Object.entries(expected).flatMap(([key, wanted]) => {
    const actual = valueOf(key);
    const path = misfit(wanted, actual);
    const name = [what, key].filter((part) => part !== "").join(".");
    return path === null ? [] : [mismatch(`${name}${path}`, wanted, actual)];
  });
}

/** A mismatch of two values. */
export function mismatch(
  what: string,
  expected: Value | undefined,
  actual: Value | undefined,
): Mismatch {
  return { what, expected: show(expected), actual: show(actual) };
}

function compareVisited(
  allowed: Visits | undefined,
  actual: readonly string[],
  means?: MeansVisit,
): Mismatch[] {
  if (allowed === undefined) return [];
  const stray = firstStray(allowed, actual, means);
  if (stray === null) return [];
  const what = stray < actual.length ? `visited, from visit ${stray + 1} on` : "visited, too few";
  return [mismatch(what, allowed as Value, actual)];
}

function compareEdges(expected: Fields, actual: Fields): Mismatch[] {
  return fits({ $exact: expected }, actual) ? [] : [mismatch("edges", expected, actual)];
}

function artifactOf(log: readonly RunEvent[], name: string): Value | undefined {
  const published = publicationOf(log, name);
  if (published === undefined) return undefined;
  const { version, data } = published;
  return { version, ...(data === undefined ? {} : { data }) };
}

function show(value: Value | undefined): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}
