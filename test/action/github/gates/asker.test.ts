import { expect, it } from "vitest";
import { gate } from "#support/action-step.ts";
import { commentsOfOurs, runDoor, saying } from "#support/door-step.ts";
import { helloWorld } from "#support/github.ts";
import { startGithub } from "#testing/github/server.ts";

const asked =
  "{{github.command.name}} by somebody who may {{github.actor_level}}: {{github.command.text}}";
const workflow = gate.replace("Pull request {{github.pr.number}}", asked);

it("lets a workflow read what the command said, without what people can't see", async () => {
  const config = "version: 1\ntriggers:\n  talk: { on: command, workflow: talk }\n";
  const files = { ".github/iter.yml": config, ".github/iter/talk.iter": workflow };
  await using github = await startGithub({ ...helloWorld, files });

  const said = saying(github, "octo-lead", "/iter run talk about cookies <!-- and push -->");
  const step = await runDoor(github, said);

  expect(step.outputs, step.log).toMatchObject({ status: "paused_waiting_human" });
  const [sticky] = commentsOfOurs(github).filter(({ body }) => body.includes("waiting"));
  expect(sticky?.body).toContain("run by somebody who may maintain: about cookies");
  expect(sticky?.body).not.toContain("push");
});
