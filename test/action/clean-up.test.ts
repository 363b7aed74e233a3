import { chmodSync, existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { removeLeft } from "#src/action/clean-up.ts";

it("removes what the job has left, also where nothing may be written, and nothing else", () => {
  const temporary = mkdtempSync(join(tmpdir(), "iter-runner-"));
  const [home, other] = [join(temporary, "iter-home/run_a/go"), join(temporary, "other")];
  for (const folder of [home, join(temporary, "iter/runs"), other])
    mkdirSync(folder, { recursive: true });
  writeFileSync(join(home, "session.jsonl"), "{}");
  chmodSync(home, 0o500);

  removeLeft({ RUNNER_TEMP: temporary });

  expect(existsSync(join(temporary, "iter-home"))).toBe(false);
  expect(existsSync(join(temporary, "iter"))).toBe(false);
  expect(existsSync(other)).toBe(true);
});

it("removes nothing where no runner says which folder is its own", () => {
  expect(() => {
    removeLeft({});
  }).not.toThrow();
});
