/** What a node allows is all that the real programs can do. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { isFields, isList } from "#core/graph/value.ts";
import type { Fields } from "#core/graph/value.ts";
import type { WireRequest } from "#testing/loopback/server.ts";
import { openDelegateWorld } from "#support/delegate-world.ts";
import { filesystemServer, installPrograms } from "#support/programs.ts";

vi.setConfig({ testTimeout: 120_000 });
beforeAll(installPrograms, 300_000);

/** The tools that a model was offered. */
function offered(request: WireRequest | undefined): readonly unknown[] {
  const tools = request?.body["tools"];
  return isList(tools) ? tools.map((tool) => isFields(tool) && (tool["name"] ?? tool["type"])) : [];
}

describe("claude", () => {
  it("has the tools that are listed, and no others", async () => {
    const world = await openDelegateWorld("claude_code", {
      script: (_, index) =>
        index === 0
          ? {
              toolCalls: [
                { name: "Bash", input: { command: "git diff --stat" } },
                { name: "Bash", input: { command: "touch b.txt" } },
                { name: "Bash", input: { command: "node -e 1" } },
                { name: "Bash", input: { command: "echo `id`" } },
              ],
            }
          : { text: "done" },
    });

    await world.call({ tools: ["read_file", "search_codebase", "git_diff"] });

    expect(offered(world.server.requests[0])).toEqual(["Bash", "Glob", "Grep", "Read"]);
    expect(world.of("tool_called")).toMatchObject([{ input: { command: "git diff --stat" } }]);
    expect(world.of("tool_error")).toMatchObject([
      { input: { command: "touch b.txt" }, code: "TOOL_DENIED" },
      { input: { command: "node -e 1" }, code: "TOOL_DENIED" },
      { input: { command: "echo `id`" }, code: "TOOL_DENIED" },
    ]);
    expect(existsSync(join(world.workspace.folder, "b.txt"))).toBe(false);
  });

  it("runs commands only where they are allowed", async () => {
    const world = await openDelegateWorld("claude_code", {
      script: (_, index) =>
        index === 0
          ? {
              toolCalls: [
                { name: "Bash", input: { command: "node --version > b.txt" } },
                { name: "Bash", input: { command: "echo permission denied >&2; false" } },
              ],
            }
          : { text: "done" },
    });

    await world.call({ tools: ["run_command"] });

    expect(offered(world.server.requests[0])).toEqual(["Bash"]);
    expect(world.of("tool_error")).toMatchObject([{ code: "TOOL_FAILED" }]);
    expect(existsSync(join(world.workspace.folder, "b.txt"))).toBe(true);
  });

  it("doesn't write where it may only read, whatever is listed", async () => {
    const world = await openDelegateWorld("claude_code", {
      script: (_, index) =>
        index === 0
          ? {
              toolCalls: [
                {
                  name: "Bash",
                  input: { command: "node -e 'require(`fs`).writeFileSync(`b.txt`, ``)'" },
                },
              ],
            }
          : { text: "done" },
    });

    await world.call({ readonly: true, tools: ["run_command", "write_file", "read_file"] });

    expect(offered(world.server.requests[0])).toEqual(["Bash", "Read"]);
    expect(world.of("tool_error")).toMatchObject([{ tool: "Bash", code: "TOOL_DENIED" }]);
    expect(existsSync(join(world.workspace.folder, "b.txt"))).toBe(false);
  });

  it("has no tools at all where none are allowed, and no settings of the project", async () => {
    const world = await openDelegateWorld("claude_code", {
      script: () => ({ text: "done" }),
      files: {
        ".claude/settings.json": JSON.stringify({
          permissions: { allow: ["Bash"] },
          hooks: { UserPromptSubmit: [{ hooks: [{ type: "command", command: "touch hooked" }] }] },
        }),
      },
    });

    await world.call({ tools: [] });

    expect(offered(world.server.requests[0])).toEqual([]);
    expect(existsSync(join(world.workspace.folder, "hooked"))).toBe(false);
  });
});

describe("codex", () => {
  it("has no tools where none are allowed", async () => {
    const world = await openDelegateWorld("codex", { script: () => ({ text: "done" }) });

    await world.call({ tools: [] });

    expect(offered(world.server.requests[0])).toEqual([]);
  });

  it("can't write where only reading tools are listed, whatever the project's settings say", async () => {
    const world = await openDelegateWorld("codex", {
      files: { ".codex/config.toml": 'sandbox_mode = "danger-full-access"\n' },
      script: (_, index) =>
        index === 0
          ? { toolCalls: [{ name: "exec_command", input: { cmd: "touch b.txt" } }] }
          : { text: "done" },
    });

    await world.call({ tools: ["read_file", "git_diff"] });

    expect(existsSync(join(world.workspace.folder, "b.txt"))).toBe(false);
  });
});

it.each([
  // By themselves, programs give up on a server after 5 and 10 seconds.
  ["claude_code", 6],
  ["codex", 11],
] as const)(
  "%s has those tools of a server that are listed, though it takes %d s to start",
  async (backend, seconds) => {
    const write = (folder: string) => ({ path: join(folder, "b.txt"), content: "x" });
    const world = await openDelegateWorld(backend, {
      script: (_, index) => {
        const { folder } = world.workspace;
        const call = (tool: string, input: Fields) =>
          backend === "codex"
            ? { name: tool, namespace: "mcp__fs", input }
            : { name: `mcp__fs__${tool}`, input };
        return index === 0
          ? {
              toolCalls: [
                call("list_directory", { path: folder }),
                call("write_file", write(folder)),
              ],
            }
          : { text: "done" };
      },
    });
    const { folder } = world.workspace;

    await world.call({
      tools: ["mcp.fs.list_directory"],
      mcpServers: [
        {
          name: "fs",
          transport: "stdio",
          command: "/bin/sh",
          args: [
            "-c",
            `sleep ${seconds}; exec "$@"`,
            "sh",
            process.execPath,
            filesystemServer,
            folder,
          ],
          env: [],
        },
      ],
    });

    expect(world.of("tool_called")).toMatchObject([
      { tool: "mcp.fs.list_directory", output: expect.stringContaining("[FILE] a.txt") },
    ]);
    expect(existsSync(join(folder, "b.txt"))).toBe(false);
  },
);

it.each([
  ["claude_code", "Bash", { command: "env" }],
  ["codex", "exec_command", { cmd: "env" }],
] as const)("%s gets no variable that it has no use for", async (backend, name, input) => {
  const world = await openDelegateWorld(backend, {
    script: (_, index) => (index === 0 ? { toolCalls: [{ name, input }] } : { text: "done" }),
    env: {
      GITHUB_TOKEN: "token-of-github",
      MY_PASSWORD: "hidden",
      WANTED: "yes",
      LISTED: "too",
      ITER_PASS_ENV: "LISTED",
    },
  });

  await world.call({ tools: ["run_command"], env: ["WANTED"] });

  const [{ output } = {}] = world.of("tool_called");
  expect(output).toContain("WANTED=yes");
  expect(output).toContain("LISTED=too");
  expect(output).toContain("ITER_STEP_ID=run_x/write#0/delegate:0");
  expect(output).not.toContain("token-of-github");
  expect(output).not.toContain("hidden");
});
