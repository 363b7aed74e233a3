import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { readPlayedState } from "#src/cli/commands/github/state-file.ts";

it("reads the state that README shows", () => {
  const [, text = ""] =
    /```yaml\n# before\.yml\n([\s\S]*?)```/.exec(readFileSync("README.md", "utf8")) ?? [];

  expect(readPlayedState("before.yml", text)).toMatchObject({
    gates: [{ event: "opened.json" }],
    threads: [{ number: 42, head: { ref: "fix" } }],
    reviews: [{ state: "approved", body: "" }],
  });
});
