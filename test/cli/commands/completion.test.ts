import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createFolder, iter } from "#support/command-line.ts";

async function scriptFor(shell: string): Promise<string> {
  const { code, out } = await iter(["completion", shell], { cwd: "/" });
  expect(code).toBe(0);
  return out;
}

/** What bash offers for the words of a command line, the last of them being typed. */
async function offered(...words: readonly string[]): Promise<string[]> {
  const folder = createFolder();
  writeFileSync(join(folder, "iter.bash"), await scriptFor("bash"));
  const line = ["iter", ...words].map((word) => `'${word}'`).join(" ");
  const script = `compopt() { :; }; source ./iter.bash; COMP_WORDS=(${line}); COMP_CWORD=${words.length}; _iter; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync("bash", ["-c", script], { cwd: folder, encoding: "utf8" });
  expect(stderr).toBe("");
  return stdout.split("\n").filter((word) => word !== "");
}

it("completes commands, flags and words in bash", async () => {
  expect(await offered("re")).toEqual(["resume", "report"]);
  expect(await offered("run", "x.iter", "--sim")).toEqual(["--simulate"]);
  expect(await offered("completion", "")).toEqual(["bash", "zsh", "fish"]);
  expect(await offered("run", "--vars-file", "x")).toEqual([]);
});

it.each(["zsh", "fish"])("is a script that %s can read", async (shell) => {
  const script = await scriptFor(shell);
  const folder = createFolder();
  writeFileSync(join(folder, "script"), script);
  const check = spawnSync(shell, ["-n", join(folder, "script")], { encoding: "utf8" });

  // Where the shell isn't installed, only the words are looked at.
  if (check.error === undefined) expect(check.stderr).toBe("");
  for (const word of ["resume", "simulate", "iterion"]) expect(script).toContain(word);
});
