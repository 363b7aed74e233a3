import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createFolder, documentOf, iter, root } from "#support/command-line.ts";

it("passes the tests of every example, and every kind is in one of them", async () => {
  const said = await iter(["test", "examples/flow", "--min-coverage", "95", "--json"], {
    cwd: root,
  });

  expect(said.err).toBe("");
  expect(documentOf(said)).toMatchObject({ exit_code: 0 });
});

it("says where a test names a node that the flow does not have", async () => {
  const cwd = createFolder();
  const nodes = [
    { id: "start", type: "start", next: "end" },
    { id: "end", type: "end" },
  ];
  writeFileSync(join(cwd, "a.flow.json"), JSON.stringify({ name: "a", nodes }));
  writeFileSync(
    join(cwd, "a.test.yaml"),
    "tests:\n  - name: x\n    expect: { visited: [start, ned] }\n",
  );

  const { code, err } = await iter(["test", "a.flow.json"], { cwd });

  expect(code).toBe(2);
  expect(err).toContain("a.test.yaml:3:32: the workflow has no node `ned`; did you mean `end`?");
});

it("runs a host's commands in the environment that a test gives", async () => {
  const cwd = createFolder();
  const nodes = [
    { id: "start", type: "start", next: "ask" },
    { id: "ask", type: "tool", tool: "ask", next: "end" },
    { id: "end", type: "end" },
  ];
  writeFileSync(join(cwd, "a.flow.json"), JSON.stringify({ name: "a", nodes }));
  const ask = { command: 'echo "$PLACE|$(command -v own)"', env: ["PLACE"] };
  writeFileSync(join(cwd, "a.host.json"), JSON.stringify({ tools: { ask } }));
  const own = join(cwd, "own");
  writeFileSync(own, "#!/bin/sh\n", { mode: 0o700 });
  writeFileSync(
    join(cwd, "a.test.yaml"),
    `tests:
  - name: x
    env: { PLACE: here }
    run_tools: true
    expect: { outputs: { ask: "here|${own}" } }
`,
  );
  const path = `${cwd}:${process.env["PATH"] ?? ""}`;

  const said = await iter(["test", "a.flow.json"], {
    cwd,
    env: { PATH: path, PLACE: "elsewhere" },
  });

  expect(said).toMatchObject({ code: 0, out: expect.stringContaining("1 passed") as unknown });
});

it("lays a flow in YAML out and keeps its comments", async () => {
  const cwd = createFolder();
  const text = `name:   small # the name
nodes:
- {id: start, type: start, next: end}
# the last one
-   id: end
    type:   end
`;
  writeFileSync(join(cwd, "a.flow.yaml"), text);

  const { code, out } = await iter(["format", "a.flow.yaml", "--stdout"], { cwd });

  expect(code).toBe(0);
  expect(out).toBe(`name: small # the name
nodes:
  - { id: start, type: start, next: end }
  # the last one
  - id: end
    type: end
`);
});
