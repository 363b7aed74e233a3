import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, onTestFinished } from "vitest";
import { createMcpServers } from "#adapters/tools/mcp/servers.ts";
import type { Servers } from "#adapters/tools/index.ts";
import type { ServerUse } from "#core/graph/mcp-servers.ts";
import type { Fields } from "#core/graph/value.ts";
import type { ToolCallOptions, ToolOutput } from "#core/ports/tool.ts";
import { everything, filesystem, program, serveEverything } from "#support/mcp-servers.ts";

const open: Servers[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((servers) => servers.close()));
});

function createServers(env: Readonly<Record<string, string>> = {}): Servers {
  const servers = createMcpServers({
    folder: tmpdir(),
    env: { PATH: process.env["PATH"], ...env },
  });
  open.push(servers);
  return servers;
}

const site: ToolCallOptions["site"] = {
  runId: "run_x",
  nodeId: "a",
  branchId: "",
  activationId: "a#0",
  step: "tool:0.0",
  key: "run_x/a#0/tool:0.0",
  attempt: 1,
};
const around = { site, signal: new AbortController().signal };

/** A call as it is made after the server's tools were found. */
function callOn(servers: Servers, server: ServerUse, more: Partial<ToolCallOptions> = {}) {
  return (tool: string, input: Fields = {}): Promise<ToolOutput> =>
    servers.call(server, { name: `mcp.${server.name}.${tool}`, input }, { ...around, ...more });
}

const ways: readonly { readonly way: string; readonly reach: () => Promise<ServerUse> }[] = [
  { way: "stdio", reach: () => Promise.resolve(program("ev", everything, "stdio")) },
  {
    way: "streamable HTTP",
    reach: async () => ({
      name: "ev",
      transport: "http",
      url: await serveEverything("streamableHttp"),
      env: [],
    }),
  },
  {
    way: "server-sent events",
    reach: async () => ({
      name: "ev",
      transport: "sse",
      url: await serveEverything("sse"),
      env: [],
    }),
  },
];

describe.each(ways)("over $way", ({ reach }) => {
  it("finds a server's tools and calls them", async () => {
    const server = await reach();
    const servers = createServers();

    const [found] = await servers.discover([server], around);
    const call = callOn(servers, server);

    expect(found?.tools.length).toBeGreaterThan(10);
    expect(found?.tools.find(({ name }) => name === "mcp.ev.echo")).toMatchObject({
      description: "Echoes back the input string",
      inputSchema: { type: "object", required: ["message"] },
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
    expect(await call("echo", { message: "hi" })).toEqual({ output: "Echo: hi", failed: false });
    expect(await call("get-sum", { a: 2, b: 3 })).toMatchObject({
      output: expect.stringContaining("5") as string,
    });
    expect(await call("echo", { wrong: 1 })).toMatchObject({ failed: true });
    expect(await call("no-such-tool")).toMatchObject({ failed: true });
  });

  it("tells how far a long call is, and gives it up when nobody wants it any more", async () => {
    const server = await reach();
    const servers = createServers();
    const told: Fields[] = [];
    const leaving = new AbortController();
    const call = callOn(servers, server, {
      signal: leaving.signal,
      onEvent: (_, data) => {
        told.push(data);
        leaving.abort(new Error("left"));
      },
    });

    const long = call("trigger-long-running-operation", { duration: 60, steps: 600 });

    await expect(long).rejects.toThrow("left");
    expect(told[0]).toMatchObject({ tool: "mcp.ev.trigger-long-running-operation", total: 600 });
  });
});

it("finds out that a server declared as `http` speaks the older way", async () => {
  const url = await serveEverything("sse");
  const servers = createServers();

  const [found] = await servers.discover([{ name: "ev", transport: "http", url, env: [] }], around);

  expect(found?.tools.length).toBeGreaterThan(10);
});

it("names what is no text instead of showing it", async () => {
  const server = program("ev", everything);
  const call = callOn(createServers(), server);

  const { output } = await call("get-tiny-image");

  expect(output).toMatch(/\[image: image\/png, \d+ bytes, not shown\]/);
});

it("keeps a server of files to its folder, and a program to the environment it was given", async () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "iter-mcp-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "a.txt"), "inside");
  const servers = createServers({ SECRET_PLACE: "hidden", SHARED: "shown" });
  const files = callOn(servers, program("fs", filesystem, folder));
  const ev: ServerUse = {
    ...program("ev", everything),
    env: ["SHARED"],
    values: { OWN: "own" },
  };

  expect(await files("read_text_file", { path: join(folder, "a.txt") })).toMatchObject({
    output: "inside",
    failed: false,
  });
  expect(await files("read_text_file", { path: "/etc/passwd" })).toMatchObject({
    failed: true,
    output: expect.stringContaining("Access denied") as string,
  });
  const { output: env } = await callOn(servers, ev)("get-env");
  expect(env).toContain("shown");
  expect(env).toContain("own");
  expect(env).not.toContain("hidden");
});
