/**
 * Shows the main job on a real git repository: a pull request is reviewed, mended and verified.
 *
 * Models are answered from a script, so it needs no key and no network; git and the tests of the
 * little repository really run.
 */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");
const iter = join(root, "dist/cli/index.mjs");

const before: Readonly<Record<string, string>> = {
  "package.json": `{ "name": "mean", "type": "module", "scripts": { "test": "node --test" } }\n`,
  "mean.js": "export {};\n",
};

const change: Readonly<Record<string, string>> = {
  "mean.js": `export function mean(numbers) {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}
`,
  "mean.test.js": `import assert from "node:assert/strict";
import { test } from "node:test";
import { mean } from "./mean.js";

test("the mean of two numbers lies between them", () => {
  assert.equal(mean([1, 3]), 2);
});
`,
};

const repository = makeRepository();
say(`A small git repository with a pull request in it:\n  ${repository}`);
say("Its last commit adds mean(), which divides by zero when the list is empty.");
say("Iter reviews it, plans a fix, checks the plan, applies the patch and runs the tests:\n");

const name = "pr_refine_single_model";
copyFileSync(join(root, "examples", `${name}.iter`), join(repository, `${name}.iter`));
copyFileSync(join(root, "examples", `${name}.script.yaml`), join(repository, "answers.yaml"));
const arguments_ = [
  "run",
  `${name}.iter`,
  "--simulate",
  "--script",
  "answers.yaml",
  "--run-id",
  "demo",
];
run(repository, process.execPath, [
  iter,
  ...arguments_,
  "--no-interactive",
  "--var",
  "pr_title=Add mean()",
]);

say("\nWhat the run changed in the repository:\n");
run(repository, "git", ["--no-pager", "diff", "--stat", "HEAD"]);
say(`
What you saw:
  review      found two problems in the diff
  compliance  sent the first plan back: it had no test
  act, apply  made a patch and applied it with git
  verify      ran the repository's own tests, which pass

The models' answers came from a script (--simulate --script answers.yaml); everything else was real.
Without the two flags, and with ANTHROPIC_API_KEY set, the same file runs with a real model.

Look closer:
  cd ${repository}
  node ${iter} inspect --run-id demo --events     every event of the run
  node ${iter} report --run-id demo --output -    the report, with a diagram of the path
  node ${iter} diagram ${name}.iter     the workflow as a picture`);

function makeRepository(): string {
  const folder = mkdtempSync(join(tmpdir(), "iter-demo-"));
  const git = (...rest: string[]): void => {
    run(folder, "git", ["-c", "user.name=Iter", "-c", "user.email=iter@example.com", ...rest]);
  };
  git("init", "--quiet", "--initial-branch", "main");
  commit(folder, git, before, "Start");
  commit(folder, git, change, "Add mean()");
  writeFileSync(join(folder, ".git/info/exclude"), ".iterion/\n*.iter\nanswers.yaml\n");
  return folder;
}

function commit(
  folder: string,
  git: (...rest: string[]) => void,
  files: Readonly<Record<string, string>>,
  message: string,
): void {
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
  git("add", ".");
  git("commit", "--quiet", "--message", message);
}

/** Runs a program with this terminal's streams; its failure ends the demo. */
function run(folder: string, program: string, rest: readonly string[]): void {
  const { status, error } = spawnSync(program, rest, { cwd: folder, stdio: "inherit" });
  if (error !== undefined) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
