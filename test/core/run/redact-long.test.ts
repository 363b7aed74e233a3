// Texts of one long word: a search that notes a way back for each character fails at some millions.
import { expect, it } from "vitest";
import { createRedactor } from "#core/run/redact.ts";
import { spellingsOf } from "#core/run/secrets/spellings.ts";

const { text, stream } = createRedactor({ values: ["tok-4f9c2a7b51"] });

const many = 7_000_000;
const long = (word: string): string => word.repeat(Math.ceil(many / word.length)).slice(0, many);

it.each([
  ["letters behind a name", `"output":"${long("x")}"`],
  ["digits behind a name", `size=${long("1")}`],
  ["names and values", long("a=")],
  ["what base64 is made of, in a data URL", `data://x;base64,${long("aB3+/9Zq")}==`],
  ["parts that begin like a token", long("eyJ")],
  ["what begins like a token", `eyJ${long("a1")}`],
  ["underscores", `=${long("_")}`],
  ["hyphens", `:${long("-")}`],
  ["quotes", `:${long('"')}`],
  ["backslashes", `:${long("\\")}`],
  ["backslashes behind base64", `aGVsbG8gd29ybGQhIQ${long("\\")}n`],
  ["percent signs that are escaped", `aGVsbG8gd29ybGQhIQ%${long("25")}41`],
  ["blanks of a new line", `tok\n${long(" ")}4f9c2a7b51`],
])("leaves a long word as it is: %s", (_, given) => {
  expect(text(given) === given).toBe(true);
});

it.each([
  ["OpenAI", `sk-${long("a1")}`],
  ["GitHub", `ghp_${long("a1")}`],
  ["GitHub, fine-grained", `github_pat_${long("a1_")}`],
  ["Google, of OAuth", `ya29.${long("a1")}`],
  ["Slack", `xoxb-${long("1")}`],
  ["Slack, of an app", `xapp-${long("1")}`],
  ["JWT", `eyJ${long("a1")}.eyJ${long("b2")}.${long("c3")}`],
  ["a key of a known form, made of its own beginning", long("sk-")],
])("hides a long key of a known form: %s", (_, key) => {
  expect(text(`key ${key}, end`)).toBe("key ***, end");
});

it("shows a long word that comes in pieces once it is whole", () => {
  const shown = stream();
  const piece = "x".repeat(4096);

  let told = 0;
  for (let count = 0; count < 2_000; count += 1) told += shown(piece).length;

  expect(told).toBe(0);
  expect(shown(" and ").length).toBe(2_000 * 4096 + " and ".length);
});

it("knows the forms of a value of any length", () => {
  const value = "k7Gq2Zt9Xw4Bn8Vr".repeat(20_000);

  expect(spellingsOf([value]).base64).toContain(btoa(value).replace(/=+$/, "").slice(0, -1));
});
