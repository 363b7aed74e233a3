import { expect, it } from "vitest";
import { createRedactor } from "#core/run/redact.ts";

const known = "blåbær, og tre ord";
const { text: whole, stream } = createRedactor({ values: [known, "tok-4f9c2a7b51"] });

/** What is shown of a text that comes in pieces of one length. */
function show(text: string, length: number): string {
  const shown = stream();
  const pieces = text.match(new RegExp(`[^]{1,${length}}`, "g")) ?? [];
  return pieces.map(shown).join("");
}

const key = `-----BEGIN PRIVATE KEY-----\n${"MIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n".repeat(3)}-----END PRIVATE KEY-----`;

it.each([
  ["a known value", "it is tok-4f9c2a7b51, he said. ", "tok-4f9c"],
  ["a known value of several words", `call me ${known} for short. `, "blåbær"],
  ["a key of a known form", `use ghp_${"a1".repeat(18)} for it. `, "ghp_"],
  ["a value behind its name", "api_key: x7Qp2Lm9Zt4Rw8Kv1Nb6 is it. ", "x7Qp"],
  ["a private key", `this:\n${key}\nthat. `, "MIIE"],
])("never shows a part of %s, wherever it is cut", (_, text, secret) => {
  for (let length = 1; length <= text.length; length++) {
    const shown = show(text, length);

    expect(shown, `in pieces of ${length}`).not.toContain(secret);
    expect(shown).toMatch(/\. $/);
  }
});

it("shows each word once it is whole, and the last one not before something follows", () => {
  const shown = stream();

  expect(["The an", "swer is ", "yes", "."].map(shown)).toEqual(["The ", "answer is ", "", ""]);
});

it("shows words of scripts that have no blanks", () => {
  expect(show("答えは「はい」です", 2)).toBe("答えは「はい」です");
});

it("shows a long text as it is, and still finds what is hidden far behind", () => {
  const text = `${"All is well. ".repeat(4_000)}It is tok-4f9c2a7b51 now.\n`;

  expect(show(text, 700)).toBe(whole(text));
});
