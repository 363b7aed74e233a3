import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createFolder, documentOf, iter } from "#support/command-line.ts";
import { everything } from "#support/mcp-servers.ts";

function createFlow(nodes: readonly object[], host?: object): string {
  const folder = createFolder();
  const ends = [
    { id: "start", type: "start", next: "first" },
    { id: "end", type: "end" },
  ];
  write(folder, "work.flow.json", { name: "work", nodes: [...ends, ...nodes] });
  if (host !== undefined) write(folder, "work.host.json", host);
  return folder;
}

function write(folder: string, name: string, content: object): void {
  writeFileSync(join(folder, name), JSON.stringify(content));
}

const call = { id: "first", type: "tool", tool: "lookup", input: { a: 2, b: 3 }, next: "end" };
const server = { transport: "stdio", command: process.execPath, args: [everything] };

it("calls tools of MCP servers by a name of the host, and by their own", async () => {
  const cwd = createFlow(
    [
      { id: "first", type: "tool", tool: "sum", input: { a: 2, b: 3 }, next: "second" },
      { id: "second", type: "tool", tool: "mcp.all.echo", input: { message: "hi" }, next: "third" },
      { id: "third", type: "tool", tool: "sum", input: { a: "x" }, next: "end" },
    ],
    { tools: { sum: { mcp: "all", tool: "get-sum" } }, mcp_servers: { all: server } },
  );

  const said = await iter(["run", "work.flow.json", "--json"], { cwd });

  expect(documentOf(said)).toMatchObject({
    flow: {
      status: "failed",
      node_outputs: { first: "The sum of 2 and 3 is 5.", second: "Echo: hi" },
      error: { code: "ToolRetryExhausted", node_id: "third" },
    },
  });
});

it("refuses a host file that names a server which is not declared", async () => {
  const cwd = createFlow([call], { tools: { lookup: { mcp: "al", tool: "x" } } });

  const { code, err } = await iter(["validate", "work.flow.json"], { cwd });

  expect(code).toBe(2);
  expect(err).toContain("work.host.json:1:27: `tools.lookup.mcp`: there is no server `al`");
});

it("places every fault of a host file, and says what a key was meant to be", async () => {
  const cwd = createFlow([call]);
  const tools = "tools:\n  lookup: { comand: x }\n  other: { command: x, builtin: iter.echo }\n";
  writeFileSync(join(cwd, "work.host.yaml"), `${tools}modls: {}\n`);

  const { code, err } = await iter(["validate", "work.flow.json"], { cwd });

  expect(code).toBe(2);
  expect(err).toContain("work.host.yaml:2:13 `comand` is no key of `tools.lookup`.");
  expect(err).toContain("Did you mean `command`?");
  expect(err).toContain("work.host.yaml:3:10 `tools.other`: must be `{ command: … }`");
  expect(err).toContain("work.host.yaml:4:1 `modls` is no key of a host file.");
  expect(err).toContain("Did you mean `models`?");
});

it("warns of every function that nobody has declared, and says where to", async () => {
  const undo = { compensate_tool: "give_back", compensate_input: null, max_retries: 0 };
  const cwd = createFlow([{ ...call, ...undo, type: "retry_compensate" }]);

  const checked = await iter(["validate", "work.flow.json"], { cwd });
  const ran = await iter(["run", "work.flow.json"], { cwd });
  const simulated = await iter(["run", "work.flow.json", "--simulate"], { cwd });

  for (const { err } of [checked, ran]) {
    expect(err).toContain("The function `lookup` is not registered.");
    expect(err).toContain("The function `give_back` is not registered.");
    expect(err).toContain("help: declare it under `tools` of `work.host.yaml`");
  }
  expect(ran.code).toBe(1);
  expect(ran.out).toContain("Hint: declare `give_back` under `tools` of the flow's host file");
  expect(simulated.err).not.toContain("not registered");
});

it("says of a payment that was made up for that it failed, and why", async () => {
  const undo = { compensate_tool: "give_back", compensate_input: null, max_retries: 1 };
  const cwd = createFlow([{ ...call, ...undo, type: "retry_compensate" }], {
    tools: {
      lookup: { command: "echo card declined >&2; exit 3" },
      give_back: { builtin: "iter.echo" },
    },
  });

  const { code, out, err } = await iter(["run", "work.flow.json"], { cwd });
  const report = await iter(["report", "--output", "-"], { cwd });

  const why =
    "`lookup` failed 2 times (tool execution failed: card declined), and `give_back` made up for it";
  expect(code).toBe(0);
  expect(out).toContain(`Note: first: ${why}`);
  expect(err).toContain(`: ${why}`);
  expect(report.out.replaceAll("\\", "")).toContain(`> ${why}`);
});

it("refuses graphs outside the repository", async () => {
  const cwd = createFlow([call], { graphs: { far: "../far.flow.json" } });
  mkdirSync(join(cwd, "inner", ".git"), { recursive: true });
  write(cwd, "far.flow.json", {});
  write(join(cwd, "inner"), "work.host.json", { graphs: { far: "../far.flow.json" } });
  write(join(cwd, "inner"), "work.flow.json", {});

  const { code, err } = await iter(["validate", "work.flow.json"], { cwd: join(cwd, "inner") });

  expect(code).toBe(2);
  expect(err).toContain("The graph `far` lies outside the repository.");
});

it("answers functions from the script first, then by those that there are, else makes something up", async () => {
  const cwd = createFlow([
    { ...call, next: "undo" },
    {
      id: "undo",
      type: "retry_compensate",
      tool: "lookup",
      input: null,
      max_retries: 1,
      compensate_tool: "give_back",
      compensate_input: 7,
      next: "echo",
    },
    { id: "echo", type: "tool", tool: "iter.echo", input: "as it is", next: "end" },
  ]);
  const script =
    "tools:\n  lookup:\n    - result: { found: 1 }\n    - fail: gone\n    - fail: gone too\n";
  writeFileSync(join(cwd, "script.yaml"), script);

  const said = await iter(
    ["run", "work.flow.json", "--simulate", "--script", "script.yaml", "--json"],
    { cwd },
  );

  expect(documentOf(said)).toMatchObject({
    flow: {
      status: "completed",
      node_outputs: {
        first: { found: 1 },
        undo: {
          status: "compensated",
          last_error: "tool execution failed: gone too",
          compensation: { simulated: true, tool: "give_back", input: 7 },
        },
        echo: "as it is",
      },
    },
  });
});

it("fails a call for which a script has no further item", async () => {
  const cwd = createFlow([call]);
  writeFileSync(join(cwd, "script.yaml"), "tools:\n  lookup: []\n");

  const said = await iter(
    ["run", "work.flow.json", "--simulate", "--script", "script.yaml", "--json"],
    { cwd },
  );

  expect(documentOf(said)).toMatchObject({
    flow: { error: { last_error: expect.stringContaining("no item 1 for `tools.lookup`") } },
  });
});

it("runs functions that change the workspace, and tells what they changed", async () => {
  const cwd = createFlow([{ ...call, tool: "write" }], {
    tools: { write: { command: "echo new > made.txt && echo done", mutates: true } },
  });
  writeFileSync(join(cwd, ".gitignore"), ".iterion\n");
  const git = (...words: readonly string[]) => execFileSync("git", words, { cwd });
  git("init", "-q");
  git("add", ".");
  git("-c", "user.name=n", "-c", "user.email=n@n", "commit", "-qm", "first");

  const said = await iter(["run", "work.flow.json", "--json"], { cwd });

  expect(documentOf(said)).toMatchObject({
    flow: { status: "completed", node_outputs: { first: "done" } },
    changed_files: [{ files: [{ path: "made.txt" }] }],
  });
});
