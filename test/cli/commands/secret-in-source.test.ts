/** A secret whose value is a word of the workflow. Spec: runtime §20.1 (3), §26 (2). */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createFolder, iter } from "#support/command-line.ts";
import type { Said } from "#support/command-line.ts";

const workflow = `tool start_postgres:
  command: \`echo user postgres\`

human ok:
  instructions: hello

prompt hello:
  Go on?

workflow w:
  entry: start_postgres
  start_postgres -> ok
  ok -> done
`;

const test = `tests:
  - name: asks
    answers: { ok: { approved: true } }
    expect: { visited: [start_postgres, ok, done] }
`;

const secret = { POSTGRES_PASSWORD: "postgres" };

function place() {
  const cwd = createFolder();
  writeFileSync(join(cwd, "pg.iter"), workflow);
  writeFileSync(join(cwd, "pg.test.yaml"), test);
  const call = (words: string, env: Readonly<Record<string, string>> = {}): Promise<Said> =>
    iter(words.split(" "), { cwd, env });
  return { cwd, call };
}

it.each([
  ["a run", "run pg.iter --run-id r1"],
  ["a simulated run", "run pg.iter --run-id r1 --simulate"],
  ["a dry run", "run pg.iter --dry-run"],
])("%s is refused before anything is written", async (_, words) => {
  const { cwd, call } = place();

  const { code, err } = await call(words, secret);

  expect(code).toBe(2);
  expect(err).toMatch(/INPUT_INVALID: `pg.iter`, line 1, has the value of `POSTGRES_PASSWORD`/);
  expect(err).toContain("leave it out of the environment");
  expect(err).not.toContain("postgres");
  expect(existsSync(join(cwd, ".iterion"))).toBe(false);
});

it("a run that was begun without it isn't resumed with it, and stays as it is", async () => {
  const { cwd, call } = place();
  const started = await call("run pg.iter --run-id r1 --no-interactive");
  const log = (): string => readFileSync(join(cwd, ".iterion/runs/r1/events.jsonl"), "utf8");
  const before = log();

  const refused = await call("resume --run-id r1 --answer approved=true", secret);
  const meanwhile = log();
  const done = await call("resume --run-id r1 --answer approved=true");

  expect([started.code, refused.code, done.code]).toEqual([3, 2, 0]);
  expect(refused.err).toMatch(/`pg.iter`, line 1, has the value of `POSTGRES_PASSWORD`/);
  expect(meanwhile).toBe(before);
  expect(done.out).toContain("Status: FINISHED");
});

it("tests run all the same: they leave no log", async () => {
  const { call } = place();

  const { code, out } = await call("test pg.iter", secret);

  expect(code, out).toBe(0);
});
