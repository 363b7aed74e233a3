import { expect, it } from "vitest";
import { openGithub } from "#adapters/github/client.ts";
import type { GithubClient } from "#adapters/github/client.ts";
import { createPace } from "#adapters/github/pace.ts";
import type { Pace } from "#adapters/github/pace.ts";
import { helloWorld, jobToken } from "#support/github.ts";
import { startGithub } from "#testing/github/server.ts";
import type { LoopbackGithub } from "#testing/github/server.ts";

const read = { method: "GET", url: "/repos/a/b" };
const write = { method: "POST", url: "/repos/a/b/issues/1/comments" };

interface Timed {
  readonly pace: Pace;
  /** How long was waited, each time. */
  readonly pauses: readonly number[];
  readonly pass: (ms: number) => void;
}

function startPace(): Timed {
  let now = 0;
  const pauses: number[] = [];
  const pause = (ms: number): Promise<void> => {
    pauses.push(ms);
    now += ms;
    return Promise.resolve();
  };
  return { pace: createPace({ now: () => now, pause }), pauses, pass: (ms) => (now += ms) };
}

/** Fails so many times, then answers. */
function failing(times: number, fault: object): () => Promise<string> {
  let left = times;
  return () => {
    left -= 1;
    if (left < 0) return Promise.resolve("answer");
    return Promise.reject(Object.assign(new Error("turned away"), fault));
  };
}

function refusal(status: number, headers: object = {}): object {
  return { status, response: { headers } };
}

it("asks again after a fault of the server, not for ever", async () => {
  const { pace, pauses } = startPace();

  await expect(pace.request(failing(3, refusal(502)), read)).resolves.toBe("answer");
  await expect(pace.request(failing(4, refusal(500)), read)).rejects.toThrow("turned away");

  expect(pauses).toEqual([1000, 2000, 4000, 1000, 2000, 4000]);
});

it("repeats no write that may have been carried out", async () => {
  const { pace, pauses } = startPace();
  const mutation = { method: "POST", url: "/graphql", query: "mutation { x }" };

  await expect(pace.request(failing(1, refusal(502)), write)).rejects.toThrow();
  await expect(pace.request(failing(1, refusal(502)), mutation)).rejects.toThrow();
  await expect(
    pace.request(failing(1, refusal(502)), { ...mutation, query: "query { x }" }),
  ).resolves.toBe("answer");

  expect(pauses).toEqual([1000]);
});

it("comes again when a limit says so, for writes too", async () => {
  const { pace, pauses } = startPace();
  const secondary = Object.assign(refusal(403), { message: "You exceeded a secondary rate limit" });
  const used = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1000" };

  await pace.request(failing(1, refusal(429, { "retry-after": "7" })), write);
  await pace.request(failing(3, secondary), write);
  await pace.request(failing(1, refusal(403, used)), read);

  expect(pauses).toEqual([7000, 60_000, 120_000, 240_000, 1_000_000 - 427_000]);
});

it("gives up after five times, and where it would wait for long", async () => {
  const { pace, pauses } = startPace();
  const limited = refusal(429, { "retry-after": "1" });

  await expect(pace.request(failing(6, limited), write)).rejects.toThrow();
  await expect(
    pace.request(failing(1, refusal(429, { "retry-after": "3600" })), read),
  ).rejects.toThrow();
  await expect(pace.request(failing(1, refusal(403)), read)).rejects.toThrow();

  expect(pauses).toEqual([1000, 1000, 1000, 1000, 1000]);
});

it("writes less than 60 times a minute and 300 times an hour", async () => {
  const { pace, pauses, pass } = startPace();
  const times = async (count: number): Promise<void> => {
    for (let done = 0; done < count; done += 1) await pace.request(failing(0, {}), write);
  };

  await times(59);
  expect(pauses).toEqual([]);
  await times(1);
  expect(pauses).toEqual([60_000]);
  for (let minutes = 0; minutes < 5; minutes += 1) {
    pass(61_000);
    await times(47);
  }
  expect(pauses).toEqual([60_000]);
  pass(61_000);
  await times(5);
  expect(pauses).toHaveLength(2);
});

it("says when what can be left out should be", async () => {
  const { pace } = startPace();
  const answer = { headers: { "x-ratelimit-remaining": "99" } };
  const before = pace.isScarce();

  await pace.request(() => answer, read);

  expect([before, pace.isScarce()]).toEqual([false, true]);
});

it("holds a client to it", async () => {
  await using github = await startGithub(helloWorld);
  const { pace, pauses } = startPace();
  const client = openAt(github, pace);
  github.fail("GET /repos/{owner}/{repo}/issues/{issue_number}", {
    status: 502,
    body: { message: "Bad Gateway" },
  });
  github.fail("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", {
    status: 502,
    body: { message: "Bad Gateway" },
  });

  await expect(client.thread(42)).resolves.toMatchObject({ number: 42 });
  await expect(client.createComment(42, "x")).rejects.toMatchObject({ status: 502 });

  expect(pauses).toEqual([1000]);
});

function openAt({ url }: LoopbackGithub, pace: Pace): GithubClient {
  const repository = "octo-org/hello-world";
  return openGithub({ token: jobToken, apiUrl: url, repository, pace });
}
