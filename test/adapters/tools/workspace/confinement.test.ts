import { readFileSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { useWorkspaceTools } from "#support/workspace-tools.ts";

const reach = useWorkspaceTools();

describe("a path", () => {
  const everywhere = [
    "../secret.txt",
    "/etc/passwd",
    "src/../../x",
    "link/secret.txt",
    "alias",
    "dangling",
  ];

  beforeEach(() => {
    symlinkSync(reach.outside.folder, join(reach.workspace.folder, "link"));
    symlinkSync(join(reach.outside.folder, "secret.txt"), join(reach.workspace.folder, "alias"));
    symlinkSync(join(reach.outside.folder, "new.txt"), join(reach.workspace.folder, "dangling"));
  });

  it.each(everywhere)(
    "that leads out of the workspace is refused for reading: %s",
    async (path) => {
      expect(await reach.refused("read_file", { path })).toMatch(
        /outside the workspace|leads nowhere/u,
      );
    },
  );

  it.each(everywhere)(
    "that leads out of the workspace is refused for writing: %s",
    async (path) => {
      expect(await reach.refused("write_file", { path, content: "x" })).toMatch(
        /outside the workspace|leads nowhere/u,
      );
      expect(readdirSync(reach.outside.folder)).toEqual(["secret.txt"]);
      expect(readFileSync(join(reach.outside.folder, "secret.txt"), "utf8")).toBe("secret");
    },
  );

  it.each(["link", "link/x", ".."])("that leads out is refused for looking: %s", async (path) => {
    for (const name of ["list_files", "tree", "search_codebase", "git_diff"]) {
      const input = name === "search_codebase" ? { path, query: "secret" } : { path };
      expect(await reach.refused(name, input)).toContain("outside the workspace");
    }
  });

  it.each([".git/config", "src/../.git/hooks/pre-commit", ".GIT/config"])(
    "in git's own folder is refused: %s",
    async (path) => {
      expect(await reach.refused("read_file", { path })).toContain("git's own");
      expect(await reach.refused("write_file", { path, content: "x" })).toContain("git's own");
    },
  );

  it("in the store of runs is refused", async () => {
    const path = ".iterion/runs/run_x/events.jsonl";

    expect(await reach.refused("read_file", { path })).toContain("store of runs");
    expect(await reach.refused("write_file", { path, content: "" })).toContain("store of runs");
    expect(await reach.told("list_files")).not.toContain(".iterion");
    expect(await reach.told("search_codebase", { query: "let x" })).not.toContain(".iterion");
  });

  it("through a link inside the workspace is fine", async () => {
    symlinkSync("src", join(reach.workspace.folder, "code"));

    expect(await reach.told("read_file", { path: "code/main.ts", end_line: 1 })).toContain(
      "let x = 1;",
    );
    expect(await reach.told("write_file", { path: "code/new.ts", content: "" })).toContain(
      "src/new.ts",
    );
  });

  it("may be absolute", async () => {
    expect(
      await reach.told("read_file", { path: join(reach.workspace.folder, "README.md") }),
    ).toContain("Demo");
  });
});
