import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { openWorkingTree } from "#adapters/github/working-tree.ts";
import { checkPatch } from "#src/github/effects/check-patch.ts";
import type { PatchFile } from "#src/github/effects/check-patch.ts";
import { readSafeOutputs } from "#src/github/effects/limits.ts";
import type { Fields } from "#core/graph/value.ts";

const plain: PatchFile = {
  path: "src/a.ts",
  before: "100644",
  after: "100644",
  bytes: 10,
  binary: false,
};

function check(
  files: readonly Partial<PatchFile>[],
  {
    text = "+a\n",
    settings = {},
    secrets = [],
  }: { text?: string; settings?: Fields; secrets?: string[] } = {},
): string | null {
  const patch = { files: files.map((file) => ({ ...plain, ...file })), text };
  return checkPatch(patch, readSafeOutputs(settings), secrets)?.code ?? null;
}

it("lets a plain change through", () => {
  expect(check([{}])).toBeNull();
  expect(check([{ before: "000000" }, { path: "b.ts", after: "000000" }])).toBeNull();
  expect(check([{ before: "100755", after: "100755" }])).toBeNull();
});

it.each([
  ["a link", { after: "120000" }],
  ["a submodule", { after: "160000" }],
  ["a change of mode", { after: "100755" }],
  ["a new program", { before: "000000", after: "100755" }],
  ["a link that becomes a file", { before: "120000" }],
  ["a path out of the tree", { path: "../a.ts" }],
])("refuses %s", (_, file) => {
  expect(check([file])).toBe("odd_file");
});

it.each([
  ".github/workflows/ci.yml",
  ".GitHub/iter.yml",
  "review.iter",
  "sub/action.yml",
  "CLAUDE.md",
  ".mcp.json",
  "sub/.npmrc",
  "package-lock.json",
  "CODEOWNERS",
  ".gitattributes",
])("refuses to change %s", (path) => {
  expect(check([{ path }])).toBe("protected_path");
  expect(check([{ path, after: "000000" }])).toBe("protected_path");
});

it("knows paths that a configuration adds or allows", () => {
  const settings = { "protected-paths": { add: ["infra/**"], allow: ["package-lock.json"] } };

  expect(check([{ path: "infra/main.tf" }], { settings })).toBe("protected_path");
  expect(check([{ path: "package-lock.json" }], { settings })).toBeNull();
});

it("refuses too many files, too long a patch and large binaries", () => {
  const many = Array.from({ length: 51 }, (_, index) => ({ path: `src/${index}.ts` }));

  expect(check(many)).toBe("patch_too_large");
  expect(check(many, { settings: { commit: { "max-files": 60 } } })).toBeNull();
  expect(check([{}], { text: `+${"x".repeat(513 * 1024)}` })).toBe("patch_too_large");
  expect(check([{ binary: true, bytes: 1_048_577 }])).toBe("patch_too_large");
});

it("refuses secrets in added lines, known ones and such as look like one", () => {
  const token = `ghp_${"a1B2".repeat(9)}`;

  expect(check([{}], { text: `+const key = "${token}";\n` })).toBe("secret_found");
  expect(check([{}], { text: "+x = tok-4f9c2a7b51\n", secrets: ["tok-4f9c2a7b51"] })).toBe(
    "secret_found",
  );
  expect(check([{}], { text: `-const key = "${token}";\n+const key = env.KEY;\n` })).toBeNull();
});

it("finds secrets whatever file or line they stand in", async () => {
  const secret = "tok-4f9c2a7b51";
  const refused = (path: string, content: string): Promise<string | null> =>
    checkFile(path, content, [secret]);

  expect(await refused("plain.txt", `${secret}\n`)).toBe("secret_found");
  expect(await refused("binary.bin", `\0${secret}\n`)).toBe("secret_found");
  expect(await refused("plus.txt", `++ ${secret}\n`)).toBe("secret_found");
  expect(await refused("hidden.dat", `${secret}\n`)).toBe("secret_found");
  expect(await refused(`${secret}.txt`, "nothing\n")).toBe("secret_found");
  expect(await refused("fine.txt", "nothing\n")).toBeNull();
});

it("counts what attributes hide", async () => {
  expect(await checkFile("hidden.dat", "x\n".repeat(300 * 1024), [])).toBe("patch_too_large");
});

/** Writes a file into a fresh checkout, whose attributes hide some, and checks what changed. */
async function checkFile(
  path: string,
  content: string,
  secrets: readonly string[],
): Promise<string | null> {
  const folder = mkdtempSync(join(tmpdir(), "iter-patch-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const git = (...args: string[]): void =>
    void execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], {
      cwd: folder,
    });
  git("init", "-q");
  writeFileSync(join(folder, ".gitattributes"), "*.dat -diff\n");
  git("add", ".");
  git("commit", "-q", "-m", "one");
  writeFileSync(join(folder, path), content);
  const { signal } = new AbortController();
  const { patch } = await openWorkingTree(folder, process.env).changes(signal);
  return checkPatch(patch, readSafeOutputs({}), secrets)?.code ?? null;
}
