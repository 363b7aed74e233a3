import { describe, expect, it } from "vitest";
import { startAnthropicServer, startOpenAiServer } from "#testing/index.ts";

const providers = [
  {
    name: "anthropic",
    start: startAnthropicServer,
    path: "/v1/messages",
    headers: { "x-api-key": "loopback-key-1234567890" },
  },
  {
    name: "openai",
    start: startOpenAiServer,
    path: "/v1/responses",
    headers: { authorization: "Bearer loopback-key-1234567890" },
  },
];

describe.each(providers)("$name", ({ start, path, headers }) => {
  function post(url: string, body: object, more: object = headers): Promise<Response> {
    return fetch(`${url}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...more },
      body: JSON.stringify(body),
    });
  }

  it("answers whole where no stream is asked for", async () => {
    await using server = await start([{ text: "Hello.", usage: { input: 3, output: 2 } }]);

    const response = await post(server.url, { model: "some-model" });

    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/json");
    const text = await response.text();
    expect(text).toContain('"Hello."');
    expect(text).toContain('"some-model"');
    expect(server.requests[0]).toMatchObject({
      method: "POST",
      path,
      body: { model: "some-model" },
    });
  });

  it("answers in events where a stream is asked for", async () => {
    await using server = await start([{ text: "Hello, all of you." }]);

    const text = await (await post(server.url, { model: "m", stream: true })).text();

    expect(text.match(/^event: /gm)?.length).toBeGreaterThan(5);
    expect(text).not.toContain('"delta":"Hello, all of you."');
  });

  it("says which call is not in its script, then and at the end", async () => {
    const server = await start([{ text: "Hello." }]);
    await post(server.url, { model: "m" });

    const response = await post(server.url, { model: "m" });

    expect(response.status).toBe(400);
    expect(await response.text()).toContain(`call 1 (POST ${path}) is not in the script`);
    await expect(server.close()).rejects.toThrow(`call 1 (POST ${path})`);
  });

  it("does not know other paths", async () => {
    const server = await start([{ text: "Hello." }]);

    const response = await fetch(`${server.url}/v1/other`);

    expect(response.status).toBe(400);
    await expect(server.close()).rejects.toThrow("call 0 (GET /v1/other)");
  });

  it("lets nobody in with another key", async () => {
    await using server = await start([]);

    expect((await post(server.url, { model: "m" }, {})).status).toBe(401);
  });
});
