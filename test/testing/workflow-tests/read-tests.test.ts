import { expect, it } from "vitest";
import { readTests } from "#testing/workflow-tests/read-tests.ts";

function mistakes(text: string): readonly string[] {
  const read = readTests(text, "w.test.yaml");
  return "errors" in read
    ? read.errors.map(({ field, message }) => `${field ?? ""} ${message}`)
    : [];
}

it.each([
  ["", "1:1 `tests` is missing"],
  ["[]", "1:1 the file must be a mapping"],
  ["tests: []", "1:8 `tests`: a file of tests has at least one"],
  ["tests: [1]", "1:9 `tests.0` must be a mapping"],
  [
    "tests: [{ name: x, expect: { edges: [a] } }]",
    '1:37 `tests.0.expect.edges` must be a mapping, such as `{ "draft -> review": 2 }`',
  ],
  ["tests: [{ name: 3 }]", "1:17 `tests.0.name` must be a text"],
  ["tests: [{ name: a, answers: { x: 3 } }]", "1:34 `tests.0.answers.x`: the fields of an answer"],
  ["tests: [{ name: a, expect: { status: done } }]", "1:38 `tests.0.expect.status` must be one of"],
  [
    "tests: [{ name: a, expect: { visitd: [] } }]",
    "1:30 `visitd` is no key of what a test expects",
  ],
  ["tests: [{ name: a, auto: yes }]", "1:26 `tests.0.auto` must be true or false"],
  ["tets: []", "1:1 `tets` is no key of a file of tests. Did you mean `tests`?"],
  ["tests: [", "1:9 "],
])("says where %j is wrong", (text, mistake) => {
  expect(mistakes(text).join("\n")).toContain(`w.test.yaml:${mistake}`);
});

it("reads the rest of what has mistakes", () => {
  const read = readTests(
    `tests:
  - name: 3
    nods: {}
    vars: { a: 1 }
    nodes: { a: [{ ouput: 1 }], b: [{ output: 1 }] }
    expect: { status: done, visited: [a] }
  - 7
  - { name: c, auto: 1, answers: 3 }
tets: []
`,
    "w.test.yaml",
  );

  const { errors, rest } = "errors" in read ? read : { errors: [], rest: undefined };
  const places = errors.map(({ field }) => (field ?? "").replace("w.test.yaml:", ""));
  expect(places.sort()).toEqual([
    "2:11",
    "3:5",
    "5:18",
    "5:20",
    "6:23",
    "7:5",
    "8:22",
    "8:34",
    "9:1",
  ]);
  expect(rest?.file.tests).toMatchObject([
    { vars: { a: 1 } },
    { vars: {} },
    { name: "c", answers: new Map() },
  ]);
  expect([...(rest?.file.tests[0]?.script?.nodes.keys() ?? [])]).toEqual(["b"]);
  expect(rest?.file.tests[0]?.expected).toMatchObject({ status: "finished", visited: ["a"] });
});

it("reads what is given, what is answered and what is expected", () => {
  const read = readTests(
    "workflow: w.iter\ntests:\n  - name: a\n  - name: b\n    auto: true\n    answers: { g1: { ok: true }, ask: [{ ok: false }] }\n",
    "w.test.yaml",
  );

  expect("file" in read && read.file).toMatchObject({
    workflow: "w.iter",
    tests: [
      { name: "a", line: 3, script: null, expected: { status: "finished" } },
      {
        name: "b",
        line: 4,
        script: { auto: true },
        answers: new Map([
          ["g1", [{ ok: true }]],
          ["ask", [{ ok: false }]],
        ]),
      },
    ],
  });
});
