import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readJobInputs } from "#src/cli/commands/github/job-inputs.ts";

const comment = (body: string): Parameters<typeof readJobInputs>[1] => ({
  name: "issue_comment",
  payload: { action: "created", comment: { body } },
});
const pull = (action: string, ref = "main"): Parameters<typeof readJobInputs>[1] => ({
  name: "pull_request",
  payload: { action, pull_request: { base: { ref } } },
});

function repositoryWith(condition: string): string {
  const root = mkdtempSync(join(tmpdir(), "iter-job-"));
  mkdirSync(join(root, ".github/workflows"), { recursive: true });
  writeFileSync(
    join(root, ".github/workflows/iter.yml"),
    `on:
  pull_request: { types: [opened], branches: [main] }
  issue_comment:
jobs:
  iter:
    if: ${condition}
    permissions: { contents: write, issues: write, checks: read }
    steps:
      - uses: iter/action@v1
        with: { token: "", anthropic-api-key: "\${{ secrets.KEY }}" }
`,
  );
  return root;
}

const ofInit =
  "github.event_name != 'issue_comment' || startsWith(github.event.comment.body, '/') || startsWith(github.event.comment.body, '@Iter')";

it("takes inputs and permissions from the job", () => {
  expect(readJobInputs(repositoryWith(ofInit), pull("opened"))).toEqual({
    from: ".github/workflows/iter.yml, job iter",
    file: ".github/workflows/iter.yml",
    given: { token: "" },
    unknown: ["anthropic-api-key"],
    lacks: ["pull-requests", "checks", "actions"],
    asIf: [],
  });
});

it.each([
  [ofInit, comment("/iter help"), []],
  [ofInit, comment("@iter help"), []],
  [ofInit, comment("thanks"), [/would skip the job/]],
  ["github.actor == 'octocat'", comment("thanks"), [/isn't looked at here/]],
  [ofInit, pull("labeled"), [/no job: `types` or `branches` of `pull_request` in .*iter\.yml/]],
  [ofInit, pull("opened", "next"), [/no job: `types` or `branches`/]],
  [ofInit, { name: "push", payload: {} }, [/no workflow file starts Iter on `push`/]],
])("says with `%s` where GitHub would do otherwise: %j", (condition, event, said) => {
  const { asIf } = readJobInputs(repositoryWith(condition), event);

  expect(asIf).toEqual(said.map((one) => expect.stringMatching(one) as string));
});
