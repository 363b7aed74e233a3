import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it, onTestFinished, vi } from "vitest";
import { keepState } from "#src/action/state.ts";
import { readPairs } from "#support/action-step.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

it("leaves texts of any number of lines, each by its name", () => {
  const folder = mkdtempSync(join(tmpdir(), "iter-state-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const path = join(folder, "state");
  writeFileSync(path, "");
  vi.stubEnv("GITHUB_STATE", path);

  keepState("run", '{"runId":"r1"}');
  keepState("told", "one\ntwo");

  expect(readPairs(readFileSync(path, "utf8"))).toEqual({
    run: '{"runId":"r1"}',
    told: "one\ntwo",
  });
});
