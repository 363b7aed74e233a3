/**
 * Takes secrets out of whatever is recorded or shown.
 *
 * Known values are found in every form in which text carries them on; well-known forms of keys are
 * found without knowing their value. Spec: runtime §26.
 */
import { isFields } from "../graph/value.ts";
import type { Fields, Value } from "../graph/value.ts";
import { isSecretName } from "../text/environment.ts";
import type { Variables } from "../text/environment.ts";

/** What stands in place of a secret. */
export const redacted = "***";

/** Shorter values are words of every text. */
const shortest = 8;

/** Takes secrets out. */
export interface Redactor {
  readonly text: (text: string) => string;
  /** A value with all its texts and keys redacted; the same value if there is nothing to hide. */
  readonly value: (value: Value) => Value;
}

/** Keys and tokens that show by their form what they are. */
export const knownForms: readonly RegExp[] = [
  /\bgh[opsur]_[A-Za-z0-9]{30,}/,
  /\bgithub_pat_[A-Za-z0-9_]{30,}/,
  /\bsk-[A-Za-z0-9_-]{20,}/, // OpenAI, Anthropic
  /\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b/,
  /\bAIza[A-Za-z0-9_-]{35}/,
  /\bya29\.[A-Za-z0-9_-]{20,}/,
  /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/,
  /\bxapp-[A-Za-z0-9-]{10,}/,
  /\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/,
  /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY-----|$)/,
  /(?<=\b[A-Za-z][A-Za-z0-9+.-]{0,30}:\/\/)[^\s/?#@:"'<>`\\]+:[^\s/?#@"'<>`\\]+@/,
];

/**
 * Makes a redactor.
 *
 * @example
 * createRedactor({ values: ["tok-4f9c2a7b51"] }).text("it is tok-4f9c2a7b51"); // "it is ***"
 */
export function createRedactor({
  values,
  patterns = knownForms,
}: {
  readonly values: readonly string[];
  readonly patterns?: readonly RegExp[];
}): Redactor {
  const secrets = values.filter((value) => value.length >= shortest);
  const pattern = alternation(secrets.flatMap(formsOf), patterns);
  // A password that is a plain word is also the name of fields: without them nothing would run.
  const named = secrets.filter((value) => !/^[A-Za-z_]+$/.test(value));
  const keyPattern = alternation(named.flatMap(formsOf), patterns);

  const text = (given: string): string =>
    given.length < shortest ? given : given.replace(pattern, redacted);
  const key = (given: string): string =>
    given.length < shortest ? given : given.replace(keyPattern, redacted);

  function value(given: Value): Value {
    if (typeof given === "string") return text(given);
    if (typeof given !== "object" || given === null) return given;
    return isFields(given) ? object(given) : list(given);
  }

  function list(given: readonly Value[]): readonly Value[] {
    let items: Value[] | undefined;
    for (const [at, item] of given.entries()) {
      const clean = value(item);
      if (clean !== item) items ??= given.slice(0, at);
      items?.push(clean);
    }
    return items ?? given;
  }

  /** Nearly always there is nothing to hide: nothing is copied before there is. */
  function object(given: Fields): Fields {
    const names = Object.keys(given);
    let entries: [string, Value][] | undefined;
    for (const [at, name] of names.entries()) {
      const item = given[name] ?? null;
      const [cleanName, clean] = [key(name), value(item)];
      if (clean !== item || cleanName !== name) entries ??= entriesOf(given, names.slice(0, at));
      entries?.push([cleanName, clean]);
    }
    return entries === undefined ? given : Object.fromEntries(entries);
  }

  return { text, value };
}

function entriesOf(fields: Fields, names: readonly string[]): [string, Value][] {
  return names.map((name) => [name, fields[name] ?? null]);
}

/** Values of variables that are secrets by their name, and of those that `ITER_SECRETS` names. */
export function secretValues(environment: Variables): string[] {
  const also = (environment["ITER_SECRETS"] ?? "").split(/[\s,]+/);
  return Object.entries(environment)
    .filter(([name]) => name !== "ITER_SECRETS" && (isSecretName(name) || also.includes(name)))
    .flatMap(([, value]) => (value === undefined || value.length < shortest ? [] : [value]));
}

/** One expression for everything; of two forms that begin at one place the longer one is taken. */
function alternation(forms: readonly string[], patterns: readonly RegExp[]): RegExp {
  const literals = [...new Set(forms)].sort((a, b) => b.length - a.length).map(escape);
  const sources = [...literals, ...patterns.map(({ source }) => source)];
  return new RegExp(sources.length === 0 ? "(?!)" : sources.join("|"), "g");
}

function escape(literal: string): string {
  return literal.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}

/** A value as it stands in texts of all sorts. */
function formsOf(value: string): string[] {
  const escaped = JSON.stringify(value).slice(1, -1);
  const twice = JSON.stringify(escaped).slice(1, -1);
  const url = new URLSearchParams({ v: value }).toString().slice(2);
  const forms = [value, value.trim(), escaped, twice, encodeUri(value), url, ...base64Forms(value)];
  return forms.filter((form) => form.length >= shortest);
}

function encodeUri(value: string): string {
  return value.isWellFormed() ? encodeURIComponent(value) : "";
}

/** Base64 of the value alone and of what is left of it inside a longer text, in both alphabets. */
function base64Forms(value: string): string[] {
  const bytes = String.fromCharCode(...new TextEncoder().encode(value));
  return [0, 1, 2].flatMap((shift) => {
    const coded = btoa("\0".repeat(shift) + bytes).replace(/=+$/, "");
    const begin = [0, 2, 3][shift] ?? 0;
    // The last letter also holds bits of whatever follows.
    const end = (bytes.length + shift) % 3 === 0 ? coded.length : coded.length - 1;
    const core = coded.slice(begin, end);
    return [core, core.replaceAll("+", "-").replaceAll("/", "_")];
  });
}
