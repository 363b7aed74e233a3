/** The `if:` of a job, in the forms that `iter github init` writes. */
import { at, textAt } from "#src/github/payload.ts";
import type { GivenEvent } from "./given-event.ts";

const event = /^github\.event_name\s*(==|!=)\s*'((?:[^']|'')*)'$/;
const called = /^(startsWith|contains)\(\s*github((?:\.\w+)+)\s*,\s*'((?:[^']|'')*)'\s*\)$/i;

/**
 * Whether one of its parts holds; null if it has parts that can't be told here.
 *
 * @example
 * holds("github.event_name != 'issue_comment'", { name: "push", payload: {} }); // true
 */
export function holds(condition: string, given: GivenEvent): boolean | null {
  const inner = /^\$\{\{(.*)\}\}$/s.exec(condition.trim())?.[1] ?? condition;
  const parts = inner.split("||").map((part) => holdsPart(part.trim(), given));
  if (parts.includes(true)) return true;
  return parts.includes(null) ? null : false;
}

function holdsPart(part: string, { name, payload }: GivenEvent): boolean | null {
  const [, sign, wanted] = event.exec(part) ?? [];
  if (wanted !== undefined) return isSame(name, wanted) === (sign === "==");
  const [, how = "", path = "", begin] = called.exec(part) ?? [];
  if (begin === undefined) return null;
  const keys = path.split(".").slice(1);
  const text = textAt(at({ event: payload, event_name: name }), ...keys).toLowerCase();
  const sought = unquoted(begin).toLowerCase();
  return how.toLowerCase() === "contains" ? text.includes(sought) : text.startsWith(sought);
}

/** As GitHub compares: without regard to case. */
function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === unquoted(other).toLowerCase();
}

function unquoted(text: string): string {
  return text.replaceAll("''", "'");
}
