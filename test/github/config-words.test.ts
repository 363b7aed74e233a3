import { expect, it } from "vitest";
import { readConfig } from "#src/github/config/read-config.ts";

/** What is said of a file, with the lines. */
function mistakesIn(text: string): readonly string[] {
  const read = readConfig(text);
  return "mistakes" in read ? read.mistakes.map(({ line, message }) => `${line}: ${message}`) : [];
}

const events = /one of pull_request, issues, .*, command\.$/;

it.each<readonly [string, readonly (string | RegExp)[]]>([
  [
    "version: 1\ntriggers:\n  a: { on: pull_reqest, workflow: x }",
    ["3: `triggers.a.on` can't be `pull_reqest`; did you mean `pull_request`?"],
  ],
  [
    "version: 1\ntriggers:\n  a:\n    on: [pull_request, comand]\n    workflow: x",
    ["4: `triggers.a.on.1` can't be `comand`; did you mean `command`?"],
  ],
  ["version: 1\ntriggers:\n  a: { on: 5, workflow: x }", [events]],
  ["version: 1\ntriggers:\n  a: { on: issue_comment, workflow: x }", [events]],
  ["triggers: {}", ["1: `version` is missing; it must be `1`."]],
  [
    "version: 1\nreport: { comment: stiky }",
    ["2: `report.comment` can't be `stiky`; did you mean `sticky`?"],
  ],
  [
    "version: 1\ncommands: { permission: { runn: write } }",
    ["2: There is no key `runn`; did you mean `run`?"],
  ],
  [
    "version: 1\ncommands: { permission: { xq: write } }",
    [/There is no key `xq`; there are run, retry, .*, help\.$/],
  ],
  [
    "version: 1\ngates: { a: { timeout: 7x, approvers: ann } }",
    [
      "2: `gates.a.approvers` must be a list, but is a text.",
      "2: `gates.a.timeout` can't be `7x`; it must be a duration such as `30m` or `7d`.",
    ],
  ],
  [
    "version: 1\ndefaults: { drafts: yes please }",
    ["2: `defaults.drafts` must be `true` or `false`, but is a text."],
  ],
])("says of %j what may stand there", (text, said) => {
  const found = mistakesIn(text);

  expect(found).toHaveLength(said.length);
  for (const [index, words] of said.entries())
    expect(found[index]).toMatch(typeof words === "string" ? new RegExp(escaped(words)) : words);
});

function escaped(text: string): string {
  return `^${text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`;
}
