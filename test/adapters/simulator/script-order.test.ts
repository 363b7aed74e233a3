import { expect, it } from "vitest";
import type { Fields } from "#core/graph/value.ts";
import type { RunEvent } from "#core/run/events.ts";
import { RunFailure } from "#core/run/failure.ts";
import type { Failure } from "#core/run/failure.ts";
import type { CallSite } from "#core/ports/model.ts";
import type { Simulator } from "#adapters/simulator/index.ts";
import { calm, finished, jumpingClock, request, simulator, site } from "./simulation.ts";

/** Makes a call, and tells of its result as the engine does. */
async function call(simulated: Simulator, place: CallSite): Promise<string> {
  const response = await simulated.models.generate(request(place.nodeId, { site: place }), {
    signal: calm,
  });
  simulated.models.observe?.(finished(place));
  return response.text;
}

async function failureOf(work: Promise<unknown>): Promise<Failure> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof RunFailure) return error.failure;
  throw new Error(`no failure but ${String(error)}`);
}

const two = "nodes: { review: [{ text: first }, { text: second }] }";

it("gives one item a call, in order", async () => {
  const simulated = simulator(two);

  expect(await call(simulated, site("review"))).toBe("first");
  expect(await call(simulated, site("review", { activationId: "review#1" }))).toBe("second");
});

it("goes on behind the results of earlier processes", async () => {
  const simulated = simulator(two);
  simulated.models.observe?.(finished(site("review")));

  expect(await call(simulated, site("review", { activationId: "review#1" }))).toBe("second");
});

it("gives a call the item of one that was aborted", async () => {
  const abort = new AbortController();
  let sleeping = 0;
  const simulated = simulator(
    "nodes: { review: [{ text: first, duration: 5s }, { text: second }] }",
    {
      clock: {
        ...jumpingClock(),
        sleep: (_ms, signal) => {
          sleeping += 1;
          if (sleeping > 1) return Promise.resolve();
          return new Promise((_, reject) => {
            signal?.addEventListener("abort", () => {
              reject(signal.reason as Error);
            });
          });
        },
      },
    },
  );
  const broken = simulated.models.generate(request("review"), { signal: abort.signal });
  abort.abort(new Error("stopped"));
  await expect(broken).rejects.toThrow("stopped");

  expect(await call(simulated, site("review"))).toBe("first");
});

it("gives parallel calls of one key different items", async () => {
  const simulated = simulator(two);
  const options = { signal: calm };
  const [a, b] = ["fan#0.a", "fan#0.b"].map((branchId) =>
    request("review", { site: site("review", { branchId }) }),
  );

  const first = simulated.models.generate(a!, options);
  const second = simulated.models.generate(b!, options);

  expect([(await first).text, (await second).text]).toEqual(["first", "second"]);
});

it("uses the most exact key", async () => {
  const simulated = simulator(`
nodes:
  review: [{ text: node }]
  "fan#0.a/review": [{ text: branch }]
  "fan#0.a/review#1": [{ text: activation }]
`);
  const inBranch = { branchId: "fan#0.a" };

  expect(await call(simulated, site("review", inBranch))).toBe("branch");
  const second = site("review", { ...inBranch, activationId: "fan#0.a/review#1" });
  expect(await call(simulated, second)).toBe("activation");
  expect(await call(simulated, site("review", { branchId: "fan#0.b" }))).toBe("node");
});

it("counts results for the key that they used", async () => {
  const simulated = simulator(`
nodes:
  review: [{ text: node }]
  "fan#0.a/review": [{ text: branch }]
`);
  simulated.models.observe?.(finished(site("review", { branchId: "fan#0.a" })));

  expect(await call(simulated, site("review"))).toBe("node");
});

it("repeats the last item for ever", async () => {
  const simulated = simulator("nodes: { review: [{ text: one }, { text: more, repeat: true }] }");
  const texts: string[] = [];
  for (let index = 0; index < 4; index += 1) {
    texts.push(await call(simulated, site("review", { activationId: `review#${index}` })));
  }

  expect(texts).toEqual(["one", "more", "more", "more"]);
});

it("says which item is missing", async () => {
  const simulated = simulator("nodes: { review: [{ text: only }] }");
  await call(simulated, site("review"));

  const failure = await failureOf(call(simulated, site("review", { activationId: "review#1" })));

  expect(failure).toMatchObject({
    code: "SCRIPT_EXHAUSTED",
    message: "the script has no item 2 for `review`",
    retryable: false,
  });
});

it("uses up no item for a call that found none, but one for an error of the script", async () => {
  const ended = (error: Fields): RunEvent => {
    const event = finished(site("review"));
    return { ...event, data: { ...event.data, error } };
  };
  const simulated = simulator("nodes: { review: [{ text: one }, { text: two }, { text: three }] }");
  await call(simulated, site("review"));

  simulated.models.observe?.(
    ended({ code: "SCRIPT_EXHAUSTED", message: "no item 2", key: "review", index: 1 }),
  );
  expect(await call(simulated, site("review"))).toBe("two");
  simulated.models.observe?.(ended({ code: "RATE_LIMITED", message: "slow down" }));
  expect(await failureOf(call(simulated, site("review")))).toMatchObject({ data: { index: 3 } });
});

it("has nothing for a node that the script leaves out", async () => {
  const simulated = simulator("nodes: {}");

  expect(await failureOf(call(simulated, site("review")))).toMatchObject({
    code: "SCRIPT_EXHAUSTED",
  });
});

it("makes answers up where the script ends, if it says so", async () => {
  const simulated = simulator("nodes: { review: [{ text: only }] }\nauto: true");

  expect(await call(simulated, site("review"))).toBe("only");
  expect(await call(simulated, site("review", { activationId: "review#1" }))).toBe("review");
});

it("fails as the script says, after the time that it takes", async () => {
  const clock = jumpingClock();
  const simulated = simulator(
    `
nodes:
  review:
    - error: { code: RATE_LIMITED, message: slow down, retry_after: 2s }
      usage: { input_tokens: 7 }
      duration: 3s
`,
    { clock },
  );

  const failure = await failureOf(call(simulated, site("review")));

  expect(failure).toMatchObject({
    code: "RATE_LIMITED",
    message: "slow down",
    retryable: true,
    retryAfterMs: 2000,
    usage: { input_tokens: 7 },
  });
  expect(clock.slept).toEqual([3000]);
});

it("counts failed calls", async () => {
  const simulated = simulator(
    "nodes: { review: [{ error: { code: NETWORK, message: cut } }, { text: second }] }",
  );
  await failureOf(call(simulated, site("review")));
  simulated.models.observe?.(finished(site("review")));

  expect(await call(simulated, site("review"))).toBe("second");
});
