import { describe, expect, it } from "vitest";
import { createModels } from "#adapters/models/index.ts";
import { subjects } from "#support/providers.ts";
import { ask, failureOf } from "./wire.ts";

const signal = new AbortController().signal;

describe.each(subjects)("$name", ({ name, model, start }) => {
  it.each([
    ["that never says a byte", { fault: "hang" }],
    ["that falls silent in the middle", { text: "A long answer.", hangAfter: 8 }],
  ] as const)("gives a server up %s", async (_what, reply) => {
    await using server = await start([reply]);
    const models = createModels({ env: { ...server.env, ITER_MODEL_SILENCE: "150ms" } });

    const failure = await failureOf(models.generate(ask(model), { signal }));

    expect(failure).toMatchObject({
      code: "NETWORK",
      retryable: true,
      message: `the connection to ${name} failed: nothing came for 150ms`,
    });
    expect(failure.hint).toContain("ITER_MODEL_SILENCE");
  });
});

it.each(["soon", "6m", "0s"])("finds before a run that %j is no time to be silent", (text) => {
  const env = { OPENAI_API_KEY: "key", ITER_MODEL_SILENCE: text };

  expect(createModels({ env }).check("gpt-5")).toEqual({
    message: `\`gpt-5\` can't be called: \`ITER_MODEL_SILENCE\` is \`${text}\``,
    hint: "write a duration of at most `5m` into `ITER_MODEL_SILENCE`, such as `90s`, or unset it",
  });
});
