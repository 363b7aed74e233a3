/** Files of tests that can't be read, and what lies beside them. */
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createFolder, documentOf, iter } from "#support/command-line.ts";

const workflow = `agent a:
  model: "simulate/x"

workflow w:
  entry: a
  a -> done
`;

/** A folder with a workflow and a file of tests that pass. */
function place(): string {
  const cwd = createFolder();
  writeFileSync(join(cwd, "w.iter"), workflow);
  writeFileSync(join(cwd, "w.test.yaml"), "tests:\n  - name: fine\n");
  return cwd;
}

it("leaves out what is called like a file of tests and is none", async () => {
  const cwd = place();
  symlinkSync("ada@host.1234:1700000000", join(cwd, ".#w.test.yaml"));
  symlinkSync("loop.test.yaml", join(cwd, "loop.test.yaml"));
  mkdirSync(join(cwd, "w.gate.test.yaml"));

  for (const words of [["w.iter"], ["."], []]) {
    const said = await iter(["test", ...words], { cwd });

    expect(said, words.join()).toMatchObject({ code: 0, err: "" });
    expect(said.out).toContain("1 passed");
  }
});

it("takes a link to a file of tests", async () => {
  const cwd = place();
  symlinkSync("w.test.yaml", join(cwd, "w.two.test.yaml"));

  const said = await iter(["test", "w.iter"], { cwd });

  expect(said.out).toContain("2 passed");
});

it("says which file can't be read", async ({ skip }) => {
  const cwd = place();
  writeFileSync(join(cwd, "w.two.test.yaml"), "");
  chmodSync(join(cwd, "w.two.test.yaml"), 0);
  if (process.getuid?.() === 0) skip("root reads everything");

  const said = await iter(["test", "w.iter", "--json"], { cwd });

  expect(said.code).toBe(2);
  expect(documentOf(said)).toMatchObject({
    code: "INPUT_INVALID",
    error: "The tests can't be run: w.two.test.yaml: it can't be read (EACCES)",
  });
});

it("refuses a path that leads in a circle", async () => {
  const cwd = place();
  symlinkSync("loop", join(cwd, "loop"));

  const said = await iter(["test", "loop"], { cwd });

  expect(said.code).toBe(2);
  expect(said.err).toContain("`loop` is a link to nowhere.");
});

it("says with its line which recipe of a test can't be read, and what else is wrong", async () => {
  const cwd = place();
  const tests = `tests:
  - name: one
    recipe: none.yaml
  - name: two
    recipe: other.yaml
    expect: { visited: [b] }
`;
  writeFileSync(join(cwd, "w.test.yaml"), tests);

  const said = await iter(["test", "--json"], { cwd });

  expect(said.code).toBe(2);
  expect(documentOf(said)).toMatchObject({
    errors: [
      {
        field: "w.test.yaml:3:13",
        message: "the file `none.yaml` of `recipe` can't be read (ENOENT)",
      },
      {
        field: "w.test.yaml:5:13",
        message: "the file `other.yaml` of `recipe` can't be read (ENOENT)",
      },
      { field: "w.test.yaml:6:25" },
    ],
  });
});
