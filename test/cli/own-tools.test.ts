import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { iter } from "#support/command-line.ts";
import { createWorkspace } from "#support/workspace.ts";
import { startAnthropicServer } from "#testing/loopback/anthropic.ts";

const workflow = (agent: string): string => `
prompt task:
  Go.

agent a:
  model: "anthropic/claude-sonnet-5"
  user: task
  ${agent.split("\n").join("\n  ")}

workflow w:
  entry: a
  a -> done
`;

const tools = `
tools:
  greet:
    description: Greets somebody.
    input:
      name: string
      loud: { type: bool, optional: true }
    command: "printf 'Hello, %s%s' {{input.name}} {{input.loud}}"
    readonly: true
  break:
    description: Breaks.
    command: "echo out of order >&2; exit 3"
  linger:
    description: Takes its time.
    command: "sleep 100"
    timeout: 300ms
`;

type Input = Readonly<Record<string, string>>;

async function run(
  agent: string,
  calls: readonly { readonly name: string; readonly input: object }[],
): Promise<{ code: number | null; err: string; told: string; offered: unknown }> {
  const workspace = createWorkspace({ "w.iter": workflow(agent), "w.tools.yaml": tools });
  const server = await startAnthropicServer([
    ...calls.map(({ name, input }) => ({ toolCalls: [{ name, input: input as Input }] })),
    { text: "done" },
  ]);
  onTestFinished(async () => {
    await server.close();
    workspace.remove();
  });
  const env = { ...server.env, HOME: workspace.folder };
  const { code, err } = await iter(["run", "w.iter"], { cwd: workspace.folder, env });
  const told = JSON.stringify(server.requests.at(-1)?.body["messages"]);
  return { code, err, told, offered: server.requests[0]?.body["tools"] };
}

it("lets models call the tools that lie beside a workflow", async () => {
  const { code, err, told, offered } = await run("tools: [greet, break, linger]", [
    { name: "greet", input: { name: "$(touch owned); Ada" } },
    { name: "greet", input: { loud: true } },
    { name: "break", input: {} },
    { name: "linger", input: {} },
  ]);

  expect(code, err).toBe(0);
  expect(offered).toMatchObject([
    {
      name: "greet",
      description: "Greets somebody.",
      input_schema: { required: ["name"], properties: { loud: { type: "boolean" } } },
    },
    { name: "break" },
    { name: "linger" },
  ]);
  expect(told).toContain("Hello, $(touch owned); Ada");
  expect(told).toContain("`name` ");
  expect(told).toContain("exit code 3");
  expect(told).toContain("out of order");
  expect(told).toContain("it was killed: it took longer than 0.3 s");
});

it("keeps a node that may only read to tools that do", async () => {
  const { code, offered, told } = await run("tools: [greet, break]\nreadonly: true", [
    { name: "break", input: {} },
  ]);

  expect(code).toBe(0);
  expect(offered).toMatchObject([{ name: "greet" }]);
  expect(told).toContain("the tool `break` may not be used here");
});

it("warns before a run of tools that nobody has, and refuses to run with them", async () => {
  const workspace = createWorkspace({
    "w.iter": workflow("tools: [gret, read_fil]"),
    "w.tools.yaml": tools,
    "other.yaml": "tools:\n  gret: { description: Greets., command: echo }\n",
  });
  onTestFinished(() => workspace.remove());
  const place = { cwd: workspace.folder, env: { ANTHROPIC_API_KEY: "test-key-of-nobody" } };

  const checked = await iter(["validate", "w.iter"], place);
  const other = await iter(["validate", "w.iter", "--tools", "other.yaml"], place);
  const ran = await iter(["run", "w.iter"], place);

  expect(checked.code).toBe(0);
  expect(checked.err).toContain("w.iter:5:7: `a`: there is no tool `gret`; did you mean `greet`?");
  expect(checked.err).toContain("there is no tool `read_fil`; did you mean `read_file`?");
  expect(other.err).not.toContain("`gret`");
  expect(ran.code).toBe(2);
  expect(ran.err).toContain("`a` can't run: there is no tool `gret`");
});

it("looks for the project's servers where nodes will work", async () => {
  const text = workflow("tools: [mcp.docs.find]").replace(
    "  entry: a",
    "  mcp:\n    autoload_project: true\n  entry: a",
  );
  const servers = JSON.stringify({ mcpServers: { docs: { command: "docs" } } });
  const workspace = createWorkspace({ "w.iter": text, "sub/.mcp.json": servers });
  onTestFinished(() => workspace.remove());
  const place = { cwd: workspace.folder };

  const here = await iter(["validate", "w.iter"], place);
  const there = await iter(["validate", "w.iter", "--workdir", "sub"], place);
  const nowhere = await iter(["validate", "w.iter", "--workdir", "none"], place);

  expect(here.err).toContain("`mcp.docs.find`");
  expect(there.err).not.toContain("mcp.docs.find");
  expect(nowhere.err).toContain("there is no such folder");
});

it("says where a file of tools is wrong", async () => {
  const workspace = createWorkspace({
    "w.iter": workflow("tools: [greet]"),
    "iter.tools.yaml": "tools:\n  greet: { description: Greets. }\n",
  });
  onTestFinished(() => workspace.remove());
  const place = { cwd: workspace.folder, env: { ANTHROPIC_API_KEY: "test-key-of-nobody" } };

  const ran = await iter(["run", "w.iter"], place);
  const missing = await iter(["run", "w.iter", "--tools", "none.yaml"], place);

  expect([ran.code, missing.code]).toEqual([2, 2]);
  expect(ran.err).toContain("iter.tools.yaml:2:10");
  expect(missing.err).toContain("There is no file of tools `none.yaml`.");
});

it("says at a resume that the tools beside a workflow are others than they were", async () => {
  const text = workflow("interaction: human\ntools: [greet]");
  const workspace = createWorkspace({ "w.iter": text, "w.tools.yaml": tools });
  const asks = { name: "ask_user", input: { question: "Who?" } };
  const server = await startAnthropicServer([
    { toolCalls: [asks] },
    { toolCalls: [asks] },
    { text: "done" },
  ]);
  onTestFinished(async () => {
    await server.close();
    workspace.remove();
  });
  const place = { cwd: workspace.folder, env: { ...server.env, HOME: workspace.folder } };
  const resume = ["resume", "--run-id", "r1", "--answer", "answer=Ada"];

  await iter(["run", "w.iter", "--run-id", "r1"], place);
  const same = await iter(resume, place);
  const others = tools.replace("Hello", "Bye").replace("  break:", "  crash:");
  writeFileSync(join(workspace.folder, "w.tools.yaml"), others);
  const other = await iter(resume, place);
  const report = await iter(["report", "--run-id", "r1", "--output", "-"], place);

  expect([same.code, other.code], same.err + other.err).toEqual([3, 0]);
  expect(same.err).not.toContain("own tools");
  const change = "changed greet; added crash; removed break";
  expect(other.err).toContain(`! the workflow's own tools have changed`);
  expect(other.err).toContain(change);
  expect(report.out).toContain(change);
});

const withNode = (command: string): string => `
schema place:
  package: string

tool test_package:
  input: place
  command: "${command}"
  readonly: true

${workflow("readonly: true\ntools: [test_package]")}`;

it("lets models call a tool node that they list, on the way of the run or not", async () => {
  const workspace = createWorkspace({ "w.iter": withNode("printf 'tested %s' {{input.package}}") });
  const input = { package: "$(touch owned); core" };
  const server = await startAnthropicServer([
    { toolCalls: [{ name: "test_package", input }] },
    { toolCalls: [{ name: "test_package", input: {} }] },
    { text: "done" },
  ]);
  onTestFinished(async () => {
    await server.close();
    workspace.remove();
  });
  const place = { cwd: workspace.folder, env: { ...server.env, HOME: workspace.folder } };

  const checked = await iter(["validate", "w.iter", "--strict"], place);
  const said = await iter(["run", "w.iter"], place);

  expect(checked.code, checked.err).toBe(0);
  expect(said.code, said.err).toBe(0);
  expect(server.requests[0]?.body["tools"]).toMatchObject([
    { name: "test_package", description: "Runs: printf 'tested %s' {{input.package}}" },
  ]);
  const told = JSON.stringify(server.requests.at(-1)?.body["messages"]);
  expect(told).toContain("tested $(touch owned); core");
  expect(told).toContain("`package` must be a string");
  expect(existsSync(join(workspace.folder, "owned"))).toBe(false);
});

it("refuses a tool node for models that uses what only the run knows", async () => {
  const workspace = createWorkspace({ "w.iter": withNode("echo {{run.id}}") });
  onTestFinished(() => workspace.remove());
  const place = { cwd: workspace.folder, env: { ANTHROPIC_API_KEY: "test-key-of-nobody" } };

  const checked = await iter(["validate", "w.iter"], place);
  const ran = await iter(["run", "w.iter"], place);

  expect(checked.err).toContain("its command uses `{{run.id}}`");
  expect([ran.code, ran.err.includes("its command uses `{{run.id}}`")]).toEqual([2, true]);
});
