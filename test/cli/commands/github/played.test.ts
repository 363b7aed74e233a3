import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import type { Value } from "#core/graph/value.ts";
import { toSetup } from "#src/cli/commands/github/played.ts";
import { readPlayedState } from "#src/cli/commands/github/state-file.ts";

const ended = JSON.parse(
  readFileSync("test/cases/github/events/workflow_run.completed.json", "utf8"),
) as Value;

it("has the workflow run of the event, its jobs, and the pull requests that it names", () => {
  const state = readPlayedState(
    "state.yml",
    "jobs: [{ run: 990001, name: test, log: no }, { run: 2, name: other }]\nenvironments: { production: [monalisa] }\n",
  );

  const setup = toSetup([ended], state, {});

  expect(setup).toMatchObject({
    repository: { id: 5001, owner: "octo-org", name: "hello-world" },
    environments: { production: ["monalisa"] },
    threads: [{ number: 42, author: "octocat", head: { ref: "fix/session-cookie" } }],
    workflowRuns: [{ id: 990001, name: "CI", jobs: [{ name: "test", conclusion: "failure" }] }],
  });
  expect(setup.workflowRuns?.[0]?.jobs).toHaveLength(1);
  expect(setup.accounts.map(({ login }) => login)).toContain("monalisa");
});

it("says where a state is no YAML", () => {
  expect(() => readPlayedState("state.yml", "people:\n  monalisa: [write\n")).toThrow(
    /^state\.yml:\d: /,
  );
});
