import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { readProjectServers } from "#adapters/tools/mcp/project-file.ts";
import type { ServerUse } from "#core/graph/mcp-servers.ts";
import { Refusal } from "#core/run/failure.ts";

/** What is read of a project's file. */
function read(content: string | object, env: Readonly<Record<string, string>> = {}) {
  const folder = mkdtempSync(join(tmpdir(), "iter-project-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const text = typeof content === "string" ? content : JSON.stringify(content, null, 2);
  writeFileSync(join(folder, ".mcp.json"), text);
  return readProjectServers(folder, env);
}

/** The mistakes in a project's file. */
function mistakesIn(content: string | object, env = {}): readonly string[] {
  try {
    read(content, env);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.errors.map(({ field, message }) => `${field ?? ""} ${message}`);
  }
  return [];
}

it("reads programs and addresses as other clients do", () => {
  const servers = read({
    mcpServers: {
      files: { command: "files-mcp", args: ["."], env: { MODE: "fast" }, disabled: false },
      tickets: { type: "http", url: "https://t.example/mcp", headers: { "X-Team": "a" } },
      old: { type: "sse", url: "https://o.example/sse" },
    },
  });

  expect(servers).toEqual<readonly ServerUse[]>([
    {
      name: "files",
      transport: "stdio",
      command: "files-mcp",
      args: ["."],
      env: [],
      values: { MODE: "fast" },
    },
    {
      name: "tickets",
      transport: "http",
      url: "https://t.example/mcp",
      env: [],
      headers: { "X-Team": "a" },
    },
    { name: "old", transport: "sse", url: "https://o.example/sse", env: [] },
  ]);
});

it("puts variables and defaults in, but keeps the names of secrets", () => {
  const [server] = read(
    {
      mcpServers: {
        t: {
          type: "http",
          url: "https://${HOST:-localhost}/${TEAM}",
          headers: { Authorization: "Bearer ${T_TOKEN}" },
        },
      },
    },
    { TEAM: "blue", T_TOKEN: "not to be written down" },
  );

  expect(server).toMatchObject({
    url: "https://localhost/blue",
    headers: { Authorization: "Bearer ${T_TOKEN}" },
  });
});

it("has no servers where there is no file", () => {
  expect(readProjectServers(join(tmpdir(), "no-such-folder"), {})).toEqual([]);
});

it("says where the file is wrong, and what is", () => {
  expect(mistakesIn('{ "mcpServers": { "a": { "command": 3 } } }')).toEqual([
    ".mcp.json:1:37 `mcpServers.a.command` must be a text",
  ]);
  expect(mistakesIn('{\n  "mcpServers": {\n    "a": { "type": "http" }\n  }\n}')).toEqual([
    ".mcp.json:3:10 `mcpServers.a`: a server of this `type` needs a `url`",
  ]);
  expect(mistakesIn("{}")).toEqual([".mcp.json:1:1 `mcpServers` is missing"]);
  expect(mistakesIn('{ "mcpServers": ')[0]).toMatch(/^\.mcp\.json:1:\d+ /);
  expect(mistakesIn("mcpServers: {}")).toEqual([".mcp.json:1:1 this is no JSON"]);
  expect(mistakesIn({ mcpServers: { a: { command: "x", args: ["--to", "${TO}"] } } })).toEqual([
    ".mcp.json:7:9 the environment variable `TO` isn't set; give it a default: `${TO:-…}`",
  ]);
});
