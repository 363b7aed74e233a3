import { expect, it } from "vitest";
import { fillServer, serversOf } from "#core/graph/mcp-servers.ts";
import type { ServerUse } from "#core/graph/mcp-servers.ts";
import { createGraph } from "#support/graph-builder.ts";

const server = (name: string, more: Partial<ServerUse> = {}): ServerUse => ({
  name,
  transport: "stdio",
  command: name,
  env: [],
  ...more,
});
const declared = ["a", "b", "c"].map((name) => ({ ...server(name), transport: "stdio" as const }));
const nothing = { servers: [], disable: [] };

/** The names of an agent's servers. */
function namesOf(
  own: object | null,
  workflow: object = {},
  project: readonly ServerUse[] = [],
): string[] {
  const node = {
    id: "x",
    kind: "agent",
    ...(own && { mcp: { inherit: true, ...nothing, ...own } }),
  };
  const graph = createGraph({
    nodes: [node],
    mcpServers: declared,
    mcp: { autoloadProject: false, ...nothing, ...workflow },
  });
  return serversOf(graph, node, project).map(({ name }) => name);
}

it("gives a node the workflow's servers and its own, each once", () => {
  expect(namesOf({})).toEqual([]);
  expect(namesOf({}, { servers: ["a"] })).toEqual(["a"]);
  expect(namesOf({ servers: ["b", "a"] }, { servers: ["a"] })).toEqual(["a", "b"]);
});

it("lets a node do without the workflow's servers, or without some of them", () => {
  const workflow = { servers: ["a", "b"] };
  expect(namesOf({ inherit: false }, workflow)).toEqual([]);
  expect(namesOf({ inherit: false, servers: ["c"] }, workflow)).toEqual(["c"]);
  expect(namesOf({ disable: ["a"] }, workflow)).toEqual(["b"]);
  expect(namesOf({ servers: ["c"], disable: ["c"] }, workflow)).toEqual(["a", "b"]);
});

it("leaves out what the workflow disables, unless a node asks for it by name", () => {
  const workflow = { servers: ["a", "b"], disable: ["a"] };
  expect(namesOf({}, workflow)).toEqual(["b"]);
  expect(namesOf({ servers: ["a"] }, workflow)).toEqual(["b", "a"]);
});

it("gives every node the project's servers, where the workflow loads them", () => {
  const project = [server("p"), server("q")];
  expect(namesOf({ servers: ["p"] }, {}, project)).toEqual([]);
  expect(namesOf({}, { autoloadProject: true }, project)).toEqual(["p", "q"]);
  expect(namesOf({}, { autoloadProject: true, disable: ["p"] }, project)).toEqual(["q"]);
  expect(namesOf({ inherit: false }, { autoloadProject: true }, project)).toEqual([]);
});

it("prefers the workflow's declaration to the project's", () => {
  const node = { id: "x", kind: "agent", mcp: { inherit: true, ...nothing } };
  const mcp = { autoloadProject: true, ...nothing };
  const graph = createGraph({ nodes: [node], mcpServers: declared, mcp });

  const [found] = serversOf(graph, node, [server("a", { command: "other" })]);

  expect(found?.command).toBe("a");
});

it("gives kinds without an `mcp` block no servers", () => {
  expect(namesOf(null, { servers: ["a"] })).toEqual([]);
});

it("puts secrets into a server's texts and names those that aren't set", () => {
  const written = server("a", {
    args: ["--token=${X_TOKEN}", "${HOME}"],
    headers: { Authorization: "Bearer ${Y_KEY}" },
  });

  const { server: filled, unset } = fillServer(written, { X_TOKEN: "t", HOME: "/h" });

  expect(filled.args).toEqual(["--token=t", "${HOME}"]);
  expect(filled.headers).toEqual({ Authorization: "Bearer ${Y_KEY}" });
  expect(unset).toEqual(["Y_KEY"]);
});
