import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { useBench } from "#support/tools-bench.ts";

const bench = useBench();

describe("git tools", () => {
  it("show what changed", async () => {
    bench.workspace.write("src/main.ts", "let x = 2;\nexport const y = x + 1;\n");

    expect(await bench.told("git_diff")).toContain("-let x = 1;\n+let x = 2;");
    expect(await bench.told("git_diff", { stat: true })).toContain("src/main.ts | 2 +-");
    expect(await bench.told("git_diff", { path: "README.md" })).toBe("no changes");
    expect(await bench.told("git_diff", { staged: true })).toBe("no changes");
    expect(await bench.told("git_status")).toContain(" M src/main.ts");
  });

  it("show what a branch changed since it left another", async () => {
    bench.workspace.git("checkout", "--quiet", "-b", "topic");
    bench.workspace.write("topic.txt", "topic\n");
    bench.workspace.git("add", "topic.txt");
    bench.workspace.git("commit", "--quiet", "--message", "Add a topic");
    bench.workspace.git("checkout", "--quiet", "main");
    bench.workspace.write("other.txt", "other\n");
    bench.workspace.git("add", "other.txt");
    bench.workspace.git("commit", "--quiet", "--message", "Add another");

    expect(await bench.told("git_diff", { base: "main", head: "topic", stat: true })).toMatch(
      /^ topic\.txt \| 1 \+\n 1 file changed/u,
    );
    expect(await bench.told("git_log", { count: 1 })).toMatch(
      /^[0-9a-f]+ \d{4}-\d\d-\d\d Ada: Add another$/u,
    );
  });

  it("run nothing that the repository's settings name", async () => {
    const trap = `touch ${join(bench.outside.folder, "trapped")}`;
    for (const setting of ["diff.external", "core.pager", "core.fsmonitor", "diff.x.textconv"]) {
      bench.workspace.git("config", setting, trap);
    }
    bench.workspace.write(".gitattributes", "*.ts diff=x\n");
    bench.workspace.write("src/main.ts", "let x = 2;\n");

    await bench.told("git_diff");
    await bench.told("git_status");
    await bench.told("git_log");

    expect(existsSync(join(bench.outside.folder, "trapped"))).toBe(false);
  });

  it("say git's reason for not answering", async () => {
    expect(await bench.refused("git_diff", { base: "nowhere" })).toContain("nowhere");
  });
});
