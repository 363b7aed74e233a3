import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTools } from "#adapters/tools/index.ts";
import { createShell } from "#adapters/tools/shell.ts";
import { createWorkspaceTools } from "#adapters/tools/workspace/index.ts";
import type { Fields } from "#core/graph/value.ts";
import type { ToolOutput, ToolPort } from "#core/ports/tool.ts";
import { createWorkspace } from "#support/workspace.ts";
import type { TestWorkspace } from "#support/workspace.ts";

const site = {
  runId: "run_x",
  nodeId: "look",
  branchId: "",
  activationId: "look#0",
  step: "tool:0.0",
  key: "run_x/look#0/tool:0.0",
  attempt: 1,
};
const env = { PATH: process.env["PATH"], HOME: tmpdir(), SECRET_TOKEN: "hidden" };

let workspace: TestWorkspace;
let outside: TestWorkspace;
let tools: ToolPort;

function openTools(some: TestWorkspace): ToolPort {
  const { folder } = some;
  const shell = createShell({ env, cwd: folder });
  return createTools(createWorkspaceTools({ folder, closed: [".iterion"], env, shell }));
}

beforeEach(() => {
  outside = createWorkspace({ "secret.txt": "secret" });
  workspace = createWorkspace(
    {
      "README.md": "# Demo\n\nA small program.\n",
      "src/main.ts": "let x = 1;\nexport const y = x + 1;\n",
      "src/deep/inner/far.ts": "export const far = true;\n",
      ".gitignore": "build/\n*.log\n",
    },
    { commit: true },
  );
  workspace.write("build/out.js", "let x = 1;\n");
  workspace.write(".iterion/runs/run_x/events.jsonl", "let x = 1;\n");
  tools = openTools(workspace);
});

afterEach(() => {
  workspace.remove();
  outside.remove();
});

function call(name: string, input: Fields, signal?: AbortSignal): Promise<ToolOutput> {
  return tools.call(name, input, { signal: signal ?? new AbortController().signal, site });
}

async function told(name: string, input: Fields = {}): Promise<string> {
  const { output, failed } = await call(name, input);
  expect(failed, output).toBe(false);
  return output;
}

async function refused(name: string, input: Fields = {}): Promise<string> {
  const { output, failed } = await call(name, input);
  expect(failed, output).toBe(true);
  return output;
}

it("has tools whose inputs are described by a schema", () => {
  const ajv = new Ajv2020();

  expect(tools.list().map(({ name }) => name)).toEqual([
    "read_file",
    "list_files",
    "tree",
    "search_codebase",
    "git_diff",
    "git_status",
    "git_log",
    "write_file",
    "patch",
    "run_command",
  ]);
  for (const { inputSchema, description } of tools.list()) {
    expect(() => ajv.compile(inputSchema)).not.toThrow();
    expect(inputSchema).toMatchObject({ type: "object", additionalProperties: false });
    expect(description).toMatch(/\.$/u);
  }
});

it("says which tools change nothing", () => {
  const changing = tools.list().filter(({ name }) => !tools.readsOnly(name));

  expect(changing.map(({ name }) => name)).toEqual(["write_file", "patch", "run_command"]);
});

it.each([
  ["read_file", {}, /`path`/u],
  ["read_file", { path: "README.md", lines: 3 }, /lines/u],
  ["git_log", { count: 0 }, /`count`/u],
  ["git_diff", { base: "--output=x" }, /`base`: write a commit/u],
  ["git_log", { ref: "-x" }, /`ref`/u],
])("refuses input of %s that doesn't fit: %j", async (name, input, message) => {
  expect(await refused(name, input)).toMatch(message);
});

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
    symlinkSync(outside.folder, join(workspace.folder, "link"));
    symlinkSync(join(outside.folder, "secret.txt"), join(workspace.folder, "alias"));
    symlinkSync(join(outside.folder, "new.txt"), join(workspace.folder, "dangling"));
  });

  it.each(everywhere)(
    "that leads out of the workspace is refused for reading: %s",
    async (path) => {
      expect(await refused("read_file", { path })).toMatch(/outside the workspace|leads nowhere/u);
    },
  );

  it.each(everywhere)(
    "that leads out of the workspace is refused for writing: %s",
    async (path) => {
      expect(await refused("write_file", { path, content: "x" })).toMatch(
        /outside the workspace|leads nowhere/u,
      );
      expect(readdirSync(outside.folder)).toEqual(["secret.txt"]);
      expect(readFileSync(join(outside.folder, "secret.txt"), "utf8")).toBe("secret");
    },
  );

  it.each(["link", "link/x", ".."])("that leads out is refused for looking: %s", async (path) => {
    for (const name of ["list_files", "tree", "search_codebase", "git_diff"]) {
      const input = name === "search_codebase" ? { path, query: "secret" } : { path };
      expect(await refused(name, input)).toContain("outside the workspace");
    }
  });

  it.each([".git/config", "src/../.git/hooks/pre-commit", ".GIT/config"])(
    "in git's own folder is refused: %s",
    async (path) => {
      expect(await refused("read_file", { path })).toContain("git's own");
      expect(await refused("write_file", { path, content: "x" })).toContain("git's own");
    },
  );

  it("in the store of runs is refused", async () => {
    const path = ".iterion/runs/run_x/events.jsonl";

    expect(await refused("read_file", { path })).toContain("store of runs");
    expect(await refused("write_file", { path, content: "" })).toContain("store of runs");
    expect(await told("list_files")).not.toContain(".iterion");
    expect(await told("search_codebase", { query: "let x" })).not.toContain(".iterion");
  });

  it("through a link inside the workspace is fine", async () => {
    symlinkSync("src", join(workspace.folder, "code"));

    expect(await told("read_file", { path: "code/main.ts", end_line: 1 })).toContain("let x = 1;");
    expect(await told("write_file", { path: "code/new.ts", content: "" })).toContain("src/new.ts");
  });

  it("may be absolute", async () => {
    expect(await told("read_file", { path: join(workspace.folder, "README.md") })).toContain(
      "Demo",
    );
  });
});

describe("read_file", () => {
  it("gives the text", async () => {
    expect(await told("read_file", { path: "src/main.ts" })).toBe(
      "let x = 1;\nexport const y = x + 1;",
    );
  });

  it("gives the lines that are asked for, numbered if asked", async () => {
    const input = { path: "README.md", start_line: 2, end_line: 3, line_numbers: true };

    expect(await told("read_file", input)).toBe("2: \n3: A small program.");
  });

  it("gives long files in parts that go on where the last one stopped", async () => {
    const lines = Array.from(
      { length: 5_000 },
      (_, index) => `line ${index + 1} ${"x".repeat(20)}`,
    );
    workspace.write("long.txt", lines.join("\n"));
    const read: string[] = [];

    for (let start: number | undefined = 1; start !== undefined;) {
      const part = await told("read_file", { path: "long.txt", start_line: start });
      const next = /\n\[lines \d+ to \d+ of 5000; go on with start_line (\d+)\]$/u.exec(part);
      read.push(...part.slice(0, next?.index).split("\n"));
      start = next === null ? undefined : Number(next[1]);
    }

    expect(read).toEqual(lines);
  });

  it("shortens lines that are too long", async () => {
    workspace.write("min.js", "y".repeat(60_000));

    expect(await told("read_file", { path: "min.js" })).toMatch(
      /^y{2000}… \[58000 more characters\]$/u,
    );
  });

  it.each([
    ["nothing.ts", "there is no file `nothing.ts`"],
    ["src", "`src` is a folder; use list_files"],
    ["data.bin", "`data.bin` is no text file (4 bytes)"],
    ["huge.txt", "too large to read (11 MiB)"],
    ["pipe", "no ordinary file"],
  ])("says why it can't read %s", async (path, message) => {
    workspace.write("data.bin", Uint8Array.of(65, 0, 66, 10));
    workspace.write("huge.txt", "x".repeat(11 * 1024 * 1024));
    await told("run_command", { command: "mkfifo pipe" });

    expect(await refused("read_file", { path })).toContain(message);
  });

  it("says where a short file ends", async () => {
    expect(await refused("read_file", { path: "README.md", start_line: 9 })).toContain("3 lines");
  });

  it("says that a file is empty", async () => {
    workspace.write("empty.txt", "");

    expect(await told("read_file", { path: "empty.txt" })).toBe("[the file is empty]");
  });
});

describe("list_files and tree", () => {
  it("leave out what git ignores, and what is gone", async () => {
    workspace.write("new file.txt", "");
    await told("run_command", { command: "rm README.md" });

    expect((await told("list_files")).split("\n")).toEqual([
      ".gitignore",
      "new file.txt",
      "src/deep/inner/far.ts",
      "src/main.ts",
    ]);
  });

  it("keep to a folder and a pattern", async () => {
    expect(await told("list_files", { path: "src", glob: "**/*.ts" })).toBe(
      "src/deep/inner/far.ts\nsrc/main.ts",
    );
    expect(await told("list_files", { glob: "*.md" })).toBe("README.md");
    expect(await told("list_files", { glob: "*.py" })).toBe("no files");
  });

  it("work without a repository, with its rules for what is ignored", async () => {
    const plain = createWorkspace({
      ".gitignore": "*.log\n",
      "a.txt": "needle",
      "b.log": "needle",
    });
    tools = openTools(plain);

    expect(await told("list_files")).toBe(".gitignore\na.txt");
    expect(await told("search_codebase", { query: "needle" })).toBe("a.txt:1:needle");
    expect(await refused("git_status")).toContain("not a git repository");
    plain.remove();
  });

  it("draw folders down to a depth", async () => {
    const drawn = await told("tree", { path: "src", depth: 2 });

    expect(drawn.split("\n")).toEqual(["src/", "  deep/", "    inner/", "  main.ts"]);
  });

  it("say what they left out", async () => {
    for (let index = 0; index < 600; index += 1)
      workspace.write(`many/${"n".repeat(100)}${index}`, "");

    expect(await told("list_files", { path: "many" })).toMatch(
      /\n\[\d+ more lines are left out; name a `path` or a `glob` that fewer files match\]$/u,
    );
  });
});

describe("search_codebase", () => {
  it("finds plain text, whatever stands in it", async () => {
    workspace.write("odd.txt", "a.*b [c] $(d) -e:2:\n");

    expect(await told("search_codebase", { query: ".*b [c] $(d) -e" })).toBe(
      "odd.txt:1:a.*b [c] $(d) -e:2:",
    );
    expect(await told("search_codebase", { query: "--output" })).toBe("nothing found");
  });

  it("finds regular expressions, without regard to case if asked", async () => {
    const input = { query: "^EXPORT const (y|far)", regex: true, ignore_case: true };

    expect(await told("search_codebase", input)).toBe(
      "src/deep/inner/far.ts:1:export const far = true;\nsrc/main.ts:2:export const y = x + 1;",
    );
  });

  it("keeps to a folder, a file and a pattern", async () => {
    expect(await told("search_codebase", { query: "const", path: "src/deep" })).toContain("far.ts");
    expect(await told("search_codebase", { query: "const", path: "src/main.ts" })).toBe(
      "src/main.ts:2:export const y = x + 1;",
    );
    expect(await told("search_codebase", { query: "x", glob: "*.md" })).toBe("nothing found");
  });

  it("says what is wrong with an expression", async () => {
    expect(await refused("search_codebase", { query: "a(", regex: true })).toMatch(/\(/u);
  });

  it("leaves binary files and ignored ones out", async () => {
    workspace.write("data.bin", Buffer.from("let x\0"));

    expect(await told("search_codebase", { query: "let x" })).toBe("src/main.ts:1:let x = 1;");
  });
});

describe("git tools", () => {
  it("show what changed", async () => {
    workspace.write("src/main.ts", "let x = 2;\nexport const y = x + 1;\n");

    expect(await told("git_diff")).toContain("-let x = 1;\n+let x = 2;");
    expect(await told("git_diff", { stat: true })).toContain("src/main.ts | 2 +-");
    expect(await told("git_diff", { path: "README.md" })).toBe("no changes");
    expect(await told("git_diff", { staged: true })).toBe("no changes");
    expect(await told("git_status")).toContain(" M src/main.ts");
  });

  it("show what a branch changed since it left another", async () => {
    workspace.git("checkout", "--quiet", "-b", "topic");
    workspace.write("topic.txt", "topic\n");
    workspace.git("add", "topic.txt");
    workspace.git("commit", "--quiet", "--message", "Add a topic");
    workspace.git("checkout", "--quiet", "main");
    workspace.write("other.txt", "other\n");
    workspace.git("add", "other.txt");
    workspace.git("commit", "--quiet", "--message", "Add another");

    expect(await told("git_diff", { base: "main", head: "topic", stat: true })).toMatch(
      /^ topic\.txt \| 1 \+\n 1 file changed/u,
    );
    expect(await told("git_log", { count: 1 })).toMatch(
      /^[0-9a-f]+ \d{4}-\d\d-\d\d Ada: Add another$/u,
    );
  });

  it("run nothing that the repository's settings name", async () => {
    const trap = `touch ${join(outside.folder, "trapped")}`;
    for (const setting of ["diff.external", "core.pager", "core.fsmonitor", "diff.x.textconv"]) {
      workspace.git("config", setting, trap);
    }
    workspace.write(".gitattributes", "*.ts diff=x\n");
    workspace.write("src/main.ts", "let x = 2;\n");

    await told("git_diff");
    await told("git_status");
    await told("git_log");

    expect(existsSync(join(outside.folder, "trapped"))).toBe(false);
  });

  it("say git's reason for not answering", async () => {
    expect(await refused("git_diff", { base: "nowhere" })).toContain("nowhere");
  });
});

describe("write_file", () => {
  it("makes a file with its folders, and replaces it", async () => {
    expect(await told("write_file", { path: "a/b/c.txt", content: "é" })).toBe(
      "made a/b/c.txt (2 bytes)",
    );
    expect(await told("write_file", { path: "a/b/c.txt", content: "" })).toBe(
      "replaced a/b/c.txt (0 bytes)",
    );
    expect(readdirSync(join(workspace.folder, "a/b"))).toEqual(["c.txt"]);
  });

  it("keeps a file's mode", async () => {
    workspace.write("run.sh", "#!/bin/sh\n");
    chmodSync(join(workspace.folder, "run.sh"), 0o755);

    await told("write_file", { path: "run.sh", content: "#!/bin/sh\ntrue\n" });

    expect(statSync(join(workspace.folder, "run.sh")).mode & 0o777).toBe(0o755);
  });

  it.each([
    ["src", "is a folder"],
    ["README.md/x", "ENOTDIR"],
    [`${"n".repeat(300)}.txt`, "ENAMETOOLONG"],
  ])("says why it can't write %s", async (path, message) => {
    expect(await refused("write_file", { path, content: "x" })).toContain(message);
  });
});

describe("patch", () => {
  const change =
    "--- a/src/main.ts\n+++ b/src/main.ts\n@@ -1,2 +1,2 @@\n-let x = 1;\n+let x = 2;\n export const y = x + 1;\n";

  it("applies a diff", async () => {
    expect(await told("patch", { patch: change })).toBe("changed src/main.ts");
    expect(await told("read_file", { path: "src/main.ts" })).toContain("let x = 2;");
  });

  it("takes new and removed files, and a last line without an end", async () => {
    const patch =
      "--- a/README.md\n+++ /dev/null\n@@ -1,3 +0,0 @@\n-# Demo\n-\n-A small program.\n" +
      "--- /dev/null\n+++ b/docs/new.md\n@@ -0,0 +1 @@\n+# New";

    expect(await told("patch", { patch })).toContain("docs/new.md");
    expect(existsSync(join(workspace.folder, "README.md"))).toBe(false);
    expect(await told("read_file", { path: "docs/new.md" })).toBe("# New");
  });

  it("takes wrong counts of lines", async () => {
    expect(await told("patch", { patch: change.replace("-1,2 +1,2", "-1,7 +1,9") })).toContain(
      "main",
    );
    expect(await told("git_diff")).toContain("+let x = 2;");
  });

  it("changes nothing if a part does not fit", async () => {
    const other = "--- a/README.md\n+++ b/README.md\n@@ -1 +1 @@\n-# Other\n+# Changed\n";

    expect(await refused("patch", { patch: change + other })).toContain("README.md");
    expect(await told("git_diff")).toBe("no changes");
  });

  it.each(["../secret.txt", ".git/hooks/pre-commit", "link/new.txt", ".iterion/x"])(
    "refuses to touch %s",
    async (path) => {
      symlinkSync(outside.folder, join(workspace.folder, "link"));
      const patch = `--- /dev/null\n+++ b/${path}\n@@ -0,0 +1 @@\n+x\n`;

      await refused("patch", { patch });

      expect(readdirSync(outside.folder)).toEqual(["secret.txt"]);
      expect(existsSync(join(workspace.folder, path))).toBe(false);
    },
  );

  it.each(["", "nonsense\n", "rename from ../a\n"])(
    "says so for what is no patch: %j",
    async (patch) => {
      await refused("patch", { patch });
    },
  );

  it("works below the top of a repository", async () => {
    const { folder } = workspace;
    const part = { ...workspace, folder: join(folder, "src") };
    tools = openTools(part);
    const patch =
      "--- a/main.ts\n+++ b/main.ts\n@@ -1,2 +1,2 @@\n-let x = 1;\n+let x = 3;\n export const y = x + 1;\n";

    expect(await told("patch", { patch })).toBe("changed main.ts");
    expect(readFileSync(join(folder, "src/main.ts"), "utf8")).toContain("let x = 3;");
    expect(await told("git_diff")).toContain("+let x = 3;");
    expect(await told("git_diff", { path: "main.ts" })).toContain("+let x = 3;");
    expect(await refused("read_file", { path: "../README.md" })).toContain("outside");
  });
});

describe("run_command", () => {
  it("gives exit code and output", async () => {
    const output = await told("run_command", { command: "pwd; echo oh >&2; exit 3" });

    expect(output).toBe(
      `exit code 3\n--- standard output\n${workspace.folder}\n--- standard error\noh`,
    );
  });

  it("has no secrets and no input", async () => {
    const output = await told("run_command", { command: "env; cat" });

    expect(output).not.toContain("hidden");
    expect(output).toContain(`ITER_STEP_ID=${site.key}`);
  });

  it("keeps the end of long output", async () => {
    const output = await told("run_command", { command: "seq 1 100000" });

    expect(output.length).toBeLessThan(50_000);
    expect(output).toMatch(/characters before this are left out\][^]*\n100000$/u);
  });

  it("is killed with all that it started when it takes too long", async () => {
    const command = "sleep 100 & echo $! > pid; wait";

    expect(await refused("run_command", { command, timeout_seconds: 1 })).toContain(
      "longer than 1 s",
    );

    const pid = readFileSync(join(workspace.folder, "pid"), "utf8").trim();
    // Where nobody collects the dead, it stays a zombie.
    expect(spawnSync("ps", ["-o", "stat=", "-p", pid]).stdout.toString()).toMatch(/^(Z.*)?\s*$/u);
  });

  it("ends with the node that is aborted", async () => {
    const controller = new AbortController();
    const running = call("run_command", { command: "sleep 100" }, controller.signal);
    setTimeout(() => controller.abort(new Error("stopped")), 50);

    await expect(running).rejects.toThrow("stopped");
  });
});

it("leaves no folder behind", async () => {
  mkdirSync(join(outside.folder, "tmp"));
  const plain = createWorkspace({ "a.txt": "" });
  const local = { ...env, TMPDIR: join(outside.folder, "tmp") };
  const before = readdirSync(tmpdir()).filter((name) => name.startsWith("iter-git-"));
  const shell = createShell({ env: local, cwd: plain.folder });
  tools = createTools(
    createWorkspaceTools({ folder: plain.folder, closed: [], env: local, shell }),
  );

  await told("list_files");

  expect(readdirSync(tmpdir()).filter((name) => name.startsWith("iter-git-"))).toEqual(before);
  plain.remove();
});
