import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createFolder, documentOf, iter } from "#support/command-line.ts";

const script = `nodes:
  write:
    - { output: { text: first }, usage: { input_tokens: 900, output_tokens: 30, cost_usd: 0.01 }, duration: 2s }
    - error: { code: RATE_LIMITED, message: slow down, retry_after: 3s }
    - output: { text: second }
  assess:
    - output: { accepted: false, criticism: too long }
    - output: { accepted: true, criticism: "" }
`;

const simulate = ["run", "loop_with_judge.iter", "--simulate", "--json"];

it("writes a script from which a run comes to the same", async () => {
  const cwd = createFolder("loop_with_judge.iter");
  writeFileSync(join(cwd, "given.yaml"), script);
  const first = await iter([...simulate, "--script", "given.yaml", "--record", "made.yaml"], {
    cwd,
  });

  const again = await iter([...simulate, "--script", "made.yaml"], { cwd });

  const known = ["status", "output", "usage"] as const;
  const [before, after] = [first, again].map((said) => {
    const document = documentOf(said) as Record<(typeof known)[number], unknown>;
    return known.map((key) => document[key]);
  });
  expect(before).toMatchObject([
    "finished",
    { text: "second" },
    { tokens: 930, duration_ms: 5000 },
  ]);
  expect(after).toEqual(before);
});

it("says what it is, and how to use it", async () => {
  const cwd = createFolder("minimal_linear.iter");
  const words = [
    "run",
    "minimal_linear.iter",
    "--simulate",
    "--var",
    "code=x",
    "--run-id",
    "run_1",
  ];

  const said = await iter([...words, "--record", "made.yaml"], { cwd });

  expect(said.out).toContain("Script: made.yaml");
  expect(readFileSync(join(cwd, "made.yaml"), "utf8")).toMatchInlineSnapshot(`
    "# What the run run_1 was answered. To play it again without a key:
    #   iter run minimal_linear.iter --simulate --script made.yaml
    nodes:
      reviewer:
        - output:
            approved: true
            summary: reviewer.summary
    "
  `);
});

it("writes that of a run that there is", async () => {
  const cwd = createFolder("minimal_linear.iter");
  const words = [
    "run",
    "minimal_linear.iter",
    "--simulate",
    "--var",
    "code=x",
    "--run-id",
    "run_1",
  ];
  await iter(words, { cwd });

  await iter(["run", "--replay", "run_1", "--record", "made.yaml"], { cwd });

  expect(readFileSync(join(cwd, "made.yaml"), "utf8")).toContain("reviewer:");
});

it("has no secrets", async () => {
  const cwd = createFolder();
  writeFileSync(
    join(cwd, "leak.iter"),
    'tool leak:\n  command: `printf %s "$TEST_TOKEN"`\n  env: ["TEST_TOKEN"]\n\nworkflow w:\n  entry: leak\n  leak -> done\n',
  );
  const env = { TEST_TOKEN: "tok-4f9c2a7b51" };

  await iter(["run", "leak.iter", "--record", "made.yaml"], { cwd, env });

  const made = readFileSync(join(cwd, "made.yaml"), "utf8");
  expect(made).toContain("***");
  expect(made).not.toContain("tok-4f9c2a7b51");
});

it("refuses a place that can't be written before anything is run", async () => {
  const cwd = createFolder("minimal_linear.iter");
  const words = ["run", "minimal_linear.iter", "--simulate", "--var", "code=x", "--json"];

  const folder = await iter([...words, "--record", "."], { cwd });
  const missing = await iter([...words, "--record", "no/such/made.yaml"], { cwd });
  const runs = await iter(["inspect", "--json"], { cwd });

  expect(documentOf(folder)).toMatchObject({ code: "INPUT_INVALID", exit_code: 2 });
  expect(documentOf(missing)).toMatchObject({
    error: "The script can't be written to `no/such/made.yaml`: ENOENT.",
  });
  expect(documentOf(runs)).toEqual([]);
});

it("says that people's answers are not in it", async () => {
  const cwd = createFolder("human_gate.iter");
  const words = ["run", "human_gate.iter", "--simulate", "--run-id", "r1", "--no-interactive"];

  const { code } = await iter([...words, "--record", "made.yaml"], { cwd });

  expect(code).toBe(3);
  expect(readFileSync(join(cwd, "made.yaml"), "utf8")).toContain(
    "# What people answered is not in it",
  );
});
