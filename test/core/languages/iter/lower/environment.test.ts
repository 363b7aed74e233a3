import { describe, expect, it } from "vitest";
import type { Graph } from "#core/graph/graph.ts";
import { codesOf, drawnGraphOf, graphOf } from "#support/compile.ts";

const environment = {
  MODEL: "openai/gpt-5",
  CLI: "claude",
  TRACKER_TOKEN: "t0p",
  DEPTH: "12",
  SHARE: "0.5",
  ON: "yes",
  MAKE: "make ${all} {{input}}",
};

function field(graph: Graph, id: string, name: string): unknown {
  const node = graph.nodes.find((candidate) => candidate.id === id);
  return node === undefined ? undefined : Reflect.get(node, name);
}

function agent(line: string): string {
  return `agent a:\n  model: "openai/gpt-5"\n  ${line}\n\nworkflow w:\n  entry: a\n  a -> done\n`;
}

function tool(line: string): string {
  return `tool t:\n  ${line}\n\nworkflow w:\n  entry: t\n  t -> done\n`;
}

describe("settings", () => {
  it("are expanded, and their names kept", () => {
    const text = `agent a:
  model: "\${MODEL}"
  delegate: "\${CLI:-codex}"
  timeout: "\${WAIT:-1m}"

workflow w:
  entry: a
  a -> done
`;
    const graph = graphOf(text, { environment });

    expect(graph.nodes[0]).toMatchObject({
      model: "openai/gpt-5",
      delegate: "claude_code",
      timeoutMs: 60_000,
    });
    expect(graph.environment).toEqual(["CLI", "MODEL", "WAIT"]);
  });

  it("warn of unset variables, and refuse them when a run is planned", () => {
    const text = tool('command: "make"\n  timeout: "${WAIT}"');

    expect(codesOf(text)).toEqual(["C102@3:13"]);
    expect(graphOf(text).nodes[0]).toMatchObject({ timeoutMs: null });
    expect(() => graphOf(text, { planning: true })).toThrow("`WAIT`");
  });

  it("need no models and delegates in a simulation", () => {
    const text = `agent a:
  model: "\${NONE}"
  delegate: "\${NONE}"
  timeout: "\${NONE}"

workflow w:
  entry: a
  a -> done
`;

    expect(codesOf(text, { simulate: true })).toEqual(["C102@4:13"]);
    expect(drawnGraphOf(text, { simulate: true }).nodes[0]).toMatchObject({
      model: "${NONE}",
      delegate: "${NONE}",
    });
  });

  it("report the innermost variable that has no value", () => {
    expect(codesOf(tool('command: "a"\n  timeout: "1${A:-${B}}"'))).toEqual(["C102@3:19"]);
  });
});

describe("secrets", () => {
  it("stay names in addresses, arguments and programs", () => {
    const text = `mcp_server one:
  transport: stdio
  command: "run-\${TRACKER_TOKEN}"
  args: ["--token", "\${TRACKER_TOKEN}", "\${OTHER_TOKEN:-none}"]

mcp_server two:
  transport: http
  url: "http://\${HOST:-localhost}/?key=\${TRACKER_TOKEN:-x}"

${tool('command: "true"')}`;
    const { mcpServers, environment: names } = graphOf(text, { environment });

    expect(mcpServers).toEqual([
      {
        name: "one",
        transport: "stdio",
        command: "run-${TRACKER_TOKEN}",
        args: ["--token", "${TRACKER_TOKEN}", "none"],
        env: [],
      },
      {
        name: "two",
        transport: "http",
        url: "http://localhost/?key=${TRACKER_TOKEN}",
        env: [],
      },
    ]);
    expect(names).toEqual(["HOST", "OTHER_TOKEN", "TRACKER_TOKEN"]);
  });

  it("are refused where they would be logged, set or not, in defaults too", () => {
    const text = `vars:
  a: json = ["\${X:-\${TRACKER_TOKEN}}"]

${tool('command: "true"').replace("-> done", '-> done with { k: "a \\"${NO_PAT}\\" ${TRACKER_TOKEN}" }')}`;

    expect(codesOf(text, { environment })).toEqual(["C122@2:20", "C122@9:28", "C122@9:40"]);
    expect(JSON.stringify(drawnGraphOf(text, { environment }))).not.toContain("t0p");
  });

  it("are never put into prompts", () => {
    const text = `prompt p:
  \${TRACKER_TOKEN} \${OTHER_TOKEN:-none} \${DEPTH} \${UNSET} \${UNSET:-x} \\{{a}} {{input}}

${agent("user: p")}`;

    expect(graphOf(text, { environment }).prompts[0]?.text).toEqual([
      "${TRACKER_TOKEN} ${OTHER_TOKEN:-none} 12 ${UNSET} x {{a}} ",
      { ref: ["input"] },
    ]);
  });
});

describe("commands", () => {
  it("leave variables to the shell and hand them over", () => {
    const graph = graphOf(tool('command: "echo ${DEPTH} ${A:-${B}}"\n  env: [CI, B]'), {
      environment,
    });

    expect(field(graph, "t", "command")).toEqual(["echo ${DEPTH} ${A:-${B}}"]);
    expect(field(graph, "t", "env")).toEqual(["CI", "B", "DEPTH", "A"]);
    expect(graph.environment).toEqual(["A", "B", "CI", "DEPTH"]);
  });

  it("that are one variable are replaced, and what was put in isn't looked at again", () => {
    const graph = graphOf(tool('command: "${MAKE}"'), { environment });

    expect(field(graph, "t", "command")).toEqual(["make ${all} {{input}}"]);
    expect(field(graph, "t", "env")).toEqual([]);
  });

  it("that are one secret or unset variable stay", () => {
    expect(
      field(graphOf(tool('command: "${TRACKER_TOKEN}"'), { environment }), "t", "command"),
    ).toEqual(["${TRACKER_TOKEN}"]);
    expect(field(graphOf(tool('command: "${UNSET}"')), "t", "env")).toEqual(["UNSET"]);
  });

  it("don't expand scripts", () => {
    const graph = graphOf(tool('script: "echo ${DEPTH} {{input.x}}"'), { environment });

    expect(field(graph, "t", "script")).toEqual(["echo ${DEPTH} ", { ref: ["input", "x"] }]);
    expect(graph.environment).toEqual([]);
  });
});

describe("mappings", () => {
  it("expand text around references", () => {
    const text = tool('command: "true"').replace(
      "-> done",
      () => '-> done with { a: "${DEPTH}{{input}}$${DEPTH}", b: "{{input}}", c: "${NONE:-}" }',
    );

    expect(graphOf(text, { environment }).edges[0]?.with).toEqual([
      { key: "a", value: ["12", { ref: ["input"] }, "${DEPTH}"] },
      { key: "b", value: [{ ref: ["input"] }] },
      { key: "c", value: [] },
    ]);
  });
});

describe("variables", () => {
  it("take texts that read as their type, and have no default where one is unset", () => {
    const text = `vars:
  depth: int = "\${DEPTH}"
  share: float = "\${SHARE}"
  on: bool = "\${ON}"
  name: string = "x\${NONE}"
  all: json = { "a": ["\${DEPTH}"], "b": "\${NONE}" }
  some: json = { "a": ["\${DEPTH}"] }

presets:
  p:
    name: "\${NONE}"
    depth: 3

${tool('command: "true"')}`;
    const { vars, presets } = graphOf(text, { environment });

    expect(vars).toEqual([
      { name: "depth", type: "int", required: false, default: 12, implied: false },
      { name: "share", type: "float", required: false, default: 0.5, implied: false },
      { name: "on", type: "bool", required: false, default: true, implied: false },
      { name: "name", type: "string", required: true, unset: ["NONE"], implied: false },
      { name: "all", type: "json", required: true, unset: ["NONE"], implied: false },
      { name: "some", type: "json", required: false, default: { a: ["12"] }, implied: false },
    ]);
    expect(presets).toEqual([{ name: "p", values: { depth: 3 } }]);
  });
});

it("knows the defaults of models and delegates", () => {
  const text = `agent a:
  tools: [read_file]

agent b:
  delegate: "none"

workflow w:
  entry: a
  a -> b
  b -> done
`;
  const both = {
    ITERION_DEFAULT_SUPERVISOR_MODEL: "anthropic/claude-sonnet-4-5",
    ITERION_DEFAULT_BACKEND: "claude",
  };

  expect(graphOf(text, { environment: both }).nodes.slice(0, 2)).toMatchObject([
    { model: null, delegate: "claude_code" },
    { model: "anthropic/claude-sonnet-4-5", delegate: null },
  ]);
});
