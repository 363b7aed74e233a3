/** The formats of GitHub's cases: what goes into a pure function of `src/github`, and what comes out. */
import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { z } from "zod";
import { isFields } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { fits } from "#core/report/check/fit.ts";
import { authorise } from "#src/github/authorise/authorise.ts";
import type { AuthorisationRequest } from "#src/github/authorise/authorise.ts";
import { decideMode } from "#src/github/auto-mode/decide-mode.ts";
import type { ModeContext } from "#src/github/auto-mode/decide-mode.ts";
import { parseCommand } from "#src/github/commands/commands.ts";
import { readMarker, writeMarker } from "#src/github/markers.ts";
import type { MarkedComment, MarkerKind, MarkerOptions } from "#src/github/markers.ts";
import { sanitiseIn } from "#src/github/sanitise/sanitise-in.ts";
import { sanitiseOut } from "#src/github/sanitise/sanitise-out.ts";
import type { Mismatch, PackCase } from "./case.ts";

const json: z.ZodType<Value> = z.json();
const given = z.looseObject({ id: z.string(), expect: json });
const pack = z.strictObject({
  format: z.literal(1),
  about: z.string(),
  base: z.record(z.string(), json).optional(),
  cases: z.array(given),
});

type Case = z.infer<typeof given>;

/** What a case comes to: its results by what they are called, each with what is expected of it. */
type Outcome = readonly {
  readonly what: string;
  readonly expected: Value;
  readonly actual: unknown;
  /** More keys may be there. */
  readonly open?: boolean;
}[];

interface Writing {
  readonly kind: MarkerKind;
  readonly payload: Fields;
  readonly state_key?: string;
}

type Player = (one: Case, base: Fields, folder: string) => Outcome;

const players: Readonly<Record<string, Player>> = {
  "commands.json": playCommand,
  "authorisation.json": playAuthorisation,
  "markers.json": playMarker,
  "sanitise.json": playSanitise,
  "auto-mode.json": playMode,
};

/** The cases of a JSON file, or an empty list if it is no pack of GitHub's. */
export function githubCases(path: string): readonly PackCase[] {
  const play = players[basename(path)];
  const read = pack.safeParse(readJson(path));
  if (play === undefined || !read.success) return [];
  const { base = {}, cases } = read.data;
  return cases.map((one) => ({
    format: "github" as const,
    name: `${basename(path)}: ${one.id}`,
    path,
    play: () => Promise.resolve(play(one, base, dirname(path)).flatMap(compare)),
  }));
}

function playCommand({ body, options, expect }: Case): Outcome {
  const actual = toValue(parseCommand(String(body), readOptions(options)));
  const open = isFields(expect) && "error" in expect;
  return [{ what: "command", expected: expect, actual, open }];
}

function playAuthorisation({ patch, expect }: Case, base: Fields): Outcome {
  const request = readRequest(mergePatch(base, toValue(patch)));
  return [{ what: "ruling", expected: expect, actual: authorise(request), open: true }];
}

function playMarker({ comment, options, write, expect }: Case): Outcome {
  if (write === undefined) {
    const actual = readMarker(readComment(comment), readMarkerOptions(options));
    return [{ what: "marker", expected: expect, actual }];
  }
  const { kind, payload, ...key } = readWriting(write);
  return [{ what: "line", expected: expect, actual: { line: writeMarker(kind, payload, key) } }];
}

function playSanitise({ direction, text, options, expect }: Case): Outcome {
  const given = String(text);
  const settings = readOptions(options);
  if (direction === "in")
    return [{ what: "text", expected: expect, actual: sanitiseIn(given, settings) }];
  const once = sanitiseOut(given, settings);
  return [
    { what: "text", expected: expect, actual: once },
    { what: "text again", expected: expect, actual: sanitiseOut(once, settings) },
  ];
}

function playMode(one: Case, base: Fields, folder: string): Outcome {
  const { patch, payload, payload_patch: change, event, expect } = one;
  const read = readJson(join(folder, String(payload)));
  const context = {
    ...readOptions(mergePatch(base, toValue(patch ?? {}))),
    event: String(event),
    payload: mergePatch(read, toValue(change ?? {})),
  };
  return [{ what: "decision", expected: expect, actual: decideMode(readContext(context)) }];
}

function compare({ what, expected, actual, open = false }: Outcome[number]): readonly Mismatch[] {
  const found = toValue(actual);
  if (fits(open ? expected : { $exact: expected }, found)) return [];
  return [{ what, expected: JSON.stringify(expected), actual: JSON.stringify(found) }];
}

/** JSON Merge Patch (RFC 7396). */
function mergePatch(target: Value, patch: Value): Value {
  if (!isFields(patch)) return patch;
  const merged = new Map(Object.entries(isFields(target) ? target : {}));
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) merged.delete(name);
    else merged.set(name, mergePatch(merged.get(name) ?? null, value));
  }
  return Object.fromEntries(merged);
}

// What a case holds is of the shape that its README says.

function readRequest(value: unknown): AuthorisationRequest {
  return value as AuthorisationRequest;
}

function readContext(value: unknown): ModeContext {
  return value as ModeContext;
}

function readComment(value: unknown): MarkedComment {
  return value as MarkedComment;
}

function readMarkerOptions(value: unknown): MarkerOptions {
  return value as MarkerOptions;
}

function readWriting(value: unknown): Writing {
  return value as Writing;
}

function readOptions(value: unknown): Fields {
  return (value ?? {}) as Fields;
}

function toValue(value: unknown): Value {
  return value === undefined ? null : (JSON.parse(JSON.stringify(value)) as Value);
}

function readJson(path: string): Value {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Value;
  } catch {
    return null;
  }
}
