/**
 * Takes secrets out of whatever is recorded or shown.
 *
 * Known values are found in every form in which text carries them on; well-known forms of keys, and
 * values that look random behind a secret's name, are found without knowing them. Redacting twice is
 * redacting once, and takes time in proportion to the text. Spec: runtime §26.
 */
import { isFields } from "../graph/value.ts";
import type { Fields, Value } from "../graph/value.ts";
import { isSecretName } from "../text/environment.ts";
import type { Variables } from "../text/environment.ts";
import { redacted, replaceKnownForms } from "./secrets/known-forms.ts";
import { isRandom, isSecretKey, replaceNamedValues } from "./secrets/named-values.ts";
import { createSearch } from "./secrets/search.ts";
import type { Search } from "./secrets/search.ts";
import { shortestSecret, spellingsOf } from "./secrets/spellings.ts";
import { createTextStream } from "./secrets/stream.ts";
import type { TextStream } from "./secrets/stream.ts";

/** How many keys are remembered. */
const mostKeys = 1_000;

/** Takes secrets out. */
export interface Redactor {
  readonly text: (text: string) => string;
  /** A value with all its texts and keys redacted; the same value if there is nothing to hide. */
  readonly value: (value: Value) => Value;
  /** Begins a text that comes in pieces. */
  readonly stream: () => TextStream;
}

/**
 * Makes a redactor.
 *
 * @example
 * createRedactor({ values: ["tok-4f9c2a7b51"] }).text("it is tok-4f9c2a7b51"); // "it is ***"
 */
export function createRedactor({ values }: { readonly values: readonly string[] }): Redactor {
  const secrets = values.filter((value) => value.length >= shortestSecret);
  const search = createSearch(spellingsOf(secrets));
  const text = createReplacer(search);
  // A password that is a plain word is also the name of fields: without them nothing would run.
  const inKeys = secrets.filter((value) => !/^[A-Za-z_]+$/.test(value));
  const replaceInKey = createReplacer(createSearch(spellingsOf(inKeys)));
  const about = remember((name) => ({
    shown: name.length < shortestSecret ? name : replaceInKey(name),
    secret: isSecretKey(name),
  }));

  function value(given: Value): Value {
    if (typeof given === "string") return text(given);
    if (typeof given === "number") return number(given);
    if (typeof given !== "object" || given === null) return given;
    return isFields(given) ? object(given) : list(given);
  }

  /** A password of digits may come as a number. */
  function number(given: number): Value {
    if (Math.abs(given) < 1e7) return given;
    const { shown } = about(String(given));
    return shown === String(given) ? given : shown;
  }

  function list(given: readonly Value[]): readonly Value[] {
    let items: Value[] | undefined;
    for (let at = 0; at < given.length; at += 1) {
      const item = given[at] ?? null;
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
    for (let at = 0; at < names.length; at += 1) {
      const name = names[at] ?? "";
      const item = given[name] ?? null;
      const { shown, secret } = about(name);
      const hidden = secret && typeof item === "string" && isRandom(item);
      const clean = hidden ? redacted : value(item);
      if (clean !== item || shown !== name) entries ??= entriesOf(given, names.slice(0, at));
      entries?.push([shown, clean]);
    }
    return entries === undefined ? given : Object.fromEntries(entries);
  }

  return {
    text,
    value,
    stream: () => createTextStream({ replace: text, settled: search.settled }),
  };
}

function entriesOf(fields: Fields, names: readonly string[]): [string, Value][] {
  return names.map((name) => [name, fields[name] ?? null]);
}

/** Values of variables that are secrets by their name, and of those that `ITER_SECRETS` names. */
export function secretValues(environment: Variables): string[] {
  return secretsOf(environment).map(([, value]) => value);
}

/** Names of such variables whose values a text has in it, in whatever form. */
export function secretsIn(text: string, environment: Variables): string[] {
  return secretsOf(environment)
    .filter(([, value]) => createSearch(spellingsOf([value])).replace(text) !== text)
    .map(([name]) => name);
}

function secretsOf(environment: Variables): [name: string, value: string][] {
  const also = (environment["ITER_SECRETS"] ?? "").split(/[\s,]+/);
  return Object.entries(environment)
    .filter(([name]) => name !== "ITER_SECRETS" && (isSecretVariable(name) || also.includes(name)))
    .flatMap(([name, value]) =>
      value === undefined || value.length < shortestSecret ? [] : [[name, value]],
    );
}

/** The runner's variables for inputs have the hyphens of their names. */
function isSecretVariable(name: string): boolean {
  return isSecretName(name.replaceAll("-", "_"));
}

/** What is left may spell a secret anew, so it is looked at until nothing changes. */
function createReplacer(search: Search): (text: string) => string {
  const once = (text: string): string =>
    replaceNamedValues(replaceKnownForms(search.replace(text)));
  return (given) => {
    if (given.length < shortestSecret) return given;
    let shown = given;
    for (let next = once(shown); next !== shown; next = once(shown)) shown = next;
    return shown;
  };
}

/** Keys of objects are the same few all over a log. */
function remember<Answer>(ask: (name: string) => Answer): (name: string) => Answer {
  const known = new Map<string, Answer>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const answer = ask(name);
    if (known.size < mostKeys) known.set(name, answer);
    return answer;
  };
}
