/** Reads the text of an input into a value, and says what is wrong with one that can't be read. */
import type { FieldError } from "#core/run/failure.ts";
import { didYouMean } from "#core/text/suggest.ts";
import { faultOfApprover } from "#src/github/approvers.ts";
import type { InputName } from "#src/github/inputs.ts";

/** A text that is to be read, and where mistakes are told. */
export interface InputText {
  readonly name: InputName;
  readonly text: string;
  readonly errors: FieldError[];
}

const shortestKey = 32;

/** One of a few words. */
export function readWord<Word extends string>(
  { name, text, errors }: InputText,
  words: readonly Word[],
  otherwise: Word,
): Word {
  const found = words.find((word) => word === text.toLowerCase());
  if (found !== undefined || text === "") return found ?? otherwise;
  const hint = didYouMean(text, words, `it takes ${listWords(words)}.`);
  errors.push({ field: name, message: `\`${name}\` is \`${text}\`; ${hint}` });
  return otherwise;
}

/** Any of a few words, or `none`. */
export function readWords<Word extends string>(
  { name, text, errors }: InputText,
  words: readonly Word[],
): ReadonlySet<Word> {
  const chosen = new Set<Word>();
  for (const part of splitList(text).filter((each) => each !== "none")) {
    const found = words.find((word) => word === part);
    if (found !== undefined) chosen.add(found);
    else
      errors.push({
        field: name,
        message: `\`${name}\` has \`${part}\`; it takes any of ${words.join(", ")}, or none.`,
      });
  }
  return chosen;
}

/** A number above zero, or nothing. */
export function readLimit(
  { name, text, errors }: InputText,
  { whole = false, none = false }: { readonly whole?: boolean; readonly none?: boolean } = {},
): number | undefined {
  if (text === "") return undefined;
  const value = Number(text);
  const enough = value > 0 || (none && value === 0);
  if (Number.isFinite(value) && enough && (!whole || Number.isInteger(value))) return value;
  const wanted = `${whole ? "a whole number" : "a number"} above 0${none ? ", or 0" : ""}`;
  errors.push({ field: name, message: `\`${name}\` is \`${text}\`; it takes ${wanted}.` });
  return undefined;
}

/** Numeric ids of accounts. */
export function readIds({ name, text, errors }: InputText): readonly number[] {
  return splitList(text).flatMap((part) => {
    if (/^[1-9]\d{0,15}$/.test(part)) return [Number(part)];
    errors.push({
      field: name,
      message: `\`${name}\` has \`${part}\`; it takes numeric ids of accounts, such as 49699333.`,
    });
    return [];
  });
}

/** People as gates name them. */
export function readApprovers({ name, text, errors }: InputText): readonly string[] {
  const entries = splitList(text);
  for (const entry of entries) {
    const fault = faultOfApprover(entry);
    if (fault !== null)
      errors.push({ field: name, message: `\`${name}\` has \`${entry}\`; ${fault}` });
  }
  return entries;
}

/** A word that begins comments. */
export function readPhrase({ name, text, errors }: InputText): string | undefined {
  if (/\s/.test(text))
    errors.push({
      field: name,
      message: `\`${name}\` is \`${text}\`; it takes one word, such as @iter.`,
    });
  return text === "" ? undefined : text;
}

/** The key of the state; what it is stays unsaid. */
export function readStateKey({ name, text, errors }: InputText): string | undefined {
  if (text !== "" && text.length < shortestKey)
    errors.push({ field: name, message: `\`${name}\` has fewer than ${shortestKey} characters.` });
  return text === "" ? undefined : text;
}

/** False, true, or a path. */
export function readSimulate({ text }: InputText): boolean | string {
  const word = text.toLowerCase();
  if (word === "" || word === "false" || word === "no") return false;
  return word === "true" || word === "yes" ? true : text;
}

/** Where no runner fills it in, the default stands as it was written. */
export function readToken({ text }: InputText): string | null {
  return text === "" || text.startsWith("${{") ? null : text;
}

function splitList(text: string): string[] {
  return text.split(/[\s,]+/).filter((part) => part !== "");
}

function listWords(words: readonly string[]): string {
  return words.join(", ");
}
