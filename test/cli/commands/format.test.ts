import { chmodSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createFolder, documentOf, iter } from "#support/command-line.ts";

const untidy = `agent   review:
    model:    "simulate/any"
workflow w:
  entry: review
  review   ->   done`;

const tidy = `agent review:
  model: "simulate/any"

workflow w:
  entry: review
  review -> done
`;

it("lays a file out in place and keeps its mode", async () => {
  const cwd = createFolder();
  writeFileSync(join(cwd, "w.iter"), untidy);
  chmodSync(join(cwd, "w.iter"), 0o640);

  const { code, out } = await iter(["format", "w.iter"], { cwd });

  expect([code, out]).toEqual([0, "w.iter changed\n"]);
  expect(readFileSync(join(cwd, "w.iter"), "utf8")).toBe(tidy);
  expect(statSync(join(cwd, "w.iter")).mode & 0o777).toBe(0o640);
});

it("writes through a link", async () => {
  const cwd = createFolder();
  writeFileSync(join(cwd, "real.iter"), untidy);
  symlinkSync("real.iter", join(cwd, "link.iter"));

  await iter(["format", "link.iter"], { cwd });

  expect(readFileSync(join(cwd, "real.iter"), "utf8")).toBe(tidy);
});

it("says with --check what would change and writes nothing", async () => {
  const cwd = createFolder();
  writeFileSync(join(cwd, "w.iter"), untidy);
  writeFileSync(join(cwd, "t.iter"), tidy);

  const said = await iter(["format", "--check", "w.iter", "t.iter", "--json"], { cwd });
  const fine = await iter(["format", "--check", "t.iter"], { cwd });

  expect([said.code, fine.code]).toEqual([1, 0]);
  expect(documentOf(said)).toEqual({
    files: [
      { file: "w.iter", changed: true },
      { file: "t.iter", changed: false },
    ],
  });
  expect(readFileSync(join(cwd, "w.iter"), "utf8")).toBe(untidy);
});

it("prints the result with --stdout, and that of standard input", async () => {
  const cwd = createFolder();
  writeFileSync(join(cwd, "w.iter"), untidy);

  const printed = await iter(["format", "--stdout", "w.iter"], { cwd });
  const piped = await iter(["format", "-"], { cwd, stdin: untidy });

  expect([printed.out, piped.out]).toEqual([tidy, tidy]);
  expect(readFileSync(join(cwd, "w.iter"), "utf8")).toBe(untidy);
});

it("leaves all files alone if one of them can't be read", async () => {
  const cwd = createFolder();
  writeFileSync(join(cwd, "w.iter"), untidy);
  writeFileSync(join(cwd, "bad.iter"), "agent review\n");

  const { code, err } = await iter(["format", "w.iter", "bad.iter"], { cwd });

  expect(code).toBe(2);
  expect(err).toContain("error INVALID_WORKFLOW: `bad.iter` can't be laid out");
  expect(readFileSync(join(cwd, "w.iter"), "utf8")).toBe(untidy);
});

it("changes nothing of a text but its layout, even where something looks like a secret", async () => {
  const text = `prompt ask:
  Clone https://ada:correct-horse@example.com with token = "k7Gq2Zt9Xw4Bn8Vr".
`;

  const { out } = await iter(["format", "-"], { cwd: createFolder(), stdin: text });

  expect(out).toBe(text);
});
