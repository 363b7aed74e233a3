import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createFolder, documentOf, iter } from "#support/command-line.ts";
import type { Said } from "#support/command-line.ts";
import { helloWorld } from "#support/github.ts";
import { startGithub } from "#testing/github/server.ts";
import type { LoopbackGithub } from "#testing/github/server.ts";

const token = Object.keys(helloWorld.tokens)[0] ?? "";
const config = `version: 1
triggers:
  review: { on: pull_request, workflow: review }
gates:
  ship: { surface: environment, environment: production }
`;
const job = `name: Iter
on: { issue_comment: { types: [created] } }
jobs:
  iter:
    runs-on: ubuntu-latest
    steps: [{ uses: iter/action@v1, with: { anthropic-api-key: "\${{ secrets.MODEL_KEY }}" } }]
  gate:
    needs: iter
    runs-on: ubuntu-latest
    environment: "\${{ needs.iter.outputs.gate-environment }}"
    steps: [{ run: "true" }]
`;
const workflow = `prompt p:
  Ship it?

schema answer:
  ok: bool

human ship:
  instructions: p
  output: answer

workflow review:
  entry: ship
  ship -> done
`;

/** A repository whose remote is the one of the loopback GitHub. */
function createRepository(remote: string): string {
  const cwd = createFolder();
  execFileSync("git", ["init", "-q"], { cwd });
  execFileSync("git", ["remote", "add", "origin", remote], { cwd });
  mkdirSync(join(cwd, ".github/workflows"), { recursive: true });
  mkdirSync(join(cwd, ".github/iter"), { recursive: true });
  writeFileSync(join(cwd, ".github/iter.yml"), config);
  writeFileSync(join(cwd, ".github/iter/review.iter"), workflow);
  writeFileSync(join(cwd, ".github/workflows/iter.yml"), job);
  return cwd;
}

function check(github: LoopbackGithub, remote: string): Promise<Said> {
  const env = { GITHUB_API_URL: github.url, GH_TOKEN: token };
  return iter(["github", "check", "--json"], { cwd: createRepository(remote), env });
}

function codesOf(said: Said): readonly string[] {
  const { findings } = documentOf(said) as { readonly findings: readonly { code: string }[] };
  return findings.map(({ code }) => code);
}

it.each([
  "git@github.com:octo-org/hello-world.git",
  "https://github.com/octo-org/hello-world",
  "ssh://git@github.com/octo-org/hello-world.git",
])("asks about the repository of the remote %s", async (remote) => {
  await using github = await startGithub({ ...helloWorld, environments: { production: [] } });

  const said = await check(github, remote);

  expect(documentOf(said)).toMatchObject({ valid: false, api: { asked: true } });
  expect(codesOf(said)).toEqual(expect.arrayContaining(["G007", "G010", "G015"]));
});

it("finds nothing that is set", async () => {
  await using github = await startGithub({
    ...helloWorld,
    environments: { production: ["monalisa"] },
    secrets: ["MODEL_KEY"],
  });

  const codes = codesOf(await check(github, "git@github.com:octo-org/hello-world.git"));

  expect(codes).not.toContain("G007");
  expect(codes).not.toContain("G010");
});

it("misses no secret where the token may not list them", async () => {
  await using github = await startGithub(helloWorld);
  const refused = { status: 403, body: { message: "Resource not accessible by integration" } };
  github.fail("GET /repos/{owner}/{repo}/actions/secrets", refused);

  expect(codesOf(await check(github, "octo-org/hello-world"))).not.toContain("G010");
});

it.each([
  ["https://gitlab.com/octo-org/hello-world.git", "no remote `origin` of https://github.com"],
  ["git@github.com:octo-org/other.git", "GitHub doesn't show octo-org/other"],
])("looks at files alone where GitHub can't tell: %s", async (remote, reason) => {
  await using github = await startGithub(helloWorld);
  github.fail("GET /repos/{owner}/{repo}", { status: 404, body: { message: "Not Found" } });

  const said = await check(github, remote);

  expect(documentOf(said)).toMatchObject({
    api: { asked: false, reason: expect.stringContaining(reason) as string },
  });
  expect(codesOf(said)).not.toContain("G007");
});
