import { expect, it } from "vitest";
import { parseCommand } from "#src/github/commands/commands.ts";
import { commandForms } from "#src/github/commands/grammar.ts";
import { explainMistake, renderHelp } from "#src/github/commands/help.ts";
import { nestedText } from "#support/nested.ts";

it.each(commandForms)("understands the example of $name", ({ name, example }) => {
  expect(parseCommand(`/iter ${example}`)).toMatchObject({ command: name });
});

it("explains what it understands", () => {
  expect(renderHelp(undefined, { allowed: ["run", "help"] })).toMatchInlineSnapshot(`
    "| Command | Does |
    |---|---|
    | \`/iter run [name] [key=value …] [text]\` | start a trigger or a workflow file on this thread |
    | \`/iter help [command]\` | show what you may do here |"
  `);
  expect(renderHelp("resume")).toMatchInlineSnapshot(`
    "\`/iter retry [node] [run]\`: go on with a run that stopped.
    Also: \`resume\`.

    - \`--run RUN\`: mean this run
    - \`--force\`: take the workflow file as it is now

    For example: \`/iter retry\`"
  `);
});

it.each(["/iter aprove g1", "/iter run --now", "/iter approve g1 g2", "/iter budget 5"])(
  "answers %s with a line that works",
  (body) => {
    const parsed = parseCommand(body);
    if (parsed === null || !("error" in parsed)) throw new Error("understood");
    const [, line = ""] = /This would work: `(.*)`$/.exec(explainMistake(parsed.error)) ?? [];

    expect(parseCommand(line)).not.toHaveProperty("error");
    expect(parseCommand(line)).not.toBeNull();
  },
);

it("keeps a field with an odd name a field", () => {
  const parsed = parseCommand("/iter answer __proto__=1");

  expect(JSON.stringify(parsed)).toBe('{"command":"answer","fields":{"__proto__":"1"}}');
});

it.each([
  ["a thousand brackets", `/iter answer\n\`\`\`yaml\na: ${"[".repeat(20_000)}\n\`\`\``],
  [
    "more brackets than a value may have",
    `/iter answer\n\`\`\`yaml\na: ${nestedText(501)}\n\`\`\``,
  ],
  ["a number that JSON has not", "/iter answer\n```yaml\na: .inf\n```"],
  ["a key given twice below", "/iter answer\n```yaml\na: { b: 1, b: 2 }\n```"],
  ["two documents", "/iter answer\n```yaml\na: 1\n---\nb: 2\n```"],
])("refuses %s", (_, body) => {
  expect(parseCommand(body)).toMatchObject({ error: { code: "bad_yaml" } });
});

it("lets no path climb out of the folder of workflows on its way", () => {
  const climbing = parseCommand("/iter run sub/../../secrets.iter");

  expect(parseCommand("/iter run sub/review.iter")).toMatchObject({ name: "sub/review.iter" });
  expect(climbing).toMatchObject({ error: { code: "bad_name" } });
});
