/**
 * Values that look random and stand behind a name that says they are secret: `api_key: …`.
 *
 * Both must hold, so commits, digests, ids and encoded content stay what they are. Of a name the
 * last words count; of a value, how its characters are mixed. Digests and UUIDs are never taken for
 * secrets, whatever name they have.
 */
import { redacted } from "./known-forms.ts";

const secretWords: ReadonlySet<string> = new Set([
  ...["token", "secret", "secrets", "password", "passwd", "pwd", "passphrase", "pat"],
  ...["credential", "credentials", "apikey", "authorization", "bearer"],
]);

/** `key` alone may be a key of anything. */
const keyQualifiers: ReadonlySet<string> = new Set([
  ...["api", "access", "account", "admin", "app", "auth", "client", "deploy", "encryption"],
  ...["license", "master", "private", "secret", "service", "shared", "signing", "ssh", "storage"],
  ...["webhook"],
]);

/** Names of what is handed around openly, although it is called a token or a key. */
const openWords: ReadonlySet<string> = new Set([
  ...["cache", "continuation", "cursor", "idempotency", "next", "page", "public", "sync"],
]);

/** True for the name of something secret: `api_key`, `accessToken`, `DB_PASSWORD`. */
export function isSecretKey(name: string): boolean {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
  const [qualifier = "", last = ""] = [words.at(-2), words.at(-1)];
  if (words.some((word) => openWords.has(word))) return false;
  return secretWords.has(last) || (last === "key" && keyQualifiers.has(qualifier));
}

const shortest = 16;
const longest = 512;

/** A UUID, a digest in hex, or an id of a run; in lower case, which takes less than a pattern for both. */
const open =
  /^(?:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128}|(?:sha\d+[-:])\S+|run_\d{8}t\d{6}_[a-z0-9]{6})$/;

/** True for a text that nobody would write by hand. */
export function isRandom(text: string): boolean {
  if (text.length < shortest || text.length > longest) return false;
  if (open.test(text.toLowerCase())) return false;
  const counts = new Map<number, number>();
  const kinds = [0, 0, 0, 0];
  let [before, changes] = [-1, 0];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const kind = kindOf(code);
    kinds[kind] = (kinds[kind] ?? 0) + 1;
    if (before !== -1 && kind !== before && kind < 3 && before < 3) changes += 1;
    before = kind;
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  const [lower = 0, upper = 0, digits = 0] = kinds;
  const letters = lower + upper >= 2;
  const mixed = digits >= 2 ? changes >= text.length / 5 : changes >= text.length / 2.5;
  return digits > 0 && letters && mixed && entropyOf(counts, text.length) >= 3;
}

/** Lower case, upper case, digit, anything else. */
function kindOf(code: number): number {
  if (code >= 97 && code <= 122) return 0;
  if (code >= 65 && code <= 90) return 1;
  return code >= 48 && code <= 57 ? 2 : 3;
}

/** Bits a character. */
function entropyOf(counts: ReadonlyMap<number, number>, length: number): number {
  let bits = 0;
  for (const count of counts.values()) bits -= (count / length) * Math.log2(count / length);
  return bits;
}

/** What stands between a name and its value, and the value: taken as a whole, so the time is linear. */
const assigned =
  /((?:=>|[:=])\s{0,4}["'`\\]{0,6}(?:(?:[bB]earer|[bB]asic|[tT]oken)\s{1,4})?)([A-Za-z0-9_+/.~!@#$%^*?-]{16}[A-Za-z0-9_+/.~!@#$%^*?-]*={0,2})/g;

/** The name before it: `"api_key"`, `API_KEY`, `Authorization`. */
const nameBefore = /([A-Za-z][A-Za-z0-9_.-]{0,60})["'`\\]{0,6}\s{0,4}:?$/;

/** As much text before a value as is looked at for its name. */
const reach = 80;

/** Takes the values of secret names out of a text. */
export function replaceNamedValues(text: string): string {
  if (text.length < shortest + 2 || !(text.includes("=") || text.includes(":"))) return text;
  return text.replace(assigned, (found, before: string, value: string, at: number) => {
    if (!isRandom(value)) return found;
    const name = nameBefore.exec(text.slice(Math.max(0, at - reach), at))?.[1];
    return name !== undefined && isSecretKey(name) ? before + redacted : found;
  });
}
