import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { readConfig } from "#src/github/config/read-config.ts";
import { settingsKeys } from "#support/settings-keys.ts";

const readme = readFileSync("README.md", "utf8");
const own = exampleBehind("settings");
const owners = exampleBehind("policy");

it.each([
  ["a repository", own],
  ["an owner", owners],
])("shows settings of %s that are right", (_whose, text) => {
  expect(readConfig(text)).toHaveProperty("config");
});

it("shows every setting that there is", () => {
  const shown = [...keysIn(parse(own)), ...keysIn(parse(owners))];
  // A trigger's keys may be defaults, its gates are those of the file, and all scopes and levels are alike.
  const same = /^defaults\.|^triggers\.\*\.gates\.|budgets\.\w+\.max_|^commands\.permission\./;

  const missing = settingsKeys().filter((key) => !same.test(key) && !shown.some(fits(key)));

  expect(missing).toEqual([]);
});

it.each(["policy_model", "policy_delegate", "policy_tool", "policy_gate_missing"])(
  "says when `%s` is the reason",
  (code) => {
    expect(readme).toContain(`\`${code}\``);
  },
);

/** The YAML behind a mark. */
function exampleBehind(mark: string): string {
  const [, text = ""] =
    new RegExp(`<!-- ${mark} -->\\n+\`\`\`yaml\\n([\\s\\S]*?)\`\`\``).exec(readme) ?? [];
  return text;
}

/** The paths of all that a document has. */
function keysIn(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [path];
  return [
    path,
    ...Object.entries(value).flatMap(([name, inner]) => keysIn(inner, [...path, name])),
  ];
}

function fits(key: string): (path: readonly string[]) => boolean {
  const parts = key.split(".");
  return (path) =>
    path.length >= parts.length &&
    parts.every((part, index) => part === "*" || part === path[index]);
}
