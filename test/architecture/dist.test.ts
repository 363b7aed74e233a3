import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundle, writeBundle } from "#src/scripts/bundle.ts";
import type { Bundle } from "#src/scripts/bundle.ts";
import { findLoadedFiles } from "#support/loaded-files.ts";
import { listNodes } from "#support/nodes.ts";

const root = join(import.meta.dirname, "../..");
const dist = join(root, "dist");
let built: Bundle;

beforeAll(async () => {
  built = await bundle(root);
}, 120_000);

// Which was built elsewhere and before: the same sources give the same bytes.
it("is what the sources give, byte for byte", () => {
  const stale = [...built.files].filter(
    ([path, content]) =>
      !existsSync(join(dist, path)) || !readFileSync(join(dist, path)).equals(content),
  );
  const left = readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dist.length + 1))
    .filter((path) => !built.files.has(path));

  expect([...stale.map(([path]) => path), ...left]).toEqual([]);
});

it("names no folder of the machine that built it", () => {
  const telling = [...built.files].filter(([, content]) =>
    Buffer.from(content).toString().includes(root),
  );

  expect(telling.map(([path]) => path)).toEqual([]);
});

it("holds the licence of every bundled package", () => {
  const licences = Buffer.from(built.files.get("licenses.txt") ?? []).toString();
  const packages = Object.keys(built.metafile.inputs).flatMap(
    (input) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? [],
  );

  expect(packages.length).toBeGreaterThan(0);
  expect(packages.filter((name) => !licences.includes(`${name} `))).toEqual([]);
});

it.each(["cli/index.mjs", "action/index.mjs"])("loads no heavy package when %s starts", (entry) => {
  const heavy = /node_modules\/(openai|@anthropic-ai|@actions\/http-client|undici|@pydantic)\//;

  expect(startOf(`dist/${entry}`).filter((input) => heavy.test(input))).toEqual([]);
});

// What a start loads is most of what it takes. A chunk that comes back into one fails here; if it
// is needed, raise the limit, and say in the commit what it costs. What no start needs is listed
// in `later-parts.ts`.
describe("a start", () => {
  const folder = mkdtempSync(join(tmpdir(), "iter-start-"));

  beforeAll(() => {
    writeBundle(built, folder);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("loads little to validate a workflow", () => {
    const file = join(root, "bench/fixtures/port.iter");

    const { bytes, count, later } = findLoadedFiles(folder, ["cli/index.mjs", "validate", file]);

    expect(later).toEqual([]);
    expect(bytes).toBeLessThan(245_000);
    expect(count).toBeLessThan(10);
  });

  it("loads little for the first event of the Action", () => {
    const at = (name: string): string => join(folder, name);
    const example = join(root, "examples/minimal_linear.iter");
    writeFileSync(at("review.iter"), readFileSync(example));
    for (const name of ["output", "state"]) writeFileSync(at(name), "");
    const probe = join(root, "bench/peers/probe.cjs");

    const { bytes, compiled, count, later } = findLoadedFiles(
      folder,
      ["--require", probe, "action/index.mjs"],
      {
        INPUT_WORKFLOW: "review.iter",
        INPUT_VARS: "code: let x = 1",
        INPUT_SIMULATE: "true",
        BENCH_RUNS: at("iter/runs"),
        GITHUB_WORKSPACE: folder,
        GITHUB_OUTPUT: at("output"),
        GITHUB_STATE: at("state"),
        RUNNER_TEMP: folder,
      },
    );

    expect(later).toEqual([]);
    expect(bytes).toBeLessThan(315_000);
    expect(compiled).toBeLessThan(570_000);
    expect(count).toBeLessThan(7);
  });
});

describe.each(listNodes())("on Node $version", ({ path }) => {
  const folder = mkdtempSync(join(tmpdir(), "iter-dist-"));
  const run = (program: string, ...args: readonly string[]): ReturnType<typeof spawnSync> =>
    spawnSync(path, [join(dist, program), ...args], {
      cwd: folder,
      encoding: "utf8",
      env: { PATH: process.env["PATH"] ?? "" },
    });

  afterAll(() => rmSync(folder, { recursive: true }));

  it("says its version", () => {
    const { stdout, status } = run("cli/index.mjs", "version", "--json");

    expect(status).toBe(0);
    expect(JSON.parse(String(stdout))).toMatchObject({ version: "0.1.0" });
  });

  it.each(["dual_review_parallel", "loop_with_judge", "ci_fix_until_green"])("runs %s", (name) => {
    const file = join(root, "examples", `${name}.iter`);
    const { stdout, status } = run("cli/index.mjs", "run", file, "--simulate", "--json");

    expect(JSON.parse(String(stdout))).toMatchObject({ status: "finished", error: null });
    expect(status).toBe(0);
  });

  it("plays an event against a GitHub of its own", () => {
    const event = join(root, "test/cases/github/events/pull_request.opened.json");

    const { stdout, stderr, status } = run("cli/index.mjs", "github", "simulate", event, "--json");

    expect(status, String(stderr)).toBe(0);
    expect(JSON.parse(String(stdout))).toMatchObject({ outputs: { "reason-code": "no_trigger" } });
  });

  it("runs commands and scripts", () => {
    writeFileSync(
      join(folder, "tools.iter"),
      [
        "tool greet:",
        '  command: "echo hello"',
        "tool count:",
        "  language: js",
        "  script: `console.log(1 + 1)`",
        "workflow tools:",
        "  entry: greet",
        "  greet -> count",
        "  count -> done",
        "",
      ].join("\n"),
    );

    const { stdout } = run("cli/index.mjs", "run", "tools.iter", "--json");

    expect(JSON.parse(String(stdout))).toMatchObject({ failure: null, output: { result: "2" } });
  });

  it("starts the Action, which asks for its workflow", () => {
    const { stdout, status } = run("action/index.mjs");

    expect(status).toBe(1);
    expect(stdout).toContain("::error");
  });
});

/** Inputs of a file of dist and of all that it imports statically. */
function startOf(entry: string): readonly string[] {
  const seen = new Set<string>();
  const open = [entry];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const imports = built.metafile.outputs[path]?.imports ?? [];
    open.push(...imports.filter(({ kind }) => kind !== "dynamic-import").map((one) => one.path));
  }
  return [...seen].flatMap((path) => Object.keys(built.metafile.outputs[path]?.inputs ?? {}));
}
