import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openJob } from "#src/action/job.ts";

const secrets = {
  INPUT_TOKEN: "job-token-0123456789",
  "INPUT_PUSH-TOKEN": "push token of a person",
  "INPUT_STATE-KEY": "an-old-song-about-the-sea-0123456789",
  "INPUT_ANTHROPIC-API-KEY": "key-by-an-input-0123456789",
  OPENAI_API_KEY: "key-by-a-variable-0123456789",
  DEPLOY_PASSWORD: "p4ssw0rd-0123456789",
};

it("hides every secret of the inputs and of the environment", () => {
  const workspace = mkdtempSync(join(tmpdir(), "iter-job-"));

  const job = openJob({ ...secrets, GITHUB_WORKSPACE: workspace, INPUT_WORKFLOW: "pr" });

  const said = Object.values(secrets).join("\n");
  expect(job.redactor.text(said).replaceAll(/[*\s]/g, "")).toBe("");
  expect(job.secrets).toEqual(expect.arrayContaining(Object.values(secrets)));
});

it("says how much of its time is left, in milliseconds", () => {
  const left = openJob({ INPUT_WORKFLOW: "pr", "INPUT_TIMEOUT-MINUTES": "1" }).timeLeft();

  expect(left).toBeGreaterThan(50_000);
  expect(left).toBeLessThanOrEqual(60_000);
});
