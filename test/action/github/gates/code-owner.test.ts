import { expect, it, vi } from "vitest";
import { gate } from "#support/action-step.ts";
import { helloWorld } from "#support/github.ts";
import { fixture, playComment, playJob } from "#support/github-job.ts";
import { startGithub } from "#testing/github/server.ts";
import type { LoopbackGithub } from "#testing/github/server.ts";

// Each of these plays several jobs.
vi.setConfig({ testTimeout: 60_000 });

const config = `version: 1
triggers: { review: { on: pull_request, workflow: pr } }
gates: { "*": { approvers: [codeowners] } }
`;
const files = { ".github/iter.yml": config, ".github/iter/pr.iter": gate };

interface Case {
  readonly owners: Readonly<Record<string, string>>;
  readonly by: string;
  readonly becomes: readonly [decision: string, reason: string];
}

const denied = ["deny", "not_an_approver"] as const;
const accepted = ["answer", "approved"] as const;

it.each<readonly [string, Case]>([
  [
    "takes the approval of somebody who owns a changed file",
    {
      owners: { CODEOWNERS: "docs/ @octo-lead\n/src/ @Monalisa" },
      by: "monalisa",
      becomes: accepted,
    },
  ],
  [
    "refuses somebody who owns other files",
    { owners: { CODEOWNERS: "* @monalisa\n/src/ @octo-lead" }, by: "monalisa", becomes: denied },
  ],
  [
    "takes the approval of a member of a team that owns a changed file",
    { owners: { "docs/CODEOWNERS": "*.ts @octo-org/web" }, by: "octo-lead", becomes: accepted },
  ],
  [
    "refuses whoever a team can't be told to hold",
    {
      owners: { "docs/CODEOWNERS": "*.ts @octo-org/unseen" },
      by: "monalisa",
      becomes: ["deny", "cannot_check_team"],
    },
  ],
  [
    "reads the first of the places where the file may stand",
    {
      owners: { ".github/CODEOWNERS": "* @octo-lead", CODEOWNERS: "* @monalisa" },
      by: "monalisa",
      becomes: denied,
    },
  ],
  [
    "refuses everybody where there is no such file",
    { owners: {}, by: "monalisa", becomes: denied },
  ],
])("%s", async (_what, { owners, by, becomes }) => {
  await using github = await startGithub({
    ...helloWorld,
    files: { ...files, ...owners },
    teams: { "octo-org/web": ["octo-lead"] },
  });
  await open(github);

  const { outputs, log } = await playComment(github, { login: by, body: "/iter approve g1" });

  const [decision, reason] = becomes;
  expect(outputs, log).toMatchObject({ decision, "reason-code": reason });
});

it("doesn't believe what a pull request says of its own owners", async () => {
  const [thread] = helloWorld.threads ?? [];
  if (thread === undefined) throw new Error("the repository has no pull request");
  const tree = { "src/session.ts": "", ".github/CODEOWNERS": "* @monalisa" };
  await using github = await startGithub({
    ...helloWorld,
    files: { ...files, ".github/CODEOWNERS": "* @octo-lead" },
    threads: [{ ...thread, tree }],
  });
  await open(github);

  const { outputs, log } = await playComment(github, {
    login: "monalisa",
    body: "/iter approve g1",
  });

  expect(outputs, log).toMatchObject({ decision: "deny", "reason-code": "not_an_approver" });
});

async function open(github: LoopbackGithub): Promise<void> {
  await playJob(github, {
    event: "pull_request",
    payload: fixture("pull_request.opened.json"),
  });
}
