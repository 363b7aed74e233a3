import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { replaceArtifact } from "#adapters/github/upload-artifact.ts";
import { helloWorld } from "#support/github.ts";
import { unzipAll } from "#support/unzip-all.ts";
import { runtimeToken } from "#testing/github/artifact-service.ts";
import { startGithub } from "#testing/github/server.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

it("takes the place of what another job of the attempt has left", async () => {
  await using github = await startGithub(helloWorld);
  vi.stubEnv("ACTIONS_RESULTS_URL", github.url);
  vi.stubEnv("ACTIONS_RUNTIME_TOKEN", runtimeToken(77));
  vi.stubEnv("GITHUB_WORKSPACE", tmpdir());
  const folder = mkdtempSync(join(tmpdir(), "iter-upload-"));
  const upload = (text: string): Promise<{ readonly id: number }> => {
    const files = [{ path: "a/b.txt", bytes: new TextEncoder().encode(text) }];
    return replaceArtifact({
      name: "iter-report",
      files,
      folder,
      retentionDays: 7,
      compress: true,
    });
  };

  const [first, second] = [await upload("one"), await upload("two")];

  const [left, ...others] = [...github.state.artifacts.values()];
  const bytes = github.state.uploads.get(left?.key ?? "") ?? new Uint8Array();
  expect(others).toEqual([]);
  expect(left?.id).toBe(second.id);
  expect(second.id).not.toBe(first.id);
  expect(unzipAll(bytes)).toEqual({ "a/b.txt": "two" });
  rmSync(folder, { recursive: true, force: true });
});
