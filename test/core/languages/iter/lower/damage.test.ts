import { describe, expect, it } from "vitest";
import { codesOf } from "#support/compile.ts";

const graphCodes = /^C(001|004|005|008|009|01[0-9](?<!C018)|02[0128]|03|100|101|105|11[12356789])/;

/** Codes of the text and of declarations with their lines; what the graph's rules find is left out. */
function codes(text: string): string[] {
  const found = codesOf(text).map((code) => code.replace(/:\d+$/, ""));
  return found.filter((code) => !graphCodes.test(code));
}

const workflow = `
workflow w:
  entry: a
  a -> done
`;

describe("a second declaration of a name", () => {
  it("is read for the faults of its text only", () => {
    const text = `agent a:
  model: "openai/gpt-5"
tool a:
  command: "make"
  script: "make"
  timeout: "soon"
  output: nowhere
  readonly: maybe
  redonly: true
agent a:
  tools: []
${workflow}`;

    expect(codes(text)).toEqual(["E010@3", "E020@8", "E012@9", "E010@10"]);
  });

  it("lacks what it needs like any other", () => {
    expect(codes(`tool a:\n  command: "make"\ntool a:\n  env: [CI]\n${workflow}`)).toEqual([
      "E010@3",
      "E013@3",
    ]);
  });

  it("is left out with its environment", () => {
    const text = `agent a:\n  model: "openai/gpt-5"\nagent a:\n  model: "\${NONE}"\n${workflow}`;

    expect(codes(text)).toEqual(["E010@3"]);
  });

  it("may be a field, a variable, a preset or an expression", () => {
    const text = `vars:
  x: int = 1
  x: date = "1"
  x: int = "no"
presets:
  p:
    x: 2
  p:
    x: wrong
    y: 3
schema s:
  f: string
  f: long
compute a:
  input: s
  expr:
    v: "1"
    v: "2"
    v: 3
${workflow}`;

    expect(codes(text)).toEqual([
      "E010@3",
      "E021@3",
      "E010@4",
      "E010@8",
      "E002@9",
      "E010@13",
      "E021@13",
      "E010@18",
      "E010@19",
      "E002@19",
    ]);
  });
});

describe("a damaged declaration", () => {
  it.each([
    ["a tool", 'tool a:\n  comand: "make"', ["E012@2"]],
    ["an agent", 'agent a:\n  modle: "openai/gpt-5"\n  interaction: human', ["E012@2"]],
    ["a server", 'mcp_server s:\n  transprt: stdio\nagent a:\n  model: "gpt-5"', ["E012@2"]],
    [
      "a server's command",
      'mcp_server s:\n  transport: stdio\n  command: make\nagent a:\n  model: "gpt-5"',
      ["E002@3"],
    ],
    ["a router", 'router a:\n  mode: some\n  model: "gpt-5"', ["E020@2"]],
    ["a human", "human a:\n  interaction: llm\n  ouput: x", ["E012@3"]],
  ])("of %s is not said to lack anything", (_, text, expected) => {
    expect(codes(`${text}\n${workflow}`)).toEqual(expected);
  });

  it("of a workflow keeps its defaults unknown", () => {
    const text = `agent a:
  interaction: human
  mcp:
    servers: [nobody]
workflow w:
  default_backed: "codex"
  entry: a
  a -> done
`;

    expect(codes(text)).toEqual(["E012@6"]);
  });

  it("is not one for a name declared twice", () => {
    expect(codes(`agent a:\n  tools: []\nschema s:\n  x: int\n  x: int\n${workflow}`)).toContain(
      "C018@1",
    );
  });
});

describe("a file without a workflow", () => {
  it("is checked for what doesn't depend on one", () => {
    const text = `vars:
  x: int = "one"
presets:
  p:
    unknown: 1
agent a:
  model: "sonnet"
  system: nowhere
  mcp:
    servers: [nobody]
agent b:
  timeout: "soon"
  interaction: human
`;

    expect(codes(text)).toEqual(["C006@1", "C109@2", "C003@8", "C107@12"]);
  });

  it("has one, if that is unreadable", () => {
    expect(codes(`agent a:\n  model: "gpt-5"\nworkflow w\n  entry: a\n`)).toEqual(["E002@3"]);
  });
});

describe("an unreadable declaration", () => {
  it("may be what a name means", () => {
    const text = `agent a:
  model: "openai/gpt-5"
  input: x
  system: x
  mcp:
    servers: [x]
thing x:
  y: 1
${workflow}`;

    expect(codes(text)).toEqual(["E001@7"]);
  });

  it("hides which variables there are, if it may be them", () => {
    const text = `vars
  x: int
presets:
  p:
    x: 1
agent a:
  model: "gpt-5"
${workflow}`;

    expect(codes(text)).toEqual(["E002@1"]);
  });
});

describe("variables that presets set", () => {
  const preset = "presets:\n  p:\n    x: 1\n";

  it.each([
    ["a lost variable", "vars:\n  y: int\n  x int\n", "E002@6"],
    ["a lost line of the workflow", "", "E002@9", "  a to done\n"],
    ["an unknown entry", "", undefined, "", "b"],
  ])("aren't called unknown beside %s", (_, vars, expected, line = "", entry = "a") => {
    const text = `${preset}${vars}agent a:
  model: "gpt-5"
workflow w:
  entry: ${entry}
  a -> done
${line}`;

    const found = codes(text).filter((code) => /^(E|C108)/.test(code));
    expect(found).toEqual(expected === undefined ? [] : [expected]);
  });

  it("may be fields of the entry's input", () => {
    const text = `${preset}schema s:
  x: string
agent a:
  model: "gpt-5"
  input: s
${workflow}`;

    expect(codes(text)).toEqual(["C109@3"]);
  });
});

describe("properties given twice", () => {
  it("count once, the first time", () => {
    const text = `agent a:
  model: "gpt-5"
  model: "sonnet"
  mcp:
    inherit: true
    inherit: maybe
  mcp:
    servers: [nobody]
workflow w:
  vars:
    x: int
  vars:
    y: date
  entry: a
  entry: b
  a -> done
`;

    expect(codes(text)).toEqual(["C104@3", "C104@6", "C104@7", "C104@12", "E021@13", "C104@15"]);
  });
});

describe("bytes", () => {
  it("that are no UTF-8 are reported once a line", () => {
    const text = Buffer.concat([
      Buffer.from('agent a:\n  model: "gpt-5'),
      Buffer.from([0xff, 0xfe]),
      Buffer.from(`"\n  # caf`),
      Buffer.from([0xe9]),
      Buffer.from(`\n${workflow}`),
    ]);

    expect(codesOf(text)).toEqual(["E001@2:16", "E001@3:8"]);
  });

  it("beyond 10 MiB are the only fault", () => {
    expect(codesOf("#".repeat(10 * 1024 * 1024 + 1))).toEqual(["E001@1:1"]);
  });
});
