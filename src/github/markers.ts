/**
 * The line that a comment of ours begins with: which run it speaks of, and that it is ours.
 * Spec: github §8.3.
 */
import { isFields } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { deriveKey, fromBase64Url, sameSignature, sign, toBase64Url } from "./hashes.ts";
import { normalise } from "./hidden-characters.ts";

/** What a comment is for. */
export type MarkerKind = "run" | "gate" | "effect" | "reply";

/** A marker as it was read; fields that are not known stay. */
export type Marker = Fields & { readonly kind: MarkerKind };

/** Why a comment counts as none of ours. */
export type MarkerRejection =
  | "no_marker"
  | "foreign_author"
  | "edited_by_other"
  | "unknown_version"
  | "several_markers"
  | "malformed"
  | "unsigned"
  | "bad_signature"
  | "key_missing"
  | "wrong_repository";

/** A comment as the API has it; the last editor is known to GraphQL alone. */
export interface MarkedComment {
  readonly body: string;
  readonly author_id: number;
  readonly editor_id: number | null;
}

/** Whose markers count here. */
export interface MarkerOptions {
  readonly identities: readonly number[];
  readonly repository: number;
  readonly state_key?: string;
}

const beginning = "<!-- iter:v";
const line = /^<!-- iter:v1 (run|gate|effect|reply) ([A-Za-z0-9_-]+) (none|[A-Za-z0-9_-]{43}) -->$/;

type Check = (value: Value | undefined) => boolean;

const isNumber: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
const isText: Check = (value) => hasForm(value, /[^]/);
const isRun: Check = (value) => hasForm(value, /^iter_[0-9a-hjkmnp-tv-z]{20}$/);
const isGate: Check = (value) => hasForm(value, /^g[1-9][0-9]{0,3}$/);
const isEffect: Check = (value) => hasForm(value, /^[0-9a-f]{32}$/);

const required: Readonly<Record<MarkerKind, Readonly<Record<string, Check>>>> = {
  run: { run: isRun, seq: isNumber, status: isText, repository: isNumber, workflow_run: isNumber },
  gate: { run: isRun, gate: isGate, repository: isNumber },
  effect: { run: isRun, effect: isEffect, repository: isNumber },
  reply: { event: isText, repository: isNumber },
};

/** The line of a marker; keys are written in the order in which they are given. */
export function writeMarker(
  kind: MarkerKind,
  payload: Fields,
  { state_key: key }: { readonly state_key?: string } = {},
): string {
  const signed = `iter:v1 ${kind} ${toBase64Url(JSON.stringify(payload))}`;
  const signature = key === undefined ? "none" : sign(deriveKey(key, "marker"), signed);
  return `<!-- ${signed} ${signature} -->`;
}

/**
 * The marker of a comment, or the first reason why it has none that counts.
 *
 * @example
 * readMarker({ body: "Hello", author_id: 1, editor_id: null }, { identities: [1], repository: 5 });
 * // { rejected: "no_marker" }
 */
export function readMarker(
  comment: MarkedComment,
  options: MarkerOptions,
): { readonly marker: Marker } | { readonly rejected: MarkerRejection } {
  const { author_id: author, editor_id: editor } = comment;
  const { identities, state_key: key } = options;
  const [first = "", ...others] = normalise(comment.body.replace(/^\uFEFF/, "")).split("\n");
  const reject = (rejected: MarkerRejection) => ({ rejected });
  if (!first.startsWith(beginning)) return reject("no_marker");
  if (!identities.includes(author)) return reject("foreign_author");
  if (editor !== null && !identities.includes(editor)) return reject("edited_by_other");
  if (!first.startsWith(`${beginning}1 `)) return reject("unknown_version");
  if (others.some((line) => line.includes(beginning))) return reject("several_markers");
  const [, kind, payload = "", signature = ""] = line.exec(first) ?? [];
  if (!isKind(kind)) return reject("malformed");
  const distrust = checkSignature(`iter:v1 ${kind} ${payload}`, signature, key);
  if (distrust !== null) return reject(distrust);
  const fields = readPayload(kind, payload);
  if (fields === null) return reject("malformed");
  if (fields["repository"] !== options.repository) return reject("wrong_repository");
  return { marker: { ...fields, kind } };
}

function checkSignature(
  signed: string,
  signature: string,
  key: string | undefined,
): MarkerRejection | null {
  if (key === undefined) return signature === "none" ? null : "key_missing";
  if (signature === "none") return "unsigned";
  return sameSignature(sign(deriveKey(key, "marker"), signed), signature) ? null : "bad_signature";
}

function readPayload(kind: MarkerKind, encoded: string): Fields | null {
  const text = fromBase64Url(encoded);
  if (text === null) return null;
  const value = parse(text);
  if (!isFields(value)) return null;
  const sound = Object.entries(required[kind]).every(([name, check]) => check(value[name]));
  return sound ? value : null;
}

function parse(text: string): Value {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return null;
  }
}

function hasForm(value: Value | undefined, form: RegExp): boolean {
  return typeof value === "string" && form.test(value);
}

function isKind(kind: string | undefined): kind is MarkerKind {
  return kind !== undefined && Object.hasOwn(required, kind);
}
