import { readdirSync, readlinkSync } from "node:fs";
import { expect, it, onTestFinished } from "vitest";
import { awaitProgram, documentOf, iter, startProgram } from "#support/command-line.ts";
import { everything, filesystem, odd, serveEverything } from "#support/mcp-servers.ts";
import { createWorkspace } from "#support/workspace.ts";
import type { TestWorkspace } from "#support/workspace.ts";
import { startAnthropicServer } from "#testing/loopback/anthropic.ts";

type Replies = Parameters<typeof startAnthropicServer>[0];

const node = JSON.stringify(process.execPath);

interface Setting {
  readonly files: Readonly<Record<string, string>>;
  readonly replies: Replies;
}

async function set({ files, replies }: Setting) {
  const workspace: TestWorkspace = createWorkspace(files);
  const server = await startAnthropicServer(replies);
  onTestFinished(async () => {
    await server.close();
    workspace.remove();
  });
  const place = { cwd: workspace.folder, env: { ...server.env, HOME: workspace.folder } };
  return { workspace, server, place };
}

function calls(name: string, input: Readonly<Record<string, unknown>> = {}) {
  return { toolCalls: [{ name, input: input as Readonly<Record<string, string>> }] };
}

/** A server of examples and one of files; one agent. */
function workflow(agent: string, mcp = "servers: [ev, fs]"): string {
  return `
mcp_server ev:
  transport: stdio
  command: ${node}
  args: [${JSON.stringify(everything)}]

mcp_server fs:
  transport: stdio
  command: ${node}
  args: [${JSON.stringify(filesystem)}, "."]

mcp_server odd:
  transport: stdio
  command: ${node}
  args: [${JSON.stringify(odd)}]
  env: [ODD_VERSION]

prompt task:
  Go.

agent a:
  model: "anthropic/claude-sonnet-5"
  user: task
  ${agent.split("\n").join("\n  ")}

workflow w:
  mcp:
    ${mcp}
  entry: a
  a -> done
`;
}

it("lets an agent use the tools of two real servers, as far as the policy goes", async () => {
  const { place, server } = await set({
    files: {
      "w.iter": workflow(
        "tools: [mcp.ev.echo, mcp.fs.*]\ntool_policy: [mcp.ev.*, mcp.fs.read_text_file]",
      ),
      "a.txt": "the file",
    },
    replies: [
      calls("mcp_ev_echo", { message: "hello" }),
      calls("mcp_fs_read_text_file", { path: "a.txt" }),
      calls("mcp_fs_write_file", { path: "b.txt", content: "x" }),
      calls("mcp_ev_get-sum", { a: 1, b: 2 }),
      { text: "done" },
    ],
  });

  const said = await iter(["run", "w.iter", "--json"], place);

  expect(said.code, said.err).toBe(0);
  expect(documentOf(said)).toMatchObject({ output: { text: "done" } });
  const first = server.requests[0]?.body["tools"] as readonly { readonly name: string }[];
  expect(first.map(({ name }) => name)).toEqual(["mcp_ev_echo", "mcp_fs_read_text_file"]);
  const results = JSON.stringify(server.requests.at(-1)?.body["messages"]);
  expect(results).toContain("Echo: hello");
  expect(results).toContain("the file");
  expect(results).toContain("the tool `mcp_fs_write_file` may not be used here");
  expect(results).toContain("the tool `mcp_ev_get-sum` may not be used here");
});

it("holds a node to the policies of its workflow and of a recipe, too", async () => {
  const { place, server } = await set({
    files: {
      "w.iter": workflow("tools: [mcp.odd.*, read_file]", "servers: [odd]").replace(
        "  entry: a",
        "  tool_policy: [mcp.odd.first, mcp.odd.second]\n  entry: a",
      ),
      "narrow.json": JSON.stringify({
        name: "narrow",
        tool_policy: ["mcp.odd.second", "read_file"],
      }),
    },
    replies: [{ text: "done" }, { text: "done" }],
  });

  const wide = await iter(["run", "w.iter"], place);
  const narrow = await iter(["run", "w.iter", "--recipe", "narrow.json"], place);

  expect([wide.code, narrow.code], wide.err + narrow.err).toEqual([0, 0]);
  const offered = server.requests.map(({ body }) =>
    (body["tools"] as readonly { readonly name: string }[]).map(({ name }) => name),
  );
  expect(offered).toEqual([["mcp_odd_first", "mcp_odd_second"], ["mcp_odd_second"]]);
});

it("asks a person what a server wants to know, and calls its tool again with the answer", async () => {
  const { place, server } = await set({
    files: {
      "w.iter": workflow("interaction: human\ntools: [mcp.odd.first]", "servers: [odd]").replace(
        `args: [${JSON.stringify(odd)}]`,
        `args: [${JSON.stringify(odd)}, "asks"]`,
      ),
    },
    replies: [calls("mcp_odd_first"), { text: "done" }],
  });

  const paused = await iter(["run", "w.iter", "--run-id", "r1", "--json"], place);
  const words = ["resume", "--run-id", "r1", "--answer", "age=42", "--as", "ada", "--json"];
  const said = await iter(words, place);

  expect(paused.code, paused.err).toBe(3);
  expect(documentOf(paused)).toMatchObject({
    questions: { question: "the MCP server `odd` asks: Age?" },
    gates: [{ fields: [{ name: "age", type: "float" }] }],
  });
  expect(said.code, said.err).toBe(0);
  expect(JSON.stringify(server.requests.at(-1)?.body["messages"])).toContain(
    String.raw`{\"action\":\"accept\",\"content\":{\"age\":42}}`,
  );
});

it("reads the servers of a project where the workflow says so", async () => {
  const url = await serveEverything("streamableHttp");
  const project = { mcpServers: { remote: { type: "http", url: "${EV_URL}" } } };
  const { place, server } = await set({
    files: {
      "w.iter": workflow("tools: [mcp.remote.echo]", "autoload_project: true"),
      ".mcp.json": JSON.stringify(project),
    },
    replies: [calls("mcp_remote_echo", { message: "far" }), { text: "done" }],
  });

  const said = await iter(["run", "w.iter", "--json"], {
    ...place,
    env: { ...place.env, EV_URL: url },
  });

  expect(said.code, said.err).toBe(0);
  expect(JSON.stringify(server.requests.at(-1)?.body["messages"])).toContain("Echo: far");
});

it("refuses a run whose tools no server of the node can have", async () => {
  const { place } = await set({
    files: {
      "w.iter": workflow("tools: [mcp.evv.echo]"),
      "x.iter": workflow("tools: [mcp.odd.first]"),
    },
    replies: [],
  });

  const unknown = await iter(["run", "w.iter"], place);
  const other = await iter(["run", "x.iter"], place);

  expect([unknown.code, other.code]).toEqual([2, 2]);
  expect(unknown.err).toContain(
    "`a` can't run: it lists `mcp.evv.echo`, but has no MCP server `evv`",
  );
  expect(unknown.err).toContain("did you mean `ev`?");
  expect(other.err).toContain("add `mcp: servers: [odd]` to the node or the workflow");
});

it("fails a node that lists a tool which its server has not got", async () => {
  const { place } = await set({
    files: { "w.iter": workflow("tools: [mcp.odd.frist]", "servers: [odd]") },
    replies: [],
  });

  const said = await iter(["run", "w.iter"], place);

  expect(said.code).toBe(1);
  expect(said.err).toContain("which the MCP server `odd` does not have");
  expect(said.out).toContain("did you mean `mcp.odd.first`?");
});

it("reports tools that have changed between the question and the answer", async () => {
  const { place, server } = await set({
    files: {
      "w.iter": workflow("tools: [mcp.odd.first]\ninteraction: human", "servers: [odd]"),
    },
    replies: [calls("ask_user", { question: "Now?" }), calls("mcp_odd_first"), { text: "done" }],
  });
  const paused = await iter(["run", "w.iter", "--run-id", "r", "--no-interactive"], place);
  expect(paused.code, paused.err).toBe(3);

  const said = await iter(["resume", "--run-id", "r", "--answer", "answer=yes"], {
    ...place,
    env: { ...place.env, ODD_VERSION: "2" },
  });

  expect(said.code, said.err).toBe(0);
  expect(said.err).toContain(
    "the tools of the MCP server odd have changed: changed mcp.odd.first, mcp.odd.second, mcp.odd.third",
  );
  const report = await iter(["report", "--run-id", "r", "--output", "-"], place);
  expect(report.out).toContain("Careful: the tools of the MCP server odd have changed");
  const [, , last] = server.requests;
  expect(JSON.stringify(last?.body["messages"])).toContain("first was called");
  expect(JSON.stringify(last?.body["tools"])).toContain("The first tool, version 1");
});

it.each(["SIGKILL", "SIGINT"] as const)(
  "leaves no server behind after %s",
  async (signal) => {
    const { place } = await set({
      files: {
        "w.iter": workflow('tools: ["mcp.ev.trigger-long-running-operation"]', "servers: [ev]"),
      },
      replies: [
        calls("mcp_ev_trigger-long-running-operation", { duration: 100, steps: 1000 }),
        { text: "done" },
      ],
    });
    const child = startProgram(["run", "w.iter", "--log-level", "debug"], place);
    const begun = new Promise<void>((resolve) => {
      child.stderr?.on("data", (chunk: Buffer) => {
        if (chunk.includes(" of 1000")) resolve();
      });
    });
    const over = awaitProgram(child);
    await begun;

    child.kill(signal);
    await over;

    await expect.poll(() => runningIn(place.cwd), { timeout: 20_000 }).toEqual([]);
  },
  60_000,
);

/** Programs that work in a folder, by their ids. */
function runningIn(folder: string): readonly string[] {
  return readdirSync("/proc").filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      return readlinkSync(`/proc/${name}/cwd`) === folder;
    } catch {
      return false; // it has ended meanwhile, or is somebody else's
    }
  });
}
