import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { drawStarter } from "#src/scripts/starter.ts";
import { createFolder, documentOf, iter, root } from "#support/command-line.ts";

const files = [
  ".env.example",
  ".gitignore",
  "pr_refine_single_model.iter",
  "pr_refine_single_model.test.yaml",
];

it("writes a workflow that is valid, passes its tests and finishes when it is simulated", async () => {
  const cwd = createFolder();

  const { code, out } = await iter(["init"], { cwd });
  const valid = await iter(["validate", "--strict", "pr_refine_single_model.iter"], { cwd });
  const tested = await iter(["test", "--min-coverage", "100"], { cwd });
  const run = await iter(["run", "pr_refine_single_model.iter", "--simulate"], { cwd });

  expect([code, valid.code, tested.code, run.code]).toEqual([0, 0, 0, 0]);
  expect(
    readdirSync(cwd)
      .filter((name) => name !== ".iterion")
      .toSorted(),
  ).toEqual(files);
  expect(readFileSync(join(cwd, ".gitignore"), "utf8")).toBe(".iterion/\n.env\n");
  expect(out).toContain("iter run pr_refine_single_model.iter --simulate");
});

it("makes the folder that it is given", async () => {
  const cwd = createFolder();

  const said = await iter(["init", "a/b", "--json"], { cwd });

  expect(documentOf(said)).toMatchObject({ dir: join(cwd, "a/b"), files_skipped: [] });
  expect(readdirSync(join(cwd, "a/b")).toSorted()).toEqual(files);
});

it("never writes over what is there", async () => {
  const cwd = createFolder();
  writeFileSync(join(cwd, "pr_refine_single_model.iter"), "mine");
  writeFileSync(join(cwd, ".gitignore"), "node_modules\n/.iterion");

  const said = await iter(["init", "--json"], { cwd });
  const again = await iter(["init", "--json"], { cwd });

  expect(documentOf(said)).toMatchObject({
    files_created: ["pr_refine_single_model.test.yaml", ".env.example", ".gitignore"],
    files_skipped: ["pr_refine_single_model.iter"],
  });
  expect(documentOf(again)).toMatchObject({ files_created: [] });
  expect(readFileSync(join(cwd, "pr_refine_single_model.iter"), "utf8")).toBe("mine");
  expect(readFileSync(join(cwd, ".gitignore"), "utf8")).toBe("node_modules\n/.iterion\n.env\n");
});

it("refuses a file as the folder", async () => {
  const cwd = createFolder();
  writeFileSync(join(cwd, "taken"), "");

  const { code, err } = await iter(["init", "taken"], { cwd });

  expect([code, existsSync(join(cwd, "taken"))]).toEqual([2, true]);
  expect(err).toContain("`taken` can't be written to: it is no folder.");
});

it("has the example as its workflow", () => {
  const made = readFileSync(join(root, "src/cli/starter.generated.ts"), "utf8");

  expect(made).toBe(drawStarter(root));
});
