/** Tokens of a file, by number: what each of them is and where it stands. */

/** What a token is, as a small number. */
export const codes = {
  name: 1,
  string: 2,
  whole: 3,
  number: 4,
  "->": 5,
  ":": 6,
  "=": 7,
  ",": 8,
  ".": 9,
  "*": 10,
  "|": 11,
  "(": 12,
  ")": 13,
  "[": 14,
  "]": 15,
  "{": 16,
  "}": 17,
  /** Of no width: the entry of a mapping that follows begins a line and has no comma before it. */
  gap: 18,
  /** Names that mean something in some places. */
  when: 19,
  not: 20,
  as: 21,
  with: 22,
  enum: 23,
  /** First words of declarations; the first name of a line becomes one where it is meant so. */
  vars: 24,
  presets: 25,
  prompt: 26,
  schema: 27,
  mcp_server: 28,
  workflow: 29,
  kind: 30,
} as const;

/** What a code is called, by its number. */
export const codeNames: readonly string[] = Object.entries(codes).reduce<string[]>(
  (names, [name, code]) => {
    names[code] = name;
    return names;
  },
  [],
);

/** Tokens in columns, since a file has many of them. */
export interface Tokens {
  count: number;
  codes: Uint8Array;
  starts: Int32Array;
  ends: Int32Array;
}

/** No tokens yet; `room` is a guess. */
export function createTokens(room: number): Tokens {
  const size = Math.max(64, room);
  return {
    count: 0,
    codes: new Uint8Array(size),
    starts: new Int32Array(size),
    ends: new Int32Array(size),
  };
}

/** Adds a token. */
export function addToken(tokens: Tokens, code: number, start: number, end: number): void {
  const at = tokens.count;
  if (at === tokens.codes.length) makeRoom(tokens);
  tokens.codes[at] = code;
  tokens.starts[at] = start;
  tokens.ends[at] = end;
  tokens.count = at + 1;
}

/** What the token at an index is; 0 behind the last one. */
export function codeAt(tokens: Tokens, index: number): number {
  return tokens.codes[index] ?? 0;
}

/** Where the token at an index begins. */
export function startAt(tokens: Tokens, index: number): number {
  return tokens.starts[index] ?? 0;
}

/** Where the token at an index ends. */
export function endAt(tokens: Tokens, index: number): number {
  return tokens.ends[index] ?? 0;
}

/** True for names, those that mean something in some places included. */
export function isName(code: number): boolean {
  return code === codes.name || code >= codes.when;
}

function makeRoom(tokens: Tokens): void {
  const size = tokens.codes.length * 2;
  const grown = createTokens(size);
  grown.codes.set(tokens.codes);
  grown.starts.set(tokens.starts);
  grown.ends.set(tokens.ends);
  tokens.codes = grown.codes;
  tokens.starts = grown.starts;
  tokens.ends = grown.ends;
}
