import { expect, it } from "vitest";
import { documentOf, iter } from "#support/command-line.ts";

const cwd = "/";

it.each([
  [["validat"], "`iter` has no command `validat`.", "did you mean `iter validate`?"],
  [["frobnicate"], "`iter` has no command `frobnicate`.", "there are `init`, `validate`, `run`"],
  [["review.iter"], "`iter` has no command `review.iter`.", "did you mean `iter run review.iter`?"],
  [
    ["run", "x.iter", "--simulat"],
    "`iter run` has no flag `--simulat`.",
    "did you mean `--simulate`?",
  ],
  [["--jsn"], "`iter` has no flag `--jsn`.", "did you mean `--json`?"],
  [
    ["validate", "--strict=1", "x"],
    "The flag `--strict` takes no value.",
    "write `--strict` alone",
  ],
  [["validate"], "Missing required argument `file`.", "see `iter validate --help`"],
  [["resume"], "Missing required argument `run`.", "name a run, `iter resume --run-id ID`"],
  [["cancel"], "Missing required argument `run`.", "name a run, `iter cancel --run-id ID`"],
  [["run", "x", "--var"], "Option `--var <key=value>` argument missing.", "see `iter run --help`"],
  [
    ["version", "--log-level", "loud"],
    "Allowed choices are error, warn, info, debug, trace.\n",
    "see",
  ],
  [["completion", "tcsh"], "Allowed choices are bash, zsh, fish.\n", "see"],
  [["explain", "a", "b"], "but got 2: a, b.\n", "see `iter explain --help`"],
])("refuses %j with what is wrong and what to do", async (words, message, help) => {
  const { code, out, err } = await iter(words, { cwd });

  expect(code).toBe(2);
  expect(out).toBe("");
  expect(err).toContain(message);
  expect(err).toContain(`help: ${help}`);
});

it("gives a refusal as one document", async () => {
  const said = await iter(["version", "--no-colr", "--json"], { cwd });

  expect(said.code).toBe(2);
  expect(documentOf(said)).toEqual({
    error: "`iter version` has no flag `--no-colr`.",
    code: "INPUT_INVALID",
    hint: "did you mean `--no-color`?",
  });
});

it("takes flags before the command", async () => {
  const said = await iter(["--json", "--log-level", "error", "explain", "C019"], { cwd });

  expect(said.code).toBe(0);
  expect(documentOf(said)).toMatchObject({ code: "C019" });
});

it.each([["--help"], ["-h"], ["help"], ["help", "help"]])(
  "shows the commands for %s",
  async (...words) => {
    const { code, out } = await iter(words, { cwd });

    expect(code).toBe(0);
    expect(out).toMatch(/^Usage: iter <command> \[flags\]/);
    expect(out).toContain("validate [options]");
  },
);

it("shows the commands and fails if there are no words", async () => {
  const { code, out } = await iter([], { cwd });

  expect([code, out.includes("Usage: iter")]).toEqual([2, true]);
});

it("refuses to do nothing as one document", async () => {
  const said = await iter(["--json"], { cwd });

  expect(said.code).toBe(2);
  expect(documentOf(said)).toEqual({
    error: "There is no command.",
    code: "INPUT_INVALID",
    hint: "`iter --help` lists the commands",
    help: expect.stringContaining("Usage: iter") as string,
  });
});

it.each([[["run", "--help"]], [["help", "run"]], [["run", "-h"]]])(
  "shows a command's flags for %j",
  async (words) => {
    const { code, out } = await iter(words, { cwd });

    expect(code).toBe(0);
    expect(out).toMatch(/^Usage: iter run \[options\] \[file\]/);
    expect(out).toContain("--simulate");
  },
);

it("gives help as one document with --json", async () => {
  expect(documentOf(await iter(["run", "--help", "--json"], { cwd }))).toEqual({
    help: expect.stringContaining("--budget <key=value>") as string,
  });
});

it.each([["--version"], ["-V"], ["version"]])("says its version for %s", async (word) => {
  const { code, out } = await iter([word], { cwd });

  expect(code).toBe(0);
  expect(out).toMatch(/^iter \d+\.\d+\.\d+/);
});

it.each([
  [["version", "--json"]],
  [["--version", "--json"]],
  [["--json", "--log-level", "debug", "-V"]],
])("gives version, commit and Node as a document for %j", async (words) => {
  expect(documentOf(await iter(words, { cwd }))).toEqual({
    version: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string,
    commit: expect.toSatisfy((commit) => commit === null || typeof commit === "string") as string,
    node: process.versions.node,
  });
});

it("calls what never should happen a bug, with the stack", async () => {
  const place = {
    get cwd(): string {
      throw new Error("no way");
    },
  };

  const said = await iter(["version", "--json"], place);

  expect(said.code).toBe(70);
  expect(documentOf(said)).toMatchObject({
    error: "no way",
    code: "INTERNAL",
    hint: expect.stringContaining("this is a bug of iter") as string,
    stack: expect.stringContaining("at ") as string,
  });
  expect(said.err).toContain("please report it");
});
