import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { loadAtOnce } from "#src/scripts/later.ts";
import { moveFunctions } from "#src/scripts/move-functions.ts";

const long = `"${"so long that it is worth moving ".repeat(5)}"`;

function part(code: string, ...names: readonly string[]): ReturnType<typeof moveFunctions> {
  return moveFunctions(code, new Set(names), { self: "start.mjs", later: "x.mjs" });
}

/** The exports of a file, parted as a build does it. */
async function load(code: string, ...names: readonly string[]): Promise<Record<string, unknown>> {
  const folder = mkdtempSync(join(tmpdir(), "iter-moved-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const parted = part(code, ...names);
  const require =
    'import{createRequire}from"node:module";const require=createRequire(import.meta.url);';
  writeFileSync(join(folder, "start.mjs"), `${require}${loadAtOnce(parted?.code ?? "")}`);
  writeFileSync(join(folder, "later-part_x.mjs"), parted?.later ?? "");
  return (await import(pathToFileURL(join(folder, "start.mjs")).href)) as Record<string, unknown>;
}

it("does what it did: moved functions call each other and what stays behind", async () => {
  const code = `
    import{join as at}from"node:path";
    var{near}={near:"near"};
    function stays(){return near}
    function moved2(...given){return other(stays(),given)+${long}.slice(0,0)}
    function other(a,b){return at(a,...b)+${long}.slice(0,0)}
    function calls(...given){return moved2(...given)}
    export{calls,other as another};`;

  const { calls, another } = (await load(code, "moved", "other")) as Record<
    string,
    (...given: unknown[]) => string
  >;

  expect(calls?.("a", "b")).toBe("near/a/b");
  expect(another?.("x", ["y"])).toBe("x/y");
});

it("leaves what is only called by what was moved without a call in its place", () => {
  const parted = part(
    `function a(){return b()+${long}}function b(){return ${long}}export{a};`,
    "a",
    "b",
  );

  expect(parted?.code).not.toContain("function b");
  expect(parted?.later).toContain("function b");
});

it.each([
  ["isn't listed", `function other(){return ${long}}export{other};`],
  ["is short", "function moved(){return 1}export{moved};"],
  ["has a this", `function moved(){return this+${long}}export{moved};`],
  ["counts its arguments", `function moved(){return arguments.length+${long}}export{moved};`],
  ["sets what stays behind", `let count=0;function moved(){count+=1;return ${long}}export{moved};`],
])("keeps a function that %s", (_, code) => {
  expect(part(code, "moved")).toBeNull();
});
