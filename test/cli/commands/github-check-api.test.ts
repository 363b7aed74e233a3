import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
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
function createRepository(remote: string, files: Readonly<Record<string, string>> = {}): string {
  const cwd = createFolder();
  execFileSync("git", ["init", "-q"], { cwd });
  execFileSync("git", ["remote", "add", "origin", remote], { cwd });
  mkdirSync(join(cwd, ".github/workflows"), { recursive: true });
  mkdirSync(join(cwd, ".github/iter"), { recursive: true });
  writeFileSync(join(cwd, ".github/iter.yml"), config);
  writeFileSync(join(cwd, ".github/iter/review.iter"), workflow);
  writeFileSync(join(cwd, ".github/workflows/iter.yml"), job);
  for (const [path, text] of Object.entries(files)) writeFileSync(join(cwd, path), text);
  return cwd;
}

function check(
  github: LoopbackGithub,
  remote: string,
  files: Readonly<Record<string, string>> = {},
): Promise<Said> {
  const env = { GITHUB_API_URL: github.url, GH_TOKEN: token };
  return iter(["github", "check", "--json"], { cwd: createRepository(remote, files), env });
}

function codesOf(said: Said): readonly string[] {
  const { findings } = documentOf(said) as { readonly findings: readonly { code: string }[] };
  return findings.map(({ code }) => code);
}

const https = "https://github.com/octo-org/hello-world";

function messagesOf(said: Said): readonly string[] {
  const { findings } = documentOf(said) as { readonly findings: readonly { message: string }[] };
  return findings.map(({ message }) => message);
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

it("reads the owner's file below the repository's, and into the workflow that is called", async () => {
  const called = `iter/action/.github/workflows/run.yml@${"a".repeat(40)}`;
  const run = (version: string): string =>
    `jobs: { a: { steps: [{ uses: iter/action@${version} }] } }`;
  const others = {
    "octo-org/.github": { ".github/iter.yml": "version: 1\ngates: { ship: {} }\n" },
  };
  const startWith = (version: string): Promise<LoopbackGithub> =>
    startGithub({
      ...helloWorld,
      otherFiles: { ...others, "iter/action": { ".github/workflows/run.yml": run(version) } },
    });
  await using loose = await startWith("v1");
  await using fixed = await startWith("v1.4.2");
  const files = {
    ".github/iter.yml": "triggers: { review: { on: command, workflow: review } }\n",
    ".github/workflows/iter.yml": `on: { issue_comment: , schedule: }\njobs: { iter: { uses: ${called} } }\n`,
  };

  const [one, other] = [await check(loose, https, files), await check(fixed, https, files)];

  expect(codesOf(one)).not.toContain("G001");
  expect(messagesOf(one)).toContain(
    `\`${called}\` runs \`iter/action@v1\`, which can become something else: a tag can be moved.`,
  );
  expect(codesOf(other)).not.toContain("G011");
});

it("asks actionlint where it is there, and says where it isn't", async () => {
  const cwd = createRepository(https);
  const bin = createFolder();
  const said = {
    message: "odd",
    filepath: ".github/workflows/iter.yml",
    line: 3,
    kind: "expression",
  };
  writeFileSync(join(bin, "actionlint"), `#!/bin/sh\necho '${JSON.stringify([said])}'\nexit 1\n`);
  chmodSync(join(bin, "actionlint"), 0o755);

  const there = await iter(["github", "check", "--json"], { cwd, env: { PATH: `${bin}:/bin` } });
  const missing = await iter(["github", "check"], { cwd, env: { PATH: createFolder() } });

  expect(documentOf(there)).toMatchObject({
    valid: false,
    actionlint: { asked: true },
    findings: expect.arrayContaining([
      expect.objectContaining({ code: "actionlint", severity: "error", line: 3, message: "odd" }),
    ]) as unknown,
  });
  expect(missing.err).toContain("actionlint isn't on PATH");
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
