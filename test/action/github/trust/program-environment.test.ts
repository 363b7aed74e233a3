import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { headSha, helloWorld } from "#support/github.ts";
import { fixture, playComment, playJob } from "#support/github-job.ts";
import type { JobDone, JobHere } from "#support/github-job.ts";
import { startGithub } from "#testing/github/server.ts";
import type { GithubSetup } from "#testing/github/state.ts";

// Each of these starts programs.
vi.setConfig({ testTimeout: 60_000 });

/** A command, then a delegate, each of which writes down what it was given. */
const workflow = `prompt ask:
  Look.

tool shell:
  command: "/bin/sh show.sh shell"
  env: [NAMED, GITHUB_TOKEN]

agent coder:
  delegate: "claude_code"
  env: [NAMED, OPENAI_API_KEY]
  user: ask

workflow show:
  entry: shell
  shell -> coder
  coder -> done
`;

/** What a job of a real runner holds. */
const job = {
  ANTHROPIC_API_KEY: "anthropic-key-of-the-job",
  OPENAI_API_KEY: "openai-key-of-the-job",
  GITHUB_TOKEN: "token-of-the-job",
  ACTIONS_RUNTIME_TOKEN: "token-of-the-service",
  NAMED: "named-by-the-node",
  ITER_PASS_ENV: "PASSED RUNNER_TEMP",
  PASSED: "named-by-the-job",
  TERM: "xterm",
};

interface Shown {
  readonly done: JobDone;
  readonly shell: Readonly<Record<string, string>>;
  readonly coder: Readonly<Record<string, string>>;
}

/** Plays a job, with a `claude` that is a few lines of shell. */
async function show(play: (given: Partial<JobHere>) => Promise<JobDone>): Promise<Shown> {
  const folder = mkdtempSync(join(tmpdir(), "iter-shown-"));
  const result = { type: "result", is_error: false, result: "seen", session_id: "s" };
  const told = `env > ${folder}/$1; git config --global --get safe.directory > ${folder}/$1.git\n`;
  writeFileSync(join(folder, "show.sh"), told);
  writeFileSync(
    join(folder, "claude"),
    `#!/bin/sh
if [ "$1" = "--version" ]; then echo "2.9.0 (Claude Code)"; exit 0; fi
cat > /dev/null
/bin/sh ${folder}/show.sh coder
echo '${JSON.stringify(result)}'
`,
  );
  chmodSync(join(folder, "claude"), 0o755);
  const done = await play({
    inputs: { simulate: "false" },
    files: { "show.sh": told },
    environment: { ...job, PATH: `${folder}:${process.env["PATH"] ?? ""}` },
  });
  const read = (name: string): Record<string, string> => {
    if (!existsSync(join(folder, name))) return {};
    const lines = readFileSync(join(folder, name), "utf8").split("\n");
    const known = readFileSync(join(folder, `${name}.git`), "utf8").trim();
    const pairs = lines.map((line) => [line.split("=")[0], line.slice(line.indexOf("=") + 1)]);
    return { ...(Object.fromEntries(pairs) as Record<string, string>), known };
  };
  return { done, shell: read("shell"), coder: read("coder") };
}

function setup(head: object = {}): GithubSetup {
  const files = {
    ".github/iter.yml":
      "version: 1\ntriggers: { show: { on: [pull_request, command], workflow: show } }\n",
    ".github/iter/show.iter": workflow,
  };
  const [pull] = helloWorld.threads ?? [];
  if (pull === undefined) throw new Error("There is no pull request.");
  return {
    ...helloWorld,
    files,
    threads: [{ ...pull, head: { ...pull.head, ...head } }],
  } as GithubSetup;
}

const fixed = { TERM: "dumb", CI: "true", NO_COLOR: "1" };

it("gives programs a home of their own and no token of the job", async () => {
  await using github = await startGithub(setup());
  const payload = fixture("pull_request.opened.json");

  const { done, shell, coder } = await show((given) =>
    playJob(github, { ...given, event: "pull_request", payload }),
  );

  expect(done.outputs["status"], done.log).toBe("finished");
  for (const env of [shell, coder]) {
    expect(env).toMatchObject({ ...fixed, NAMED: "named-by-the-node", PASSED: "named-by-the-job" });
    expect(env["HOME"]).toContain("iter-home");
    expect(env["HOME"]).not.toBe(process.env["HOME"]);
    expect(env["known"]).toMatch(/\/workspace$/);
    for (const name of ["GITHUB_TOKEN", "ACTIONS_RUNTIME_TOKEN", "RUNNER_TEMP", "INPUT_TOKEN"])
      expect(env).not.toHaveProperty(name);
  }
  expect(shell).not.toHaveProperty("ANTHROPIC_API_KEY");
  expect(coder).toMatchObject({ ANTHROPIC_API_KEY: "anthropic-key-of-the-job" });
});

it("gives programs on a fork's commit no key, and a delegate a way to its model", async () => {
  await using github = await startGithub(setup({ repositoryId: 5002 }));

  const { done, shell, coder } = await show((given) =>
    playComment(github, { login: "monalisa", body: `/iter run show --sha ${headSha}` }, given),
  );

  expect(done.outputs["status"], done.log).toBe("finished");
  const known: readonly string[] = Object.values(job).slice(0, 7);
  const secrets = (env: Readonly<Record<string, string>>): readonly string[] =>
    Object.values(env).filter((value) => known.includes(value));
  expect(shell).toMatchObject(fixed);
  expect(secrets(shell)).toEqual([]);
  expect(coder).toMatchObject(fixed);
  expect(secrets(coder)).toEqual([]);
  expect(coder["ANTHROPIC_API_KEY"]).toMatch(/^held-/);
  expect(coder["ANTHROPIC_BASE_URL"]).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
});
