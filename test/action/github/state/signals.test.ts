import { expect, it } from "vitest";
import { openGithub } from "#adapters/github/client.ts";
import type { GithubClient } from "#adapters/github/client.ts";
import { createControl } from "#core/engine/world.ts";
import type { Stop } from "#core/engine/world.ts";
import { openAttempts } from "#src/action/github/report/permissions.ts";
import { sendSignal, watchSignals } from "#src/action/github/state/signals.ts";
import { helloWorld, jobToken } from "#support/github.ts";
import { startGithub } from "#testing/github/server.ts";
import type { LoopbackGithub } from "#testing/github/server.ts";

const attempts = openAttempts();

const run = "iter_qzb2dtq5w5pxbkta94fz";

function clientOf(github: LoopbackGithub): GithubClient {
  return openGithub({
    token: jobToken,
    apiUrl: github.url,
    repository: "octo-org/hello-world",
  });
}

async function heardBy(client: GithubClient, seq: number): Promise<readonly Stop[]> {
  const heard: Stop[] = [];
  const control = createControl();
  control.onStop((stop) => heard.push(stop));
  const watch = watchSignals(client, { run, seq });
  watch.obey(control);
  await watch.reporter.close?.();
  return heard;
}

it("tells the job that drives a run to stop, in the way that was asked last", async () => {
  await using github = await startGithub(helloWorld);
  const client = clientOf(github);
  await sendSignal({ client, attempts }, run, {
    kind: "cancel",
    by: "monalisa",
    reason: "no",
    seq: 2,
  });

  const cancelled = await heardBy(client, 2);
  await sendSignal({ client, attempts }, run, {
    kind: "pause",
    by: "monalisa",
    reason: "later",
    seq: 2,
  });
  const paused = await heardBy(client, 2);

  expect(cancelled).toEqual([{ kind: "cancel", reason: "no", by: "monalisa" }]);
  expect(paused).toEqual([{ kind: "soft", reason: "paused" }]);
});

it("leaves a later job alone", async () => {
  await using github = await startGithub(helloWorld);
  const client = clientOf(github);
  await sendSignal({ client, attempts }, run, {
    kind: "cancel",
    by: "monalisa",
    reason: "no",
    seq: 2,
  });

  expect(await heardBy(client, 3)).toEqual([]);
});
