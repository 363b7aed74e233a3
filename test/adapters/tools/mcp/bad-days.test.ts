import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import type { Servers } from "#adapters/tools/index.ts";
import { createMcpServers } from "#adapters/tools/mcp/servers.ts";
import type { ServerUse } from "#core/graph/mcp-servers.ts";
import type { ToolCallOptions, ToolOutput } from "#core/ports/tool.ts";
import { odd, program } from "#support/mcp-servers.ts";

const site: ToolCallOptions["site"] = {
  runId: "run_x",
  nodeId: "a",
  branchId: "",
  activationId: "a#0",
  step: "tool:0.0",
  key: "run_x/a#0/tool:0.0",
  attempt: 1,
};
const around: ToolCallOptions = { site, signal: new AbortController().signal };

function createServers(env: Readonly<Record<string, string>> = {}): Servers {
  const servers = createMcpServers({
    folder: tmpdir(),
    env: { PATH: process.env["PATH"], ...env },
  });
  onTestFinished(() => servers.close());
  return servers;
}

function callFirst(servers: Servers, server: ServerUse): Promise<ToolOutput> {
  return servers.call(server, { name: `mcp.${server.name}.first`, input: {} }, around);
}

/** Dead processes that nobody has collected yet don't count. */
function isAlive(pid: number): boolean {
  const path = `/proc/${pid}/stat`;
  return existsSync(path) && !/\) [ZX] /.test(readFileSync(path, "utf8"));
}

function createFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "iter-mcp-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

it("asks for every page of a server's tools, whatever it prints besides", async () => {
  const [found] = await createServers().discover([program("s", odd, "pages", "greets")], around);

  expect(found?.tools.map(({ name, readsOnly }) => [name, readsOnly])).toEqual([
    ["mcp.s.first", true],
    ["mcp.s.second", false],
    ["mcp.s.third", false],
  ]);
});

it("gives up on a server that never greets", async () => {
  const servers = createServers({ ITER_MCP_CONNECT_TIMEOUT: "500ms" });

  await expect(servers.discover([program("s", odd, "hangs")], around)).rejects.toMatchObject({
    failure: {
      code: "TOOL_FAILED",
      message: expect.stringMatching(/^the MCP server `s` can't be reached: .*timed out/) as string,
      hint: expect.stringContaining("ITER_MCP_CONNECT_TIMEOUT") as string,
    },
  });
});

it("says why a server can't be started", async () => {
  const gone: ServerUse = { name: "s", transport: "stdio", command: "no-such-mcp", env: [] };
  const ends: ServerUse = {
    ...gone,
    command: "/bin/sh",
    args: ["-c", "echo no licence >&2; exit 4"],
  };
  const locked: ServerUse = { ...gone, args: ["--key", "${ODD_API_KEY}"] };

  await expect(createServers().discover([gone], around)).rejects.toThrow(/no-such-mcp/);
  await expect(createServers().discover([ends], around)).rejects.toThrow(
    /it ended with exit code 4, and said:\nno licence/,
  );
  await expect(createServers().discover([locked], around)).rejects.toThrow(
    "the MCP server `s` needs `ODD_API_KEY`, which isn't set",
  );
});

it("tells the model of a call that a server doesn't answer", async () => {
  const servers = createServers({ ITER_MCP_CALL_TIMEOUT: "300ms" });

  expect(await callFirst(servers, program("s", odd, "stalls"))).toEqual({
    failed: true,
    output: "`mcp.s.first` was given up: for 0.3 s it neither answered nor said how far it was",
  });
});

it("tells the model of a result that nests too deep", async () => {
  const server = program("s", odd, "nests");

  expect(await callFirst(createServers(), server)).toEqual({
    output: "what it gave nests deeper than 500 levels",
    failed: true,
  });
});

it("starts a server that ended during a call anew for the next one", async () => {
  const server = program("s", odd, "crashes-once", join(createFolder(), "crashed"));
  const servers = createServers();

  const lost = await callFirst(servers, server);
  const next = await callFirst(servers, server);

  expect(lost).toMatchObject({
    failed: true,
    output: expect.stringContaining("exit code 3, and said:\nout of luck") as string,
  });
  expect(next).toEqual({ output: "first was called", failed: false });
});

it("fails when a server ends each time that it is called", async () => {
  const server = program("s", odd, "crashes");
  const servers = createServers();

  await callFirst(servers, server);
  await callFirst(servers, server);

  await expect(callFirst(servers, server)).rejects.toThrow(/ended again after it had been started/);
});

it("declines a server's questions and says so", async () => {
  expect(await callFirst(createServers(), program("s", odd, "asks"))).toEqual({
    output: '[the server asked, and was refused: Age?]\n{"action":"decline"}',
    failed: false,
  });
});

it("passes a server's question on if there is somebody, and calls again with the answer", async () => {
  const servers = createServers();
  const server = program("s", odd, "asks");
  const call = { name: "mcp.s.first", input: {} };
  const question = "the MCP server `s` asks: Age?";

  const asked = await servers.call(server, call, { ...around, answers: { known: [], open: true } });
  const known = [{ question, answers: { age: 42 } }];
  const done = await servers.call(server, call, { ...around, answers: { known, open: true } });

  expect(asked.question).toEqual({
    text: question,
    fields: { age: { type: "float", optional: true } },
  });
  expect(done).toEqual({ output: '{"action":"accept","content":{"age":42}}', failed: false });
});

it("refuses a question of which nobody knows whose it is", async () => {
  const servers = createServers();
  const server = program("s", odd, "asks-two");
  const call = { name: "mcp.s.first", input: {} };
  const answers = { known: [], open: true };

  const both = await Promise.all([
    servers.call(server, call, { ...around, answers }),
    servers.call(server, call, { ...around, answers }),
  ]);

  expect(both.map(({ question }) => question)).toEqual([undefined, undefined]);
});

it("reaches a server once for all who ask at the same time", async () => {
  const mark = join(createFolder(), "started");
  const server: ServerUse = {
    ...program("s", odd),
    command: "/bin/sh",
    args: ["-c", `test -e ${mark} && exit 9; : > ${mark}; exec "$0" "$1"`, process.execPath, odd],
  };
  const servers = createServers();

  const found = await Promise.all([
    servers.discover([server], around),
    servers.discover([server], around),
    callFirst(servers, server),
  ]);

  expect(found[0]).toEqual(found[1]);
  expect(existsSync(mark)).toBe(true);
});

it("leaves nothing behind of a server that does not want to end", async () => {
  const servers = createServers();
  const pids = join(createFolder(), "pids");
  const server: ServerUse = {
    ...program("s", odd),
    command: "/bin/sh",
    args: ["-c", `sleep 1000 & echo $! > ${pids}; exec "$0" "$1" stays`, process.execPath, odd],
  };
  await servers.discover([server], around);
  const sleeper = Number(readFileSync(pids, "utf8"));
  expect(isAlive(sleeper)).toBe(true);

  await servers.close();

  expect(isAlive(sleeper)).toBe(false);
}, 15_000);
