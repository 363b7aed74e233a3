import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, readdirSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { site, useWorkspaceTools } from "#support/workspace-tools.ts";

const reach = useWorkspaceTools();

describe("write_file", () => {
  it("makes a file with its folders, and replaces it", async () => {
    expect(await reach.told("write_file", { path: "a/b/c.txt", content: "é" })).toBe(
      "made a/b/c.txt (2 bytes)",
    );
    expect(await reach.told("write_file", { path: "a/b/c.txt", content: "" })).toBe(
      "replaced a/b/c.txt (0 bytes)",
    );
    expect(readdirSync(join(reach.workspace.folder, "a/b"))).toEqual(["c.txt"]);
  });

  it("keeps a file's mode", async () => {
    reach.workspace.write("run.sh", "#!/bin/sh\n");
    chmodSync(join(reach.workspace.folder, "run.sh"), 0o755);

    await reach.told("write_file", { path: "run.sh", content: "#!/bin/sh\ntrue\n" });

    expect(statSync(join(reach.workspace.folder, "run.sh")).mode & 0o777).toBe(0o755);
  });

  it.each([
    ["src", "is a folder"],
    ["README.md/x", "ENOTDIR"],
    [`${"n".repeat(300)}.txt`, "ENAMETOOLONG"],
  ])("says why it can't write %s", async (path, message) => {
    expect(await reach.refused("write_file", { path, content: "x" })).toContain(message);
  });
});

describe("patch", () => {
  const change =
    "--- a/src/main.ts\n+++ b/src/main.ts\n@@ -1,2 +1,2 @@\n-let x = 1;\n+let x = 2;\n export const y = x + 1;\n";

  it("applies a diff", async () => {
    expect(await reach.told("patch", { patch: change })).toBe("changed src/main.ts");
    expect(await reach.told("read_file", { path: "src/main.ts" })).toContain("let x = 2;");
  });

  it("takes new and removed files, and a last line without an end", async () => {
    const patch =
      "--- a/README.md\n+++ /dev/null\n@@ -1,3 +0,0 @@\n-# Demo\n-\n-A small program.\n" +
      "--- /dev/null\n+++ b/docs/new.md\n@@ -0,0 +1 @@\n+# New";

    expect(await reach.told("patch", { patch })).toContain("docs/new.md");
    expect(existsSync(join(reach.workspace.folder, "README.md"))).toBe(false);
    expect(await reach.told("read_file", { path: "docs/new.md" })).toBe("# New");
  });

  it("takes wrong counts of lines", async () => {
    expect(
      await reach.told("patch", { patch: change.replace("-1,2 +1,2", "-1,7 +1,9") }),
    ).toContain("main");
    expect(await reach.told("git_diff")).toContain("+let x = 2;");
  });

  it("changes nothing if a part does not fit", async () => {
    const other = "--- a/README.md\n+++ b/README.md\n@@ -1 +1 @@\n-# Other\n+# Changed\n";

    expect(await reach.refused("patch", { patch: change + other })).toContain("README.md");
    expect(await reach.told("git_diff")).toBe("no changes");
  });

  it.each(["../secret.txt", ".git/hooks/pre-commit", "link/new.txt", ".iterion/x"])(
    "refuses to touch %s",
    async (path) => {
      symlinkSync(reach.outside.folder, join(reach.workspace.folder, "link"));
      const patch = `--- /dev/null\n+++ b/${path}\n@@ -0,0 +1 @@\n+x\n`;

      await reach.refused("patch", { patch });

      expect(readdirSync(reach.outside.folder)).toEqual(["secret.txt"]);
      expect(existsSync(join(reach.workspace.folder, path))).toBe(false);
    },
  );

  it.each(["", "nonsense\n", "rename from ../a\n"])(
    "says so for what is no patch: %j",
    async (patch) => {
      await reach.refused("patch", { patch });
    },
  );

  it("works below the top of a repository", async () => {
    const { folder } = reach.workspace;
    reach.moveTo({ folder: join(folder, "src") });
    const patch =
      "--- a/main.ts\n+++ b/main.ts\n@@ -1,2 +1,2 @@\n-let x = 1;\n+let x = 3;\n export const y = x + 1;\n";

    expect(await reach.told("patch", { patch })).toBe("changed main.ts");
    expect(readFileSync(join(folder, "src/main.ts"), "utf8")).toContain("let x = 3;");
    expect(await reach.told("git_diff")).toContain("+let x = 3;");
    expect(await reach.told("git_diff", { path: "main.ts" })).toContain("+let x = 3;");
    expect(await reach.refused("read_file", { path: "../README.md" })).toContain("outside");
  });
});

describe("run_command", () => {
  it("gives exit code and output", async () => {
    const output = await reach.told("run_command", { command: "pwd; echo oh >&2; exit 3" });

    expect(output).toBe(
      `exit code 3\n--- standard output\n${reach.workspace.folder}\n--- standard error\noh`,
    );
  });

  it("has no secrets and no input", async () => {
    const output = await reach.told("run_command", { command: "env; cat" });

    expect(output).not.toContain("hidden");
    expect(output).toContain(`ITER_STEP_ID=${site.key}`);
  });

  it("keeps the end of long output", async () => {
    const output = await reach.told("run_command", { command: "seq 1 100000" });

    expect(output.length).toBeLessThan(50_000);
    expect(output).toMatch(/characters before this are left out\][^]*\n100000$/u);
  });

  it("is killed with all that it started when it takes too long", async () => {
    const command = "sleep 100 & echo $! > pid; wait";

    expect(await reach.refused("run_command", { command, timeout_seconds: 1 })).toContain(
      "longer than 1 s",
    );

    const pid = readFileSync(join(reach.workspace.folder, "pid"), "utf8").trim();
    // Where nobody collects the dead, it stays a zombie.
    expect(spawnSync("ps", ["-o", "stat=", "-p", pid]).stdout.toString()).toMatch(/^(Z.*)?\s*$/u);
  });

  it("ends with the node that is aborted", async () => {
    const controller = new AbortController();
    const running = reach.call("run_command", { command: "sleep 100" }, controller.signal);
    setTimeout(() => controller.abort(new Error("stopped")), 50);

    await expect(running).rejects.toThrow("stopped");
  });
});
