import { expect, it } from "vitest";
import type { Fields } from "#core/graph/value.ts";
import { findPolicyFault } from "#src/github/policy.ts";
import { graphOf } from "#support/compile.ts";

const graph = graphOf(`prompt p:
  Go.

agent look:
  model: "anthropic/claude-sonnet-4-5 | openai/gpt-5"
  tools: [read_file, "github.*"]
  user: p

agent code:
  delegate: "claude_code"
  user: p

tool push:
  command: "iter github call github.commit"

workflow w:
  entry: look
  look -> code
  code -> push
  push -> done
`);

it.each<readonly [Fields, string | null]>([
  [{}, null],
  [{ models: ["anthropic/*", "openai/gpt-5"] }, null],
  [{ models: ["anthropic/*"] }, "policy_model"],
  [{ models: ["openai/gpt", "*claude*"] }, "policy_model"],
  [{ models: [] }, "policy_model"],
  [{ delegates: ["claude_*"] }, null],
  [{ delegates: ["codex"] }, "policy_delegate"],
  [{ tools: ["*"] }, null],
  [{ tools: ["github.*"] }, "policy_tool"],
  [{ tools: ["read_*", "github.*"] }, "policy_tool"],
])("holds a workflow to %j", (policy, code) => {
  expect(findPolicyFault(policy, graph)?.code ?? null).toBe(code);
});

it("holds commands to the tools that they call", () => {
  const { nodes } = graph;
  const only = { ...graph, nodes: nodes.filter(({ id }) => id === "push") };

  expect(findPolicyFault({ tools: ["github.checks"] }, only)).toEqual({
    code: "policy_tool",
    message: "`push` uses `github.commit`, which the owner's policy doesn't allow in `tools`.",
    hint: "change `tools` of `push`; allowed: `github.checks`",
  });
});
