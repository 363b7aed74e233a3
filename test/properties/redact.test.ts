import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Value } from "#core/graph/value.ts";
import { createRedactor } from "#core/run/redact.ts";
import { spellings } from "#support/spellings.ts";

const known = [
  "s3cr3t/of+the=run",
  "line one\nk7Gq2Zt9Xw4Bn8Vr1\nline three",
  "20491736558",
  "***x***y***",
];
const { text, value } = createRedactor({ values: known });

/** Pieces of everything that a redactor looks for, whole and cut. */
const piece = fc.oneof(
  fc.constantFrom(
    ...known,
    ...known.map((secret) => secret.slice(0, -1)),
    ...known.map((secret) => Buffer.from(`u:${secret}`).toString("base64")),
    ...known.flatMap((secret) => Object.values(spellings).map((spell) => spell(secret))),
    "-----BEGIN PRIVATE KEY-----",
    "-----END PRIVATE KEY-----",
    "\nMIIEvQIBADANBgkqhkiG9w0BAQEF\n",
    "eyJhbGciOiJIUzI1NiJ9",
    ".eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl",
    "ghp_a1b2c3d4e5f6a1b2c3d4e5f6a1b2c3d4e5f6",
    "sk-ant-a1b2c3d4e5f6a1b2c3d4e5f6",
    "https://ada:",
    "pw@",
    "://",
    "api_key",
    "token",
    "password",
    "k7Gq2Zt9Xw4Bn8Vr",
    "Bearer ",
  ),
  fc.constantFrom("=", ":", '"', "\\", " ", "\n", "*", "***", "-", ".", "_", "@", "/", "%0A"),
  fc.string({ maxLength: 6 }),
);
const someText = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(""));

describe("redacting", () => {
  it("twice is redacting once", () => {
    fc.assert(
      fc.property(someText, (given) => {
        const shown = text(given);

        expect(text(shown)).toBe(shown);
      }),
      { numRuns: 3_000 },
    );
  });

  it("a value twice is redacting it once, and leaves it a value of the same shape", () => {
    const { tree } = fc.letrec<{ tree: Value }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        someText,
        fc.constantFrom<Value>(null, true, 1, 20491736558),
        fc.array(tie("tree"), { maxLength: 3 }),
        fc.dictionary(piece, tie("tree"), { maxKeys: 3 }),
      ),
    }));
    fc.assert(
      fc.property(tree, (given) => {
        const shown = value(given);

        expect(value(shown)).toEqual(shown);
        expect(Array.isArray(shown)).toBe(Array.isArray(given));
      }),
      { numRuns: 1_000 },
    );
  });

  it("leaves no known value, whatever stands around it", () => {
    fc.assert(
      fc.property(someText, someText, fc.constantFrom(...known), (before, after, secret) => {
        expect(text(`${before} ${secret} ${after}`)).not.toContain(secret);
      }),
      { numRuns: 1_000 },
    );
  });
});

/** Seconds of this process's own work: other processes on the machine don't count. */
function timeOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

describe("a text that makes a careless search slow", () => {
  const half = 500_000;
  const repeated = (pattern: string): string =>
    pattern.repeat(Math.ceil(half / pattern.length)).slice(0, half);

  it.each([
    "eyJaaaaaaaa-",
    "eyJaaaaaaaa.",
    "-----BEGIN PRIVATE KEY-----",
    "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEF\n",
    "MIIEvQIBADANBgkqhkiG9w0BAQEF\n-----END PRIVATE KEY-----\n",
    "-----END PRIVATE KEY-----",
    "token=",
    'token="',
    "token: ",
    "a_token-",
    "a.token.",
    "token: a1",
    "://a:",
    "://a:b",
    "a://",
    "x@",
    "=",
    ":",
    "\\",
    '"',
    "a",
    "aA1",
    "sk-",
    "xoxb-",
    "ghp_",
    "***",
    "s3cr3t/of+the=ru",
    "s3cr3t%2Fof%2Bthe%3Dru",
    "%25",
    "%41",
    "\\u0041",
    "czNjcjN0L29m\n",
    "\n",
    " ",
  ])("takes time in proportion to its length: %j", (pattern) => {
    const long = repeated(pattern);
    text(long.slice(0, 1000));

    expect(timeOf(() => text(long))).toBeLessThan(2);
  });

  it("takes time in proportion to its length: drawn ones", () => {
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 3 }), (pieces) => {
        const pattern = pieces.join("") || "x";
        const long = pattern.repeat(Math.ceil(100_000 / pattern.length));

        expect(timeOf(() => text(long))).toBeLessThan(1);
      }),
      { numRuns: 100 },
    );
  });
});
