import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { compileSource } from "#core/standard.ts";
import { graphOf } from "#support/compile.ts";
import { sha256 } from "#support/sha256.ts";

const folder = new URL("../../cases/format/", import.meta.url);
const formatted = readdirSync(folder).filter((name) => name.endsWith(".formatted.iter"));

it.each(formatted)("%s means the same as before formatting", (name) => {
  const [before, after] = [name.replace(".formatted", ""), name].map((path) => {
    const bytes = readFileSync(new URL(path, folder));
    const { graph, lowered, diagnostics } = compileSource(path, bytes, { sha256 });
    return {
      codes: diagnostics.map(({ code }) => code),
      hash: lowered?.graph.hash,
      runs: graph !== null,
    };
  });

  expect(after).toEqual(before);
});

describe("spellings", () => {
  const first = workflow({ backend: "backend", effort: "xhigh", mode: "interaction: human" });

  it.each([
    ["delegate", workflow({ backend: "delegate", effort: "xhigh", mode: "interaction: human" })],
    [
      "extra_high",
      workflow({ backend: "backend", effort: "extra_high", mode: "interaction: human" }),
    ],
    ["mode", workflow({ backend: "backend", effort: "xhigh", mode: "mode: pause_until_answers" })],
    ["a quoted effort", workflow({ backend: "backend", effort: '"xhigh"', mode: "mode: human" })],
  ])("%s doesn't change the graph", (_, second) => {
    expect(graphOf(second).hash).toBe(graphOf(first).hash);
  });

  it("is another graph if something else is meant", () => {
    const other = workflow({ backend: "delegate", effort: "high", mode: "interaction: human" });

    expect(graphOf(other).hash).not.toBe(graphOf(first).hash);
  });
});

it("keeps the hash when comments and layout change", () => {
  const text = workflow({ backend: "backend", effort: "max", mode: "mode: human" });
  const loose = `# a comment\n\n${text.replaceAll("\n  ", "\n     ").replaceAll("\n", "\r\n")}`;

  expect(graphOf(loose).hash).toBe(graphOf(text).hash);
});

function workflow(words: {
  readonly backend: string;
  readonly effort: string;
  readonly mode: string;
}): string {
  return `agent a:
  ${words.backend}: "claude"
  reasoning_effort: ${words.effort}

human h:
  ${words.mode}

workflow w:
  entry: a
  a -> h
  h -> done
`;
}
