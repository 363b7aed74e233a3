/** Likely slips, and that what is advised mends them. */
import { describe, expect, it } from "vitest";
import { compileSource } from "#core/standard.ts";
import { codesOf } from "#support/compile.ts";
import { sha256 } from "#support/sha256.ts";

const file = `schema verdict:
  approved: bool
  level: string

prompt review_user:
  Review.

judge review_er:
  model: "anthropic/claude-sonnet-5"
  user: review_user
  output: verdict
  timeout: "5m"

tool build:
  command: "make"

workflow w:
  entry: review_er
  review_er -> build when "approved == true" with { x: "{{input.code}}" }
  review_er -> fail
  build -> done
`;

const promptBlock =
  "a prompt is a block of its own: write `user: a_prompt` here, and at the margin `prompt a_prompt:` with the text below it, indented";

/** A piece of the file, the slip in its place, and the help. */
const slips: readonly (readonly [string, string, string])[] = [
  [
    '"anthropic/claude-sonnet-5"',
    "anthropic/claude-sonnet-5",
    'write `model: "anthropic/claude-sonnet-5"`',
  ],
  ['"anthropic/claude-sonnet-5"', "gpt-5 # fast", 'write `model: "gpt-5"`'],
  ['timeout: "5m"', "timeout: 5", 'write `timeout: "5m"`'],
  ["build -> done", "build - > done", "write `build -> done`"],
  ['when "approved', 'whn "approved', "did you mean `when`?"],
  ['when "approved', 'if "approved', "did you mean `when`?"],
  ["with {", "wiht {", "did you mean `with`?"],
  ["build -> done", "build > done", "write `build -> done`"],
  ["build -> done", "build => done", "write `build -> done`"],
  ["build -> done", "build --> done # end", "write `build -> done`"],
  ["build -> done", "build → done", "write `build -> done`"],
  ['"make"', "“make”", 'write straight quotes: `"…"`'],
  ['"make"', "‘make’", 'write straight quotes: `"…"`'],
  ['"make"', "make -j 2", 'write `command: "make -j 2"`'],
  ["judge review_er", "judge review-er", "names have no `-`: write `review_er`"],
  ["entry: review_er", "entry: review-er", "names have no `-`: write `review_er`"],
  ['"approved == true"', "approved == true", 'write `when "approved == true"`'],
  ['"approved == true"', 'level == "high"', "write `when \"level == 'high'\"`"],
  ['"approved == true"', "not level = 'a'", "write `when not \"level == 'a'\"`"],
  ['"5m"', "5 minutes", 'write `timeout: "5m"`'],
  ['"5m"', "90s", 'write `timeout: "90s"`'],
  ['"5m"', "1.5 Hours", 'write `timeout: "1.5h"`'],
  ["user: review_user", "user: hello there", promptBlock],
  ["user: review_user", "user: “hello there”", promptBlock],
  ["user: review_user", 'user: "hello there"', promptBlock],
  ["user: review_user", 'user: "review_user"', "write `user: review_user`"],
  ["level: string", "level: string [enum: a, b]", 'write `[enum: "a", "b"]`'],
  ['"{{input.code}}"', "{{input.code}}", 'write `"{{input.code}}"`'],
  // What nobody can guess is answered as before.
  ["build -> done", "build -> done -> fail", "put `->` on a line of its own, or remove it"],
  ["build -> done", "build -> done ? fail", "remove it, or quote it"],
  ['"make"', "'make'", 'write texts in double quotes: `"…"`'],
];

it("has nothing to say of a file without slips", () => {
  expect(codesOf(file)).toEqual([]);
});

describe.each(slips)("%s as %s", (right, slip, help) => {
  it(`advises: ${help}`, () => {
    const { diagnostics } = compileSource(
      "x.iter",
      file.replace(right, () => slip),
      { sha256 },
    );

    expect(
      diagnostics.filter(({ code }) => code.startsWith("E")).map((found) => found.help),
    ).toEqual([help]);
  });
});

it("advises no quotes where a type belongs", () => {
  const { diagnostics } = compileSource("x.iter", file.replace("bool", "bool/int"), { sha256 });

  expect(diagnostics.map((found) => found.help)).toEqual(["remove it, or quote it"]);
});
