import { expect, it } from "vitest";
import { documentOf, iter } from "#support/command-line.ts";
import { createWorkspace } from "#support/workspace.ts";
import { startAnthropicServer } from "#testing/loopback/anthropic.ts";

const workflow = `
prompt mend:
  Mend src/add.js.

schema result:
  summary: string

agent fixer:
  model: "anthropic/claude-sonnet-5"
  user: mend
  output: result
  tools: [read_file, patch, run_command, git_diff]
  tool_policy: [read_file, patch, git_diff]
  publish: mended

workflow mending:
  entry: fixer
  fixer -> done
`;

const patch = `--- a/src/add.js
+++ b/src/add.js
@@ -1 +1 @@
-export const add = (a, b) => a - b;
+export const add = (a, b) => a + b;
`;

it("lets an agent work on a repository with the tools it was given, and no others", async () => {
  const repository = createWorkspace(
    { "src/add.js": "export const add = (a, b) => a - b;\n", "mend.iter": workflow },
    { commit: true },
  );
  const call = (name: string, input: Readonly<Record<string, string>>) => ({
    toolCalls: [{ name, input }],
  });
  const server = await startAnthropicServer([
    call("read_file", { path: "src/add.js" }),
    call("run_command", { command: "touch owned" }),
    call("read_file", { path: "/etc/passwd" }),
    call("patch", { patch }),
    call("git_diff", {}),
    { text: '{"summary":"add adds"}' },
  ]);
  try {
    const said = await iter(["run", "mend.iter", "--json"], {
      cwd: repository.folder,
      env: { ...server.env, HOME: repository.folder },
    });

    expect(said.code, said.err).toBe(0);
    expect(documentOf(said)).toMatchObject({ output: { summary: "add adds" } });
    expect(repository.git("diff", "--stat")).toContain("src/add.js | 2 +-");
    expect(repository.git("status", "--short")).not.toContain("owned");
    const results = JSON.stringify(server.requests.at(-1)?.body["messages"]);
    expect(results).toContain("a - b");
    expect(results).toContain("the tool `run_command` may not be used here");
    expect(results).toContain("`/etc/passwd` lies outside the workspace");
    expect(results).toContain("changed src/add.js");
    expect(results).toContain("+export const add = (a, b) => a + b;");
  } finally {
    await server.close();
    repository.remove();
  }
});
