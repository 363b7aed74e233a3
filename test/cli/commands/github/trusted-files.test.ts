import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { trustedFiles } from "#src/cli/commands/github/trusted-files.ts";

it("has what lies in `.github` and what the files there name, and nothing else", () => {
  const root = mkdtempSync(join(tmpdir(), "iter-trusted-"));
  mkdirSync(join(root, ".github/workflows"), { recursive: true });
  mkdirSync(join(root, "flows"));
  writeFileSync(join(root, "flows/a.iter"), "a");
  writeFileSync(join(root, "script.yaml"), "auto: true");
  writeFileSync(join(root, "secret.txt"), "s");
  writeFileSync(join(root, ".github/workflows/iter.yml"), "on: { push: { paths: [../x] } }");
  const config = "workflows: flows\ntriggers: { a: { simulate: ./script.yaml } }";

  expect(Object.keys(trustedFiles(root, config)).toSorted()).toEqual([
    ".github/iter.yml",
    ".github/workflows/iter.yml",
    "flows/a.iter",
    "script.yaml",
  ]);
});
