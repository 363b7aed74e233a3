import { calcPrice } from "@pydantic/genai-prices";
import { describe, expect, it } from "vitest";
import { createModels } from "#adapters/models/index.ts";
import { subjects } from "#support/providers.ts";
import { ask, failureOf, generate, verdict } from "./wire.ts";

describe.each(subjects)("$name", (subject) => {
  const { name, model, start, keyName, baseUrlName } = subject;

  it("streams the text and gives all of it in the end", async () => {
    await using server = await start([{ text: "It is good, ünd that is all." }]);
    const heard: string[] = [];

    const response = await createModels({ env: server.env }).generate(ask(model), {
      signal: new AbortController().signal,
      onText: (delta) => heard.push(delta),
    });

    expect(response).toMatchObject({
      model,
      text: "It is good, ünd that is all.",
      toolCalls: [],
      finishReason: "stop",
    });
    expect(heard.length).toBeGreaterThan(2);
    expect(heard.join("")).toBe("It is good, ünd that is all.");
  });

  it("charges the server's usage at the model's price, the cache at its own", async () => {
    const usage = { input: 1000, output: 200, cacheRead: 500, cacheWrite: 0 };
    await using server = await start([{ text: "Yes.", usage }]);

    const response = await generate(server, ask(model));

    const tokens = {
      input_tokens: 1500,
      output_tokens: 200,
      cache_read_tokens: 500,
      cache_write_tokens: 0,
    };
    const { company = "", model: listed = "" } = subject.priced ?? {};
    const price = calcPrice(tokens, listed, { providerId: company })?.total_price;
    expect(response.usage).toEqual(
      price === undefined
        ? { ...tokens, cost_usd: 0, cost_source: "unknown" }
        : { ...tokens, cost_usd: price, cost_source: "computed" },
    );
    expect(price === undefined).toBe(subject.priced === null);
  });

  it("sends the step's key, once per call, in a form that a header can hold", async () => {
    await using server = await start([{ text: "Yes." }]);
    const { site } = ask(model);

    await generate(server, ask(model, { site: { ...site, key: "run_x/prüfung#0/model:0" } }));

    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]?.headers["idempotency-key"]).toBe("run_x/pr%C3%BCfung#0/model:0");
  });

  it("calls tools whose names the wire cannot carry, and sends the results back", async () => {
    await using server = await start([
      { text: "Let me look.", toolCalls: [{ name: "github_get_issue", input: { number: 7 } }] },
      { text: "Done." },
    ]);
    const tools = [
      {
        name: "github.get_issue",
        description: "Reads an issue.",
        inputSchema: { type: "object", properties: { number: { type: "integer" } } },
      },
    ];
    const first = ask(model, { tools });

    const called = await generate(server, first);
    const results = called.toolCalls.map(({ id, name: tool }) => ({
      id,
      name: tool,
      output: "an issue",
      failed: false,
    }));
    const answered = await generate(server, {
      ...first,
      messages: [
        ...first.messages,
        { role: "assistant", text: called.text, toolCalls: called.toolCalls },
        { role: "tool", results },
      ],
    });

    expect(called).toMatchObject({ finishReason: "tool_calls", text: "Let me look." });
    expect(called.toolCalls.map(({ name: tool, input }) => [tool, input])).toEqual([
      ["github.get_issue", { number: 7 }],
    ]);
    expect(answered.text).toBe("Done.");
    const second = JSON.stringify(server.requests[1]?.body);
    expect(second).toContain('"an issue"');
    expect(second).toContain("github_get_issue");
    expect(second.match(new RegExp(called.toolCalls[0]?.id ?? "?", "g"))).toHaveLength(2);
  });

  it("keeps no provider's form of what is portable", async () => {
    await using server = await start([{ text: "Yes." }]);

    expect(await generate(server, ask(model))).not.toHaveProperty("native");
  });

  it.each([
    ["length", "length"],
    ["refusal", "refusal"],
  ] as const)("tells an end by %s", async (finish, expected) => {
    await using server = await start([{ text: "I", finish }]);

    expect(await generate(server, ask(model))).toMatchObject({ finishReason: expected, text: "I" });
  });

  it("takes an answer without anything in it as an empty text", async () => {
    await using server = await start([{}]);

    expect(await generate(server, ask(model))).toMatchObject({ text: "", finishReason: "stop" });
  });

  it.each([
    [401, "AUTH_FAILED", false],
    [403, "AUTH_FAILED", false],
    [429, "RATE_LIMITED", true],
    [500, "PROVIDER_UNAVAILABLE", true],
    [503, "PROVIDER_UNAVAILABLE", true],
    [529, "PROVIDER_UNAVAILABLE", true],
    [400, "EXECUTION_FAILED", false],
  ] as const)("makes of %i a failure", async (status, code, retryable) => {
    await using server = await start([{ status }]);

    const failure = await failureOf(generate(server, ask(model)));

    expect(failure).toMatchObject({
      code,
      retryable,
      statusCode: status,
      message: `${name} answered ${status}: scripted ${status}`,
    });
    expect(server.requests).toHaveLength(1);
  });

  it("names the variable of a key that is refused, and never the key", async () => {
    await using server = await start([]);
    const key = "sk-wrong-key-0123456789";
    const models = createModels({ env: { ...server.env, [keyName]: key } });

    const failure = await failureOf(
      models.generate(ask(model), { signal: new AbortController().signal }),
    );

    expect(failure).toMatchObject({ code: "AUTH_FAILED", statusCode: 401 });
    expect(failure.hint).toContain(keyName);
    expect(JSON.stringify(failure)).not.toContain(key);
  });

  it("hides keys that a refusal quotes", async () => {
    const message = "Incorrect key: sk-proj-abc***xyz, loopback-key-1234567890";
    await using server = await start([{ status: 401, message }]);

    const failure = await failureOf(generate(server, ask(model)));

    expect(JSON.stringify(failure)).not.toMatch(/abc|loopback-key/);
  });

  it.each([
    [{ "retry-after": "7" }, 7000],
    [{ "retry-after-ms": "1500" }, 1500],
  ])("hands on the wait that %j asks for", async (headers, retryAfterMs) => {
    await using server = await start([{ status: 429, headers }]);

    expect(await failureOf(generate(server, ask(model)))).toMatchObject({ retryAfterMs });
  });

  it("understands a wait that is a date", async () => {
    const later = new Date(Date.now() + 60_000).toUTCString();
    await using server = await start([{ status: 429, headers: { "retry-after": later } }]);

    const { retryAfterMs = 0 } = await failureOf(generate(server, ask(model)));

    expect(retryAfterMs).toBeGreaterThan(30_000);
    expect(retryAfterMs).toBeLessThanOrEqual(60_000);
  });

  it("says what to do about an unknown model", async () => {
    const wrong = `${model}x`;
    await using server = await start([{ status: 404, message: `model: ${wrong}` }]);

    const failure = await failureOf(generate(server, ask(wrong)));

    expect(failure).toMatchObject({ code: "MODEL_UNKNOWN", retryable: false });
    expect(failure.hint).toContain(subject.nearest);
  });

  it("asks for less where the conversation is too long", async () => {
    await using server = await start([subject.tooLong]);

    const failure = await failureOf(generate(server, ask(model)));

    expect(failure).toMatchObject({ code: "CONTEXT_LENGTH_EXCEEDED", retryable: false });
    expect(failure.message).toContain(subject.tooLong.message);
  });

  it.each(["nonsense", "html"] as const)("says so when %s comes back", async (fault) => {
    await using server = await start([{ fault }]);

    const failure = await failureOf(generate(server, ask(model)));

    expect(failure).toMatchObject({ code: "EXECUTION_FAILED", retryable: false });
    expect(failure.message).toContain(`${name} failed: it did not answer`);
    expect(failure.hint).toContain(baseUrlName);
  });

  it.each(["closed", "empty"] as const)("takes it as the network's fault if %s", async (fault) => {
    await using server = await start([{ fault }]);

    expect(await failureOf(generate(server, ask(model)))).toMatchObject({
      code: "NETWORK",
      retryable: true,
    });
  });

  it("takes a stream that breaks off as the network's fault, though something was heard", async () => {
    const text = "A long answer that is never finished.";
    await using server = await start([{ text, cutAfter: 12, usage: { input: 30 } }]);

    const failure = await failureOf(generate(server, ask(model)));

    expect(failure).toMatchObject({ code: "NETWORK", retryable: true });
    if (name === "anthropic") {
      expect(failure.usage).toMatchObject({ input_tokens: 30, cost_source: "computed" });
      expect(failure.usage?.cost_usd).toBeGreaterThan(0);
    }
  });

  it("understands an error in the middle of a stream", async () => {
    await using server = await start([{ text: "So", endsWithError: subject.trouble }]);

    expect(await failureOf(generate(server, ask(model)))).toMatchObject({
      code: "PROVIDER_UNAVAILABLE",
      retryable: true,
      message: `${name} failed: trouble on the way`,
    });
  });

  it("says where it could not connect", async () => {
    const server = await start([]);
    await server.close();

    const failure = await failureOf(generate(server, ask(model)));

    expect(failure).toMatchObject({ code: "NETWORK", retryable: true });
    expect(failure.message).toContain("ECONNREFUSED");
    expect(failure.hint).toContain(baseUrlName);
  });

  it("gives up at once when it is aborted in the middle of an answer", async () => {
    await using server = await start([{ text: "A long answer.", hangAfter: 8 }]);
    const abort = new AbortController();
    const models = createModels({ env: server.env });
    const reason = new Error("stopped by hand");

    const call = models.generate(ask(model), {
      signal: abort.signal,
      onText: () => {
        abort.abort(reason);
      },
    });

    await expect(call).rejects.toBe(reason);
  });

  it("gives up at once when it is aborted before anything came", async () => {
    const abort = new AbortController();
    const reason = new Error("stopped by hand");
    await using server = await start(() => {
      abort.abort(reason);
      return { fault: "hang" };
    });

    await expect(generate(server, ask(model), abort.signal)).rejects.toBe(reason);
  });

  it("makes no call at all when it is aborted already", async () => {
    await using server = await start([]);
    const reason = new Error("stopped by hand");

    await expect(generate(server, ask(model), AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(server.requests).toEqual([]);
  });

  it("asks for an answer by the provider's schema mode, beside tools", async () => {
    const answer = '{"ok":true,"risk":"low","files":[]}';
    await using server = await start([{ text: answer }]);
    const tools = [{ name: "tree", description: "Lists files.", inputSchema: { type: "object" } }];

    const response = await generate(server, ask(model, { schema: verdict, tools }));

    expect(response.text).toBe(answer);
    const { body } = server.requests[0]!;
    const schema = { ...verdict, additionalProperties: false };
    expect(body).toMatchObject(subject.format(schema));
    expect(JSON.stringify(body["tools"])).toContain('"name":"tree"');
  });

  it("maps the level of reasoning", async () => {
    await using server = await start(() => ({ text: "Yes." }));
    for (const reasoningEffort of ["low", "extra_high", "max"] as const) {
      await generate(server, ask(model, { reasoningEffort }));
    }

    const sent = server.requests.map(({ body }) => subject.efforts(body));
    expect(sent).toEqual(subject.levels);
  });
});

describe.each(subjects.filter((some) => some.native !== null))("$name", (subject) => {
  const { model, start } = subject;

  it("sends what only this provider understands back to it unchanged, and to nobody else", async () => {
    await using server = await start([
      { thinking: "Hm, yes.", text: "Yes." },
      { text: "Really." },
      { text: "Really." },
    ]);
    const first = ask(model);

    const { native, text } = await generate(server, first);
    const goOn = (content: typeof native) =>
      ask(model, {
        messages: [
          ...first.messages,
          { role: "assistant", text, toolCalls: [], ...(content && { native: content }) },
          { role: "user", text: "Really?" },
        ],
      });
    await generate(server, goOn(native));
    await generate(server, goOn(native && { ...native, provider: "another" }));

    expect(native?.provider).toBe(subject.native);
    const [, own, foreign] = server.requests.map(({ body }) => JSON.stringify(body));
    expect(own).toContain(JSON.stringify(native?.content).slice(1, -1));
    expect(foreign).not.toMatch(/Hm, yes|signed|"encrypted"/);
    expect(foreign).toContain('"Yes."');
  });
});
