import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createFolder, documentOf, iter } from "#support/command-line.ts";

const workflow = `schema verdict:
  ok: bool

vars:
  title: string

judge review:
  model: "\${MODEL}"
  output: verdict

human approve:
  min_answers: 2

workflow w:
  entry: review
  budget:
    max_tokens: 1000
  review -> approve when ok
  review -> fail when not ok
  approve -> done when approved
  approve -> fail when not approved
`;

/** A folder with the workflow and a file of tests. */
function place(tests: string, name = "w.test.yaml"): string {
  const cwd = createFolder();
  writeFileSync(join(cwd, "w.iter"), workflow);
  writeFileSync(join(cwd, name), tests);
  return cwd;
}

const passing = `tests:
  - name: two people say yes
    vars: { title: x }
    nodes: { review: [{ output: { ok: true }, usage: { input_tokens: 10, output_tokens: 2 } }] }
    answers: { approve: [{ approved: true }, { approved: true, reason: fine }] }
    expect:
      visited: [review, approve, done]
      edges: { review -> approve: 1, approve -> done: 1 }
      outputs: { approve: { $exact: { approved: true, reason: fine } } }
      usage: { tokens: 12 }
`;

it("passes, needs no key, and leaves nothing behind", async () => {
  const cwd = place(passing);

  const said = await iter(["test", "w.iter"], { cwd });

  expect(said).toMatchObject({ code: 0, err: "" });
  expect(said.out).toContain("✓ two people say yes");
  expect(said.out).toContain("w.iter: 2 of 4 edges taken (50 %)");
  expect(said.out).toContain("never w.iter:19:3 review -> fail when not ok");
  expect(said.out).toContain("1 passed, 50 % of 4 edges");
  expect(existsSync(join(cwd, ".iterion"))).toBe(false);
});

it("shows what was expected and what came out", async () => {
  const cwd = place(`tests:
  - name: wrong in many ways
    vars: { title: x }
    nodes: { review: [{ output: { ok: false } }] }
    expect:
      visited: [review, done]
      outputs: { review: { ok: true } }
  - name: nobody answers
    vars: { title: x }
    nodes: { review: [{ output: { ok: true } }] }
  - name: the script is too short
    vars: { title: x }
    nodes: { review: [] }
  - name: a variable is missing
    nodes: {}
  - name: the answer does not fit
    vars: { title: x }
    nodes: { review: [{ output: { ok: true } }] }
    answers: { approve: { approved: 3 } }
    expect: { status: paused_waiting_human }
`);

  const said = await iter(["test"], { cwd });

  expect(said.code).toBe(1);
  expect(said.out).toMatchInlineSnapshot(`
    "w.test.yaml
      ✗ wrong in many ways       failed                 2 nodes     0 ms
          status
            expected "finished"
            actual   "failed" (WORKFLOW_FAILED at fail: the workflow ended at \`fail\` by \`review -> fail\`)
          visited, from visit 2 on
            expected ["review","done"]
            actual   ["review","fail"]
          outputs.review.ok
            expected {"ok":true}
            actual   {"ok":false}
      ✗ nobody answers           paused_waiting_human   2 nodes     0 ms
          status
            expected "finished"
            actual   "paused_waiting_human" (\`approve\` waits for approved (bool), reason (string); give it under \`answers\`)
      ✗ the script is too short  failed_resumable        1 node     0 ms
          status
            expected "finished"
            actual   "failed_resumable" (SCRIPT_EXHAUSTED at review: the script has no item 1 for \`review\`)
      ✗ a variable is missing    none                   0 nodes     0 ms
          status
            expected "finished"
            actual   "none" (The run can't start: \`title\` is missing, and has no default.)
      ✗ the answer does not fit  paused_waiting_human   2 nodes     0 ms
          the answer to g1
            expected one that counts
            actual   approved must be true or false, but is 3

    w.iter: 2 of 4 edges taken (50 %)
      never w.iter:20:3 approve -> done when approved
      never w.iter:21:3 approve -> fail when not approved
    0 passed, 5 failed, 50 % of 4 edges
    "
  `);
});

it("knows nodes in branches by their names, and by their branches", async () => {
  const cwd = createFolder("parallel_fan_out_join.iter");
  const visited = (branches: string, index: number): string =>
    `  - name: x${index}\n    expect: { visited: [ask_all, { parallel: [${branches}] }, collect, recommend, done] }\n`;
  const forms = [
    "[users], [operations], [costs]",
    "[ask_all#0.users/users], [operations], [costs]",
    "[ask_all#0.users/costs], [operations], [users]",
  ];
  writeFileSync(
    join(cwd, "parallel_fan_out_join.test.yaml"),
    `tests:\n${forms.map(visited).join("")}`,
  );

  const said = await iter(["test"], { cwd });

  expect(said.out.match(/[✓✗] x\d/g)).toEqual(["✓ x0", "✓ x1", "✗ x2"]);
});

it("knows what must fail, and why", async () => {
  const cwd = place(`tests:
  - name: over budget
    vars: { title: x }
    budget: { max_tokens: 5 }
    nodes: { review: [{ output: { ok: true }, usage: { input_tokens: 10 } }] }
    expect: { status: failed_resumable, error_code: BUDGET_EXCEEDED }
  - name: refused
    expect: { status: none, error_code: INPUT_INVALID }
  - name: made up
    vars: { title: x }
    expect: { status: paused_waiting_human, visited: [review, approve] }
  - name: a model fails
    vars: { title: x }
    nodes: { review: [{ error: { code: AUTH_FAILED, message: no key } }] }
    expect: { status: failed_resumable, error_code: AUTH_FAILED, edges: {} }
`);

  const said = await iter(["test", "w.test.yaml"], { cwd });

  expect(said.out).toContain("4 passed");
  expect(said.code).toBe(0);
});

it("says where a file of tests is wrong, and what was meant", async () => {
  const cwd = place(`tests:
  - name: one
    nods: {}
    nodes: { reviw: [{ output: {} }] }
  - name: one
    nodes: { review: [{ ouput: {} }] }
`);
  const names = place(`tests:
  - name: one
    vars: { title: x }
    nodes: { reviw: [{ output: {} }] }
    answers: { aprove: { approved: true } }
    expect:
      visited: [review, { parallel: [[dnoe]] }]
      edges: { "review -> aprove": 1 }
      outputs: { nobody: {} }
  - name: one
`);

  const form = await iter(["test"], { cwd });
  const first = await iter(["test"], { cwd: names });
  const file = join(names, "w.test.yaml");
  writeFileSync(file, readFileSync(file, "utf8").replace("name: one\n", "name: two\n"));
  const second = await iter(["test"], { cwd: names });

  expect(form.code).toBe(2);
  expect(form.err).toContain("w.test.yaml:3:5 `nods` is no key of a test. Did you mean `nodes`?");
  expect(form.err).toContain(
    "w.test.yaml:6:25 `ouput` is no key of `nodes.review.0`. Did you mean `output`?",
  );
  expect(form.err).toContain("w.test.yaml:4:14 the workflow has no node `reviw`;");
  expect(form.err).toContain("w.test.yaml:5:11 there is another test of the name `one`");
  expect(first.err).toContain("w.test.yaml:10:11: there is another test of the name `one`");
  expect(second.err).toMatchInlineSnapshot(`
    "error INPUT_INVALID: The tests can't be run: w.test.yaml:4:14: the workflow has no node \`reviw\`; did you mean \`review\`? (and 4 more)
      w.test.yaml:4:14 the workflow has no node \`reviw\`; did you mean \`review\`?
      w.test.yaml:5:16 the workflow has no node \`aprove\`; did you mean \`approve\`?
      w.test.yaml:9:18 the workflow has no node \`nobody\`
      w.test.yaml:7:39 the workflow has no node \`dnoe\`; did you mean \`done\`?
      w.test.yaml:8:16 the workflow has no edge \`review -> aprove\`; did you mean \`review -> approve\`?
      help: nothing was run; \`iter test --help\` shows what a test looks like
    "
  `);
});

it("finds tests by workflow, file and folder, whatever they are called", async () => {
  const cwd = place(passing, "w.gate.test.yml");
  writeFileSync(join(cwd, "other.test.yaml"), `workflow: w.iter\n${passing}`);
  mkdirSync(join(cwd, "deep"));
  writeFileSync(join(cwd, "deep/far.test.yaml"), `workflow: ../w.iter\n${passing}`);
  mkdirSync(join(cwd, "node_modules"));
  writeFileSync(join(cwd, "node_modules/no.test.yaml"), "broken: [");
  const filesOf = async (...given: readonly string[]) => {
    const document = documentOf(await iter(["test", ...given, "--json"], { cwd }));
    return (document as { files: { file: string }[] }).files.map(({ file }) => file);
  };

  expect(await filesOf("w.iter")).toEqual(["other.test.yaml", "w.gate.test.yml"]);
  expect(await filesOf()).toEqual(["deep/far.test.yaml", "other.test.yaml", "w.gate.test.yml"]);
  expect(await filesOf("deep", "other.test.yaml")).toEqual([
    "deep/far.test.yaml",
    "other.test.yaml",
  ]);
});

it("adds the edges up that several files take", async () => {
  const cwd = place(passing);
  writeFileSync(
    join(cwd, "w.no.test.yaml"),
    "tests:\n  - name: no\n    vars: { title: x }\n    nodes: { review: [{ output: { ok: false } }] }\n    expect: { status: failed }\n",
  );

  const said = await iter(["test", "--json"], { cwd });

  expect(documentOf(said)).toMatchObject({
    passed: 2,
    failed: 0,
    exit_code: 0,
    coverage: { edges: 4, taken: 3, percent: 75 },
    workflows: [{ workflow: "w.iter", coverage: { missing: [{ from: "approve", to: "fail" }] } }],
  });
});

it("fails if too few edges are taken", async () => {
  const cwd = place(passing);

  const enough = await iter(["test", "--min-coverage", "50"], { cwd });
  const few = await iter(["test", "--min-coverage", "51%"], { cwd });
  const none = await iter(["test", "--min-coverage", "all"], { cwd });

  expect([enough.code, few.code, none.code]).toEqual([0, 1, 2]);
  expect(few.out).toContain("Too few: at least 51 % of the edges are to be taken.");
});

it("runs the tests that are asked for", async () => {
  const cwd = place(`${passing}  - name: other\n    expect: { status: none }\n`);

  const said = await iter(["test", "--filter", "people", "--json"], { cwd });
  const none = await iter(["test", "--filter", "nobody"], { cwd });

  expect(documentOf(said)).toMatchObject({ passed: 1, files: [{ tests: [{ line: 2 }] }] });
  expect(none.code).toBe(2);
});

it("writes JUnit XML", async () => {
  const cwd = place(passing);

  await iter(["test", "--junit", "out.xml"], { cwd });
  const refused = await iter(["test", "--junit", "no/out.xml"], { cwd });

  const xml = readFileSync(join(cwd, "out.xml"), "utf8");
  expect(xml).toContain('<testsuites name="iter" tests="1" failures="0" errors="0"');
  expect(xml).toContain(
    '<testcase name="two people say yes" classname="w.iter" file="w.test.yaml" line="2"',
  );
  expect(refused.code).toBe(2);
});

it("sees the environment that a test gives, and no other", async () => {
  const cwd = place(`tests:
  - name: default
    nodes: {}
    expect: { run_output: { where: nowhere } }
  - name: given
    env: { PLACE: here }
    nodes: {}
    expect: { run_output: { where: here } }
`);
  writeFileSync(
    join(cwd, "w.iter"),
    'compute c:\n  expr:\n    where: "vars.place"\n\nvars:\n  place: string = "${PLACE:-nowhere}"\n\nworkflow w:\n  entry: c\n  c -> done\n',
  );

  const said = await iter(["test"], { cwd, env: { PLACE: "elsewhere" } });

  expect(said.out).toContain("2 passed");
});

it("runs commands in the environment that a test gives, and hides its secrets", async () => {
  const cwd = place(`tests:
  - name: default
    run_tools: true
    expect: { outputs: { t: { result: "none||" } } }
  - name: given
    env: { PLACE: here, OTHER: other, DEPLOY_TOKEN: dep-tok-12345678 }
    run_tools: true
    expect: { outputs: { t: { result: "here|other|***" } } }
`);
  writeFileSync(
    join(cwd, "w.iter"),
    'tool t:\n  command: `echo "${PLACE:-none}|$OTHER|$DEPLOY_TOKEN"`\n  env: [OTHER, DEPLOY_TOKEN]\n\nworkflow w:\n  entry: t\n  t -> done\n',
  );
  const env = { PLACE: "elsewhere", OTHER: "another", DEPLOY_TOKEN: "machine-12345678" };

  const said = await iter(["test"], { cwd, env: { ...env, ITER_PASS_ENV: "PLACE" } });

  expect(said.out).toContain("2 passed");
});

it("refuses where there is nothing to run", async () => {
  const cwd = place(passing);
  const code = async (...words: string[]) => (await iter(["test", ...words], { cwd })).code;
  writeFileSync(join(cwd, "alone.test.yaml"), "tests: [{ name: a }]\n");
  writeFileSync(join(cwd, "lonely.iter"), workflow);
  writeFileSync(join(cwd, "bad.test.yaml"), "workflow: bad.iter\ntests: [{ name: a }]\n");
  writeFileSync(join(cwd, "bad.iter"), "workflow w:\n  entry: nobody\n");

  expect(await code("missing.iter")).toBe(2);
  expect(await code("lonely.iter")).toBe(2);
  expect(await code("alone.test.yaml")).toBe(2);
  expect(await code("bad.iter")).toBe(2);
});
