import { expect, it } from "vitest";
import { readSafeOutputs } from "#src/github/effects/limits.ts";
import { isProtected, resolveTreePath } from "#src/github/protected-paths.ts";

it.each([
  ".github/workflows/ci.yml",
  "src/../.GitHub/x",
  "deep/action.yml",
  "flows/review.ITER",
  "AGENTS.md",
  "pkg/.claude/settings.json",
  "docs/CODEOWNERS",
  "web/package-lock.json",
  ".gitattributes",
  "../outside",
  "/etc/passwd",
])("protects %s", (path) => {
  expect(isProtected(path)).toBe(true);
});

it("leaves the rest alone, and what is allowed", () => {
  expect(isProtected("src/main.ts")).toBe(false);
  expect(isProtected("infra/main.tf", { add: ["infra/**"] })).toBe(true);
  expect(isProtected("package-lock.json", { allow: ["package-lock.json"] })).toBe(false);
});

it("resolves paths, and knows those that leave the tree", () => {
  expect(resolveTreePath("./a//b/../c")).toBe("a/c");
  expect(resolveTreePath("a/../../b")).toBeNull();
});

it("keeps what the owner protects, whatever a repository allows", () => {
  const paths = { allow: ["**"], always: ["deploy/**"] };

  expect(isProtected("deploy/prod.tf", paths)).toBe(true);
  expect(isProtected("src/a.ts", paths)).toBe(false);
  const read = readSafeOutputs({}, { "protected-paths": ["deploy/**"] });
  expect(read.protectedPaths.always).toEqual(["deploy/**"]);
});
