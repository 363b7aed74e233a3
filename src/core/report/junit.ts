/** Results of tests as JUnit XML, in the form that viewers on GitHub take. */

/** A file of tests. */
export interface JunitSuite {
  readonly name: string;
  readonly cases: readonly JunitCase[];
}

/** One test. */
export interface JunitCase {
  readonly name: string;
  /** What is tested; viewers group by it. */
  readonly className: string;
  readonly file: string;
  readonly line: number;
  readonly elapsedMs: number;
  /** What was wrong, one line each; none means that it passed. */
  readonly failures: readonly string[];
}

/**
 * The document.
 *
 * @example
 * renderJunit([{ name: "review.test.yaml", cases: [] }]);
 */
export function renderJunit(suites: readonly JunitSuite[]): string {
  const all = suites.flatMap(({ cases }) => cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="iter" ${countsOf(all)}>`,
    ...suites.flatMap(renderSuite),
    "</testsuites>",
    "",
  ].join("\n");
}

function renderSuite({ name, cases }: JunitSuite): string[] {
  return [
    `  <testsuite name="${escapeXml(name)}" ${countsOf(cases)} skipped="0">`,
    ...cases.flatMap(renderCase),
    "  </testsuite>",
  ];
}

function renderCase({ name, className, file, line, elapsedMs, failures }: JunitCase): string[] {
  const head = `    <testcase name="${escapeXml(name)}" classname="${escapeXml(className)}" file="${escapeXml(file)}" line="${line}" time="${seconds(elapsedMs)}"`;
  const [first] = failures;
  if (first === undefined) return [`${head}/>`];
  return [
    `${head}>`,
    `      <failure type="mismatch" message="${escapeXml(first)}">${escapeXml(failures.join("\n"))}</failure>`,
    "    </testcase>",
  ];
}

function countsOf(cases: readonly JunitCase[]): string {
  const failed = cases.filter(({ failures }) => failures.length > 0).length;
  const elapsedMs = cases.reduce((sum, one) => sum + one.elapsedMs, 0);
  return `tests="${cases.length}" failures="${failed}" errors="0" time="${seconds(elapsedMs)}"`;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\n": "&#10;",
  "\t": "&#9;",
};

/** XML has no place for most control characters and for halves of pairs, escaped or not. */
function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^\t\n\u0020-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD")
    .replaceAll(/[&<>"\n\t]/g, (character) => entities[character] ?? character);
}
