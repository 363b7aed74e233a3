/** What is advised about graphs, and that following the advice helps. */
import { expect, it } from "vitest";
import type { Code } from "#core/diagnostics/catalog.ts";
import { pages } from "#core/diagnostics/pages.ts";
import { compileSource } from "#core/standard.ts";
import { codesOf } from "#support/compile.ts";
import { sha256 } from "#support/sha256.ts";

/** Code, advice for its bad example, and an edit of that example which follows it. */
const advice: readonly (readonly [Code, string, string, string])[] = [
  ["C005", "write `as polish(2)`, or name another loop", "polish(3)", "polish(2)"],
  ["C008", "add `entry: build`", "workflow w:", "workflow w:\n  entry: build"],
  ["C009", "use `session: fresh` or `inherit_if_available`", ": inherit", ": inherit_if_available"],
  ["C012", "add `review -> fail when not ok`", "when ok", "when ok\n  review -> fail when not ok"],
  ["C013", 'compare it: `when "score > 0"`', "when score", 'when "score > 0"'],
  ["C014", "did you mean `approved`?", "aproved", "approved"],
  ["C017", "use `{{outputs.build}}`", ".history", ""],
  [
    "C019",
    "name the loop and bound it: `fix -> review as refine(5)`",
    "fix -> review",
    "fix -> review as refine(5)",
  ],
  ["C022", "remove `when ready`", " when ready", ""],
  [
    "C028",
    "use another key: `findings_b: …`",
    'findings: "{{outputs.b',
    'findings_b: "{{outputs.b',
  ],
  ["C030", "did you mean `outputs.build`?", "biuld", "build"],
  [
    "C031",
    "add `reason: string` to the schema `verdict`",
    "ok: bool",
    "ok: bool\n  reason: string",
  ],
  [
    "C033",
    "declare it under `vars:`: `head: string`",
    'base: string = "main"',
    'base: string = "main"\n  head: string',
  ],
  ["C035", "did you mean `log`?", "artifacts.logs", "artifacts.log"],
  ["C101", "add `test -> done`", "build -> test", "build -> test\n  test -> done"],
  ["C105", "use `loop.retry`", "loop.retries", "loop.retry"],
  ["C111", 'add it: `with { body: "…" }`', "with { ", 'with { body: "…", '],
  ["C116", "remove it", "prompt old_rules:\n  Write short sentences.\n\n", ""],
  ["C117", "remove this edge", "  done -> fail\n", ""],
];

it.each(advice)("%s: %s", (code, help, before, after) => {
  const { bad } = pages[code];

  expect(helpsOf(bad)).toEqual([help]);
  expect(bad).toContain(before);
  expect(codesOf(bad.replace(before, () => after))).toEqual([]);
});

it("says of a broken expression what is wrong with it", () => {
  const { bad } = pages.C100;
  const call = bad.replace("exit_code ==", "lenght(stdout)");
  const single = bad.replace("exit_code ==", "exit_code = 0");

  expect([...helpsOf(call), ...helpsOf(single)]).toEqual(["did you mean `length`?", "write `==`"]);
});

it("names what there is where no name is near", () => {
  const { bad: loop } = pages.C105;
  const { bad: output } = pages.C030;

  expect([
    ...helpsOf(loop.replace("retries", "somewhere")),
    ...helpsOf(output.replace("biuld", "somewhere")),
  ]).toEqual(["use `loop.retry`", "use `outputs.build`"]);
});

it("suggests a node of a branch for a misspelt one", () => {
  const bad = pages.C119.bad.replace("split -> a\n", "split -> audit\n");
  const audit = bad.replaceAll("agent a:", "agent audit:").replace("  a ->", "  audit ->");

  expect(helpsOf(audit.replace("[a, after]", "[audti]"))).toEqual(["did you mean `audit`?"]);
});

it("names the schema that a mapping's key isn't in", () => {
  const far = pages.C113.bad.replace("titel", "width");

  expect(helpsOf(far)).toEqual(["add `width: string` to the schema `task`"]);
});

function helpsOf(text: string): (string | undefined)[] {
  const { diagnostics } = compileSource("test.iter", text, { sha256 });
  return diagnostics.map(({ help }) => help);
}

it.each([
  ["outputs.build.history == 1", "C017", "use `outputs.build`"],
  ["loop.again > 2", "C004", "go on with a dot and a name: `loop.again.iteration`"],
  ["run.ids == 1", "C004", "did you mean `run.id`?"],
  ["github.foo == 1", "C004", "use `github.event`, `github.event_name`"],
  ["{{outputs.build.exit_code}} == 0", "C100", "write `outputs.build.exit_code`"],
])("advises on paths as expressions write them: %s", (expression, code, help) => {
  const text = `tool build:\n  command: "make"\n\nworkflow w:\n  entry: build\n  build -> fail when "${expression}"\n  build -> done\n`;

  expect(codesOf(text)).toEqual([`${code}@6:23`]);
  expect(helpsOf(text)[0]).toContain(help);
});

it.each([
  ["{{github.pr.titel}}", "did you mean `github.pr.title`?"],
  ["{{github.title}}", "use `github.pr.title` or `github.issue.title`"],
])("advises on members by their last name: %s", (reference, help) => {
  const text = `tool build:\n  command: "echo ${reference}"\n\nworkflow w:\n  entry: build\n  build -> done\n`;

  expect(helpsOf(text)).toEqual([help]);
});
