import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createFolder, documentOf, iter } from "#support/command-line.ts";

const broken = `agent review:
  modle: "simulate/any"

workflow w:
  entry: review
  review -> done
`;

function write(folder: string, name: string, content: string | Uint8Array): void {
  writeFileSync(join(folder, name), content);
}

it("says that a workflow is valid and how large it is", async () => {
  const cwd = createFolder("human_gate.iter");

  const { code, out, err } = await iter(["validate", "human_gate.iter"], { cwd });

  expect([code, err]).toEqual([0, ""]);
  expect(out).toBe("human_gate.iter: valid: workflow `human_gate`, 2 nodes, 4 edges\n");
});

it("shows each fault with its place, its line and what to do", async () => {
  const cwd = createFolder();
  write(cwd, "w.iter", broken);

  const { code, out, err } = await iter(["validate", "w.iter"], { cwd });

  expect(code).toBe(2);
  expect(err).toContain(
    'w.iter:2:3 error E012: An agent has no property `modle`.\n\n  2 |   modle: "simulate/any"\n',
  );
  expect(err).toContain("help: did you mean `model`?");
  expect(err).toContain("more: iter explain E012");
  expect(out).toMatch(/^w\.iter: not valid, \d errors?/);
});

it("gives files, their sizes and diagnostics as a document", async () => {
  const cwd = createFolder("human_gate.iter");
  write(cwd, "w.iter", broken);

  const one = documentOf(await iter(["validate", "w.iter", "--json"], { cwd }));
  const two = documentOf(await iter(["validate", "w.iter", "human_gate.iter", "--json"], { cwd }));

  expect(one).toMatchObject({
    valid: false,
    file: "w.iter",
    workflow_name: "w",
    node_count: 1,
    edge_count: 1,
    diagnostics: [
      { code: "E012", severity: "error", line: 2, column: 3, text: "modle", url: null },
    ],
  });
  expect(two).toMatchObject({ valid: false, files: [{ valid: false }, { valid: true }] });
  expect(two).not.toHaveProperty("diagnostics");
});

it("takes warnings for errors with --strict", async () => {
  const cwd = createFolder();
  write(
    cwd,
    "w.iter",
    'agent a:\n  model: "${UNSET_MODEL}"\n\nworkflow w:\n  entry: a\n  a -> done\n',
  );

  const loose = await iter(["validate", "w.iter"], { cwd });
  const strict = await iter(["validate", "w.iter", "--strict"], { cwd });

  expect([loose.code, strict.code]).toEqual([0, 2]);
  expect(loose.err).toContain("warning C102");
});

it("reads standard input for -", async () => {
  const said = await iter(["validate", "-"], { cwd: "/", stdin: broken });

  expect(said.code).toBe(2);
  expect(said.err).toContain("<stdin>:2:3 error E012");
});

it.each(["tokens", "syntax", "graph", "plan"])("prints the %s of a file", async (stage) => {
  const cwd = createFolder("dual_review_parallel.iter");
  const words = ["validate", "dual_review_parallel.iter", "--emit", stage];

  const { code, out } = await iter(words, { cwd, env: { MODEL: "simulate/any" } });

  expect(code).toBe(0);
  expect(Object.keys(JSON.parse(out) as object).length).toBeGreaterThan(1);
});

it.each([
  ["a missing file", "nowhere.iter", "There is no file `nowhere.iter`."],
  ["a folder", "folder", "`folder` is a folder."],
  ["a file below a file", "w.iter/x", "There is no file `w.iter/x`."],
  ["binary data", "binary.iter", "`binary.iter` is no text but binary data."],
])("refuses %s with one message", async (_, name, message) => {
  const cwd = createFolder();
  mkdirSync(join(cwd, "folder"));
  write(cwd, "w.iter", broken);
  write(
    cwd,
    "binary.iter",
    Uint8Array.from({ length: 1_000 }, (__, index) => index % 256),
  );

  const { code, err } = await iter(["validate", name], { cwd });

  expect(code).toBe(2);
  expect(err.split("\n").filter((line) => line.startsWith("error "))).toEqual([
    `error INPUT_INVALID: ${message}`,
  ]);
});

it("names the file that was meant", async () => {
  const cwd = createFolder("human_gate.iter", "minimal_linear.iter");

  const { err } = await iter(["validate", "human_gat.iter"], { cwd });

  expect(err).toContain("did you mean `human_gate.iter`?");
});

it("says of bytes that are no UTF-8 where they are", async () => {
  const cwd = createFolder();
  write(
    cwd,
    "w.iter",
    Buffer.concat([Buffer.from("## caf"), Buffer.from([0xe9]), Buffer.from("\n")]),
  );

  const { code, err } = await iter(["validate", "w.iter"], { cwd });

  expect(code).toBe(2);
  expect(err).toContain("w.iter:1:7 error E001: These bytes aren't UTF-8.");
});

it("looks at no more than 10 MiB", async () => {
  const cwd = createFolder();
  write(cwd, "w.iter", `## ${"x".repeat(11 * 1024 * 1024)}`);

  const { code, err } = await iter(["validate", "w.iter"], { cwd });

  expect(code).toBe(2);
  expect(err).toContain("w.iter:1:1 error E001: This file is larger than 10 MiB.");
});

it("shows the first of very many faults and counts the rest", async () => {
  const cwd = createFolder();
  write(cwd, "w.iter", "agent a:\n".repeat(50));

  const { err } = await iter(["validate", "w.iter"], { cwd });

  expect(err).toMatch(/… and \d+ more; --json lists all of them/);
});

it("never prints the value of a secret", async () => {
  const cwd = createFolder();
  write(
    cwd,
    "w.iter",
    'agent a:\n  model: "simulate/any"\n\nworkflow w:\n  vars:\n    key: string = "${DEPLOY_TOKEN}"\n  entry: a\n  a -> done\n',
  );
  const place = { cwd, env: { DEPLOY_TOKEN: "tok-4f9c2a7b51" } };

  const said = await iter(["validate", "w.iter", "--json"], place);
  const graph = await iter(["validate", "w.iter", "--emit", "graph"], place);

  expect(said.code).toBe(2);
  expect(said.out + said.err + graph.out + graph.err).not.toContain("tok-4f9c2a7b51");
});

it("emits a plan with the variables that it is given", async () => {
  const place = { cwd: createFolder("minimal_linear.iter") };
  const words = ["validate", "minimal_linear.iter"];

  const plan = await iter([...words, "--emit", "plan", "--var", "code=x", "--json"], place);
  const other = await iter([...words, "--var", "code=x"], place);

  expect(documentOf(plan)).toMatchObject({ plan: { vars: { code: "x" } } });
  expect(other.code).toBe(2);
  expect(other.err).toContain("add `--emit plan`");
});

it("says that a link leads nowhere, and doesn't advise it", async () => {
  const cwd = createFolder();
  symlinkSync("gone.iter", join(cwd, "x.iter"));

  const link = await iter(["validate", "x.iter"], { cwd });
  const near = await iter(["validate", "y.iter"], { cwd });

  expect(link.err).toContain("`x.iter` is a link to a file that isn't there.");
  expect(link.err).toContain("help: make the link anew, or name the file itself");
  expect(near.err).not.toContain("did you mean");
});

it("looks at every file, though one of them isn't there", async () => {
  const cwd = createFolder("human_gate.iter");
  write(cwd, "w.iter", broken);

  const said = await iter(["validate", "gone.iter", "w.iter", "human_gate.iter", "--json"], {
    cwd,
  });

  expect(said.code).toBe(2);
  expect(said.err).toContain("There is no file `gone.iter`");
  expect(documentOf(said)).toMatchObject({
    valid: false,
    files: [
      { file: "gone.iter", valid: false, code: "INPUT_INVALID" },
      { file: "w.iter", valid: false },
      { file: "human_gate.iter", valid: true },
    ],
  });
});
