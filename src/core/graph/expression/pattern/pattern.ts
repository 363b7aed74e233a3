/**
 * The regular expressions of `matches`.
 *
 * A pattern may come from a workflow that somebody else wrote, and the text from anywhere, so no
 * search may hang a run. Patterns in which nothing repeats or is chosen go to the engine of the
 * language; all others are searched as automata, in time that is at most the product of text and
 * pattern. Where that product is too large, the search is not begun: fault `limit`.
 */
import { fail } from "../fault.ts";
import { buildAutomaton } from "./automaton.ts";
import type { Automaton } from "./automaton.ts";
import { PatternError, parsePattern } from "./parse.ts";
import type { Pattern } from "./parse.ts";
import { searchText } from "./search.ts";

/** States times code points: some seconds. */
const maxWork = 500_000_000;

/** Prepared patterns, the oldest first; a run uses few, over and over. */
const prepared = new Map<string, (text: string) => boolean>();
const maxPrepared = 100;

/** Says what is wrong with a pattern, as the end of a sentence; undefined if it can be used. */
export function findPatternFault(pattern: string): string | undefined {
  try {
    new RegExp(pattern, "u");
  } catch {
    return "is no regular expression";
  }
  try {
    prepare(pattern);
    return undefined;
  } catch (error) {
    if (error instanceof PatternError) return error.message;
    throw error;
  }
}

/** True if a pattern that has no fault is found in a text. */
export function matchesPattern(text: string, pattern: string): boolean {
  let search = prepared.get(pattern);
  if (search === undefined) {
    search = prepare(pattern);
    if (prepared.size === maxPrepared) prepared.delete(prepared.keys().next().value ?? "");
    prepared.set(pattern, search);
  }
  return search(text);
}

function prepare(pattern: string): (text: string) => boolean {
  const tree = parsePattern(pattern);
  if (!branches(tree)) {
    const native = new RegExp(pattern, "u");
    return (text) => native.test(text);
  }
  const automaton = buildAutomaton(tree);
  return (text) => search(automaton, text, pattern);
}

function search(automaton: Automaton, text: string, pattern: string): boolean {
  if (automaton.size * text.length > maxWork) {
    return fail("limit", `A text of ${text.length} characters is too long for \`${pattern}\`.`);
  }
  return searchText(automaton, text);
}

/** Where nothing branches and nothing is chosen, a search never goes back. */
function branches(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case "repeat":
    case "choice":
      return true;
    case "sequence":
      return pattern.parts.some(branches);
    case "look":
      return branches(pattern.part);
    case "literal":
    case "set":
    case "start":
    case "end":
    case "boundary":
    case "no-boundary":
      return false;
  }
}
