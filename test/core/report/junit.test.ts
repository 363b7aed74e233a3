import { expect, it } from "vitest";
import { renderJunit } from "#core/report/junit.ts";

const passed = {
  name: "goes on",
  className: "review",
  file: "review.test.yaml",
  line: 3,
  elapsedMs: 12,
  failures: [],
};

it("counts, names and times every test", () => {
  const failures = [
    'status: expected "finished", actual "failed"',
    "edges: expected {}, actual {}",
  ];

  expect(
    renderJunit([
      { name: "review.test.yaml", cases: [passed, { ...passed, name: 'a "b" & <c>', failures }] },
    ]),
  ).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="iter" tests="2" failures="1" errors="0" time="0.024">
      <testsuite name="review.test.yaml" tests="2" failures="1" errors="0" time="0.024" skipped="0">
        <testcase name="goes on" classname="review" file="review.test.yaml" line="3" time="0.012"/>
        <testcase name="a &quot;b&quot; &amp; &lt;c&gt;" classname="review" file="review.test.yaml" line="3" time="0.012">
          <failure type="mismatch" message="status: expected &quot;finished&quot;, actual &quot;failed&quot;">status: expected &quot;finished&quot;, actual &quot;failed&quot;&#10;edges: expected {}, actual {}</failure>
        </testcase>
      </testsuite>
    </testsuites>
    "
  `);
});

it("leaves out what XML has no place for", () => {
  const xml = renderJunit([
    { name: "x", cases: [{ ...passed, name: "a\u0000b\u001Bc\uD800d\uFFFFe😀" }] },
  ]);

  expect(xml).toContain('name="a\uFFFDb\uFFFDc\uFFFDd\uFFFDe😀"');
});
