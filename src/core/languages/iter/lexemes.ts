/** The sorts of pieces that a line has, and which of them a single character is. */
import { codes } from "./token.ts";

/** Codes besides those of tokens. */
export const sorts = { blank: 101, quote: 102, tick: 103, comment: 104, bad: 105 } as const;

/** The code of each sort by its name. */
export const lexemeCodes: Readonly<Record<string, number>> = { ...codes, ...sorts };

const signs: Readonly<Record<string, number>> = {
  ...{ '"': sorts.quote, "`": sorts.tick, "#": sorts.comment, " ": sorts.blank, "\t": sorts.blank },
  _: codes.name,
};

/** The code of each ASCII character where it stands alone, as moo has it; a test compares them. */
const aloneCodes = new Uint8Array(0x80).fill(sorts.bad);
for (const [sign, code] of Object.entries({ ...lexemeCodes, ...signs }))
  if (sign.length === 1) aloneCodes[sign.charCodeAt(0)] = code;
aloneCodes.fill(codes.name, 0x41, 0x5b).fill(codes.name, 0x61, 0x7b).fill(codes.whole, 0x30, 0x3a);

/** 1 for each ASCII character that may stand inside of a name. */
export const namePlaces: Readonly<Uint8Array> = aloneCodes.map((code) =>
  code === codes.name || code === codes.whole ? 1 : 0,
);

/** The code of a character alone; what is bad alone may still begin something. */
export function codeAlone(char: number): number {
  return aloneCodes[char] ?? sorts.bad;
}
