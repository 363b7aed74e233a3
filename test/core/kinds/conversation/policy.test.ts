import { expect, it } from "vitest";
import { isAllowed } from "#core/kinds/conversation/policy.ts";

const tools = { list: () => [], readsOnly: () => true };
const writing = [
  ...["github.comment", "github.review", "github.reply", "github.resolve"],
  ...["github.label", "github.issue_create"],
  ...["github.commit", "github.open_pull_request", "github.dispatch"],
];

function allowed(listed: readonly string[], policy: readonly string[] | null, name: string) {
  return isAllowed({ tools: listed, toolPolicy: policy, readonly: false }, tools, name);
}

it.each(["*", "github.*"])("gives by %s what reads, and nothing that writes to GitHub", (list) => {
  expect(allowed([list], null, "github.diff")).toBe(true);
  expect(writing.filter((name) => allowed([list], null, name))).toEqual([]);
});

it.each(writing)("gives %s by its name, which a wildcard of the policy lets through", (name) => {
  expect(allowed([name], ["github.*"], name)).toBe(true);
  expect(allowed([name, "*"], ["*"], name)).toBe(true);
});
