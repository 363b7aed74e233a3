import { expect, it } from "vitest";
import { readCodeOwners } from "#src/github/code-owners.ts";

const fits: readonly (readonly [pattern: string, yes: readonly string[], no: readonly string[]])[] =
  [
    ["*", ["a.ts", "src/a.ts", ".github/x"], []],
    ["*.js", ["a.js", "src/deep/a.js"], ["a.jsx", "js"]],
    ["/build/logs/", ["build/logs/a", "build/logs/x/a"], ["src/build/logs/a", "build/logs"]],
    ["docs/*", ["docs/a.md"], ["docs/build-app/a.md", "src/docs/a.md"]],
    ["apps/", ["apps/a", "src/apps/x/a"], ["apps", "myapps/a"]],
    ["/docs/", ["docs/a", "docs/x/a"], ["src/docs/a"]],
    ["**/logs", ["logs/a", "build/logs/a", "deeply/nested/logs/a", "logs"], ["mylogs/a"]],
    ["/apps/github", ["apps/github", "apps/github/a"], ["src/apps/github", "apps/github.md"]],
    ["src/**/test", ["src/test", "src/a/b/test/x"], ["test/x", "src/tests"]],
    ["src/**", ["src/a", "src/b/c"], ["src", "lib/src/a"]],
    ["/*", ["a.ts"], ["src/a.ts"]],
    ["a?.ts", ["ab.ts", "x/ac.ts"], ["a.ts", "a/.ts"]],
    ["README.md", ["README.md", "x/README.md"], ["readme.md", "READMEXmd"]],
    ["/my\\ file.txt", ["my file.txt"], ["my", "my\\ file.txt"]],
    ["src", ["src/a.ts", "x/src/b", "src"], ["source/a"]],
  ];

it.each(fits)("matches `%s` as GitHub does", (pattern, yes, no) => {
  const ownersOf = readCodeOwners(`${pattern} @one\n`);

  for (const path of yes) expect(ownersOf(path), path).toEqual(["@one"]);
  for (const path of no) expect(ownersOf(path), path).toEqual([]);
});

it("takes the last line that fits, and one without owners as nobody's", () => {
  const ownersOf = readCodeOwners(
    "\uFEFF# who looks at what\r\n* @octo-org/all\r\n*.ts @one me@example.com # the compiler\r\n/src/gen/\r\n",
  );

  expect(ownersOf("README.md")).toEqual(["@octo-org/all"]);
  expect(ownersOf("src/a.ts")).toEqual(["@one", "me@example.com"]);
  expect(ownersOf("src/gen/a.ts")).toEqual([]);
});

it.each([
  "!a.ts @two",
  "[ab].ts @two",
  "\\#a.ts @two",
  "a.ts two",
  "a.ts @two/three/four",
  "/ @two",
])("passes over the line `%s`, which GitHub can't read", (line) => {
  const ownersOf = readCodeOwners(`* @one\n${line}\n`);

  for (const path of ["a.ts", "#a.ts", "!a.ts", "b.ts"]) expect(ownersOf(path)).toEqual(["@one"]);
});

it("reads no file that is longer than GitHub reads", () => {
  expect(readCodeOwners(`* @one\n${"#".repeat(3 * 1024 * 1024)}`)("a")).toEqual([]);
});
