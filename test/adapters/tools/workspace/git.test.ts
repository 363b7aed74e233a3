import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { useWorkspaceTools } from "#support/workspace-tools.ts";

const reach = useWorkspaceTools();

describe("git tools", () => {
  it("show what changed", async () => {
    reach.workspace.write("src/main.ts", "let x = 2;\nexport const y = x + 1;\n");

    expect(await reach.told("git_diff")).toContain("-let x = 1;\n+let x = 2;");
    expect(await reach.told("git_diff", { stat: true })).toContain("src/main.ts | 2 +-");
    expect(await reach.told("git_diff", { path: "README.md" })).toBe("no changes");
    expect(await reach.told("git_diff", { staged: true })).toBe("no changes");
    expect(await reach.told("git_status")).toContain(" M src/main.ts");
  });

  it("show what a branch changed since it left another", async () => {
    reach.workspace.git("checkout", "--quiet", "-b", "topic");
    reach.workspace.write("topic.txt", "topic\n");
    reach.workspace.git("add", "topic.txt");
    reach.workspace.git("commit", "--quiet", "--message", "Add a topic");
    reach.workspace.git("checkout", "--quiet", "main");
    reach.workspace.write("other.txt", "other\n");
    reach.workspace.git("add", "other.txt");
    reach.workspace.git("commit", "--quiet", "--message", "Add another");

    expect(await reach.told("git_diff", { base: "main", head: "topic", stat: true })).toMatch(
      /^ topic\.txt \| 1 \+\n 1 file changed/u,
    );
    expect(await reach.told("git_log", { count: 1 })).toMatch(
      /^[0-9a-f]+ \d{4}-\d\d-\d\d Ada: Add another$/u,
    );
  });

  it("run nothing that the repository's settings name", async () => {
    const trap = `touch ${join(reach.outside.folder, "trapped")}`;
    for (const setting of ["diff.external", "core.pager", "core.fsmonitor", "diff.x.textconv"]) {
      reach.workspace.git("config", setting, trap);
    }
    reach.workspace.write(".gitattributes", "*.ts diff=x\n");
    reach.workspace.write("src/main.ts", "let x = 2;\n");

    await reach.told("git_diff");
    await reach.told("git_status");
    await reach.told("git_log");

    expect(existsSync(join(reach.outside.folder, "trapped"))).toBe(false);
  });

  it("say git's reason for not answering", async () => {
    expect(await reach.refused("git_diff", { base: "nowhere" })).toContain("nowhere");
  });
});
