import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { cruise } from "dependency-cruiser";
import type { ICruiseOptions, ICruiseResult, IFlattenedRuleSet } from "dependency-cruiser";
import { afterAll, beforeAll, expect, it } from "vitest";

interface Configuration extends IFlattenedRuleSet {
  readonly options: ICruiseOptions;
}

const config = createRequire(import.meta.url)("../../.dependency-cruiser.cjs") as Configuration;
const rules = (config.forbidden ?? []).map((rule) => rule.name ?? "");

/** Imports that each rule must forbid: the file that imports, and what it imports. */
const forbidden: readonly (readonly [rule: string, from: string, to: string])[] = [
  ["core-is-pure", "src/core/engine/reads-a-file.ts", "node:fs"],
  ["core-is-pure", "src/core/engine/uses-a-package.ts", "zod"],
  ["core-is-pure", "src/core/engine/reaches-out.ts", "src/adapters/stores/memory.ts"],
  ["text-knows-nothing", "src/core/text/above.ts", "src/core/diagnostics/below.ts"],
  ["diagnostics-know-text-only", "src/core/diagnostics/above.ts", "src/core/graph/below.ts"],
  ["graph-knows-diagnostics-and-text", "src/core/graph/above.ts", "src/core/run/below.ts"],
  ["run-knows-the-graph", "src/core/run/above.ts", "src/core/ports/below.ts"],
  ["ports-know-the-run", "src/core/ports/above.ts", "src/core/engine/below.ts"],
  ["reports-read-the-log", "src/core/report/above.ts", "src/core/engine/below.ts"],
  ["contracts-only", "src/core/engine/knows-a-kind.ts", "src/core/kinds/agent/agent.ts"],
  ["contracts-only", "src/core/compiler/knows-a-kind.ts", "src/core/kinds/agent/agent.ts"],
  [
    "compiler-knows-language-contract-only",
    "src/core/compiler/knows-iter.ts",
    "src/core/languages/iter/parse.ts",
  ],
  [
    "kinds-do-not-know-each-other",
    "src/core/kinds/judge/copies.ts",
    "src/core/kinds/agent/agent.ts",
  ],
  [
    "engine-and-compiler-are-strangers",
    "src/core/engine/compiles.ts",
    "src/core/compiler/compile.ts",
  ],
  ["compiler-does-not-run", "src/core/compiler/runs.ts", "src/core/engine/below.ts"],
  ["github-is-pure", "src/github/asks.ts", "src/adapters/stores/memory.ts"],
  ["github-is-pure", "src/github/reads.ts", "node:fs"],
  ["github-is-pure", "src/github/calls.ts", "@actions/core"],
  ["one-adapter-one-world", "src/adapters/humans/stores.ts", "src/adapters/stores/memory.ts"],
  ["sdk-at-home", "src/adapters/tools/asks.ts", "openai"],
  ["sdk-at-home", "src/cli/asks.ts", "@anthropic-ai/sdk"],
  ["processes-at-home", "src/adapters/stores/spawns.ts", "execa"],
  ["tracing-at-home", "src/cli/traces.ts", "@opentelemetry/api"],
  ["runner-at-home", "src/cli/logs.ts", "@actions/core"],
  ["entries-are-strangers", "src/cli/acts.ts", "src/action/below.ts"],
  ["entries-are-strangers", "src/action/commands.ts", "src/cli/below.ts"],
  ["pages-are-browsers", "src/report-page/reads.ts", "src/adapters/stores/memory.ts"],
  ["nothing-imports-an-entry", "src/adapters/humans/acts.ts", "src/action/below.ts"],
  ["tests-stay-in-test", "src/core/run/tests.ts", "test/support/builder.ts"],
  ["doubles-stay-in-testing", "src/adapters/models/doubles.ts", "src/testing/double.ts"],
  ["no-cycles", "src/core/run/one.ts", "src/core/run/two.ts"],
];

const root = realpathSync(mkdtempSync(join(tmpdir(), "iter-layers-")));
const packages = [
  "zod",
  "openai",
  "@anthropic-ai/sdk",
  "execa",
  "@actions/core",
  "@opentelemetry/api",
];
let violations: readonly string[] = [];

beforeAll(async () => {
  for (const name of packages) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, main: "index.js" }));
    write(`node_modules/${name}/index.js`, "export default 1;\n");
  }
  write("tsconfig.json", "{}");
  write("package.json", JSON.stringify({ type: "module", dependencies: dependenciesOf(packages) }));
  for (const [, , to] of forbidden) {
    if (isFile(to)) write(to, "export const value = 1;\n");
  }
  write("src/core/run/two.ts", 'import "./one.ts";\nexport const value = 1;\n');
  write("src/core/run/lonely.ts", "export const value = 1;\n");
  for (const [, from, to] of forbidden) write(from, importOf(from, to));
  violations = await cruiseBelow(root);
});

afterAll(() => rmSync(root, { recursive: true }));

it.each(forbidden)("%s forbids %s to import %s", (rule, from) => {
  expect(violations).toContain(`${rule}: ${from}`);
});

it("no-orphans forbids a file that nothing imports", () => {
  expect(violations).toContain("no-orphans: src/core/run/lonely.ts");
});

it("tries every rule that there is", () => {
  const tried = new Set([...forbidden.map(([rule]) => rule), "no-orphans"]);

  expect(rules.filter((rule) => !tried.has(rule))).toEqual([]);
});

it("says in every rule what to do instead", () => {
  const silent = (config.forbidden ?? []).filter((rule) => (rule.comment ?? "").length < 20);

  expect(silent).toEqual([]);
});

async function cruiseBelow(folder: string): Promise<readonly string[]> {
  const { output } = await cruise(["src", "test"], {
    ...config.options,
    tsConfig: { fileName: join(folder, "tsconfig.json") },
    baseDir: folder,
    ruleSet: config,
    validate: true,
  });
  const { summary } = output as ICruiseResult;
  return summary.violations.map((violation) => `${violation.rule.name}: ${violation.from}`);
}

function importOf(from: string, to: string): string {
  const path = isFile(to) ? relative(dirname(from), to) : to;
  const target = !isFile(to) || path.startsWith(".") ? path : `./${path}`;
  return `import "${target}";\nexport const value = 1;\n`;
}

function isFile(target: string): boolean {
  return target.endsWith(".ts");
}

function dependenciesOf(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, "1.0.0"]));
}

function write(path: string, text: string): void {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
