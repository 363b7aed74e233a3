/**
 * What the grammar makes of a line: its form, and by index the tokens where its parts begin.
 *
 * A shape holds no text and no offset, so all lines with the same sorts of tokens share it.
 */

/** A clause; `from` is its first word. */
export interface ClauseShape {
  readonly form: "when" | "unless" | "loop" | "mapping";
  readonly from: number;
}

/** A line; indices count from its first token. */
export type LineShape =
  | PlainShape
  /** `typeEnd` is the last token of the type. */
  | { readonly form: "variable"; readonly typeEnd: number; readonly value: number | null }
  | { readonly form: "field"; readonly typeEnd: number; readonly enum: number | null }
  | { readonly form: "setting"; readonly value: number }
  | { readonly form: "property"; readonly value: number }
  | { readonly form: "edge"; readonly clauses: readonly ClauseShape[] };

/** A line whose form says all: its parts always stand at the same place. */
interface PlainShape {
  readonly form: "head" | "vars" | "preset" | "text" | "block";
}

/** A token as the parser is given it. */
export interface FedToken {
  readonly type: string;
  /** Names and punctuation are themselves, everything else is nothing. */
  readonly text: string;
  /** Its place in the line. */
  readonly index: number;
}

/** What a postprocessor is given; the rule before it says what stands where. */
type Data = readonly unknown[];

/** The grammar asks its lexer which names are tokens: all that begin with `%`. */
export const tokens: { has(): boolean } = { has: () => true };

/** The index of a token. */
export function indexOf(datum: unknown): number {
  return readToken(datum).index;
}

/** A line whose form says all. */
export function line(form: PlainShape["form"]): () => LineShape {
  return () => ({ form });
}

/** `name: value` */
export function setting(form: "setting" | "property"): () => LineShape {
  return () => ({ form, value: 2 });
}

/** `name: type`, or `name: type = value` */
export function variable([, , typeEnd, equals, value]: Data): LineShape {
  const hasValue = value !== undefined;
  return {
    form: "variable",
    typeEnd: readIndex(typeEnd),
    value: hasValue ? indexOf(equals) + 1 : null,
  };
}

/** `field: type`, or `field: type [enum: …]` */
export function field([, , typeEnd, , keyword]: Data): LineShape {
  const index = keyword === undefined ? null : indexOf(keyword);
  return { form: "field", typeEnd: readIndex(typeEnd), enum: index };
}

/** A clause by its first word. */
export function clause(form: ClauseShape["form"]): (data: Data) => ClauseShape {
  return ([word]) => ({ form, from: indexOf(word) });
}

/** Clauses so far; each knows the ones before it, since what is read may be taken back. */
interface Clauses {
  readonly before: Clauses | null;
  readonly clause: ClauseShape;
}

/** The first clause of an edge. */
export function firstClause([first]: Data): Clauses {
  return { before: null, clause: readClause(first) };
}

/** One more clause of an edge. */
export function addClause([before, next]: Data): Clauses {
  return { before: readClauses(before), clause: readClause(next) };
}

/** `a -> b` and its clauses. */
export function edge([, , , clauses, newline]: Data): LineShape {
  const found: ClauseShape[] = [];
  let chain = newline === undefined ? null : readClauses(clauses);
  for (; chain !== null; chain = chain.before) found.push(chain.clause);
  return { form: "edge", clauses: found.reverse() };
}

function readToken(datum: unknown): FedToken {
  return datum as FedToken;
}

function readIndex(datum: unknown): number {
  return datum as number;
}

function readClause(datum: unknown): ClauseShape {
  return datum as ClauseShape;
}

function readClauses(datum: unknown): Clauses {
  return datum as Clauses;
}
