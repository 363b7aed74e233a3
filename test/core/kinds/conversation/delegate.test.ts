import { expect, it } from "vitest";
import { graphOf } from "#support/compile.ts";
import { stageOf } from "#support/engine/world.ts";
import { createScriptedDelegate } from "#testing/scripted-delegate.ts";

const graph = graphOf(`
mcp_server tickets:
  transport: http
  url: "https://tickets.example/mcp"

mcp_server files:
  transport: stdio
  command: "files"
  args: ["--root", "."]
  env: [FILES_KEY]

agent fixer:
  delegate: "codex"
  mcp:
    servers: [files]

workflow w:
  mcp:
    servers: [tickets]
  entry: fixer
  fixer -> done
`);

it("tells a delegate of the MCP servers that its node has", async () => {
  const delegates = createScriptedDelegate(["done"]);
  const stage = stageOf({ graph, more: { delegates } });

  await stage.start();

  expect(delegates.tasks[0]?.mcpServers).toEqual([
    { name: "tickets", transport: "http", url: "https://tickets.example/mcp", env: [] },
    {
      name: "files",
      transport: "stdio",
      command: "files",
      args: ["--root", "."],
      env: ["FILES_KEY"],
    },
  ]);
});
