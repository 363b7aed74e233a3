import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { useWorkspaceTools } from "#support/workspace-tools.ts";
import { createWorkspace } from "#support/workspace.ts";

const reach = useWorkspaceTools();

it("has tools whose inputs are described by a schema", () => {
  const ajv = new Ajv2020();

  expect(reach.tools.list().map(({ name }) => name)).toEqual([
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
  for (const { inputSchema, description } of reach.tools.list()) {
    expect(() => ajv.compile(inputSchema)).not.toThrow();
    expect(inputSchema).toMatchObject({ type: "object", additionalProperties: false });
    expect(description).toMatch(/\.$/u);
  }
});

it("says which tools change nothing", () => {
  const changing = reach.tools.list().filter(({ name }) => !reach.tools.readsOnly(name));

  expect(changing.map(({ name }) => name)).toEqual(["write_file", "patch", "run_command"]);
});

it.each([
  ["read_file", {}, /`path`/u],
  ["read_file", { path: "README.md", lines: 3 }, /lines/u],
  ["git_log", { count: 0 }, /`count`/u],
  ["git_diff", { base: "--output=x" }, /`base`: write a commit/u],
  ["git_log", { ref: "-x" }, /`ref`/u],
])("refuses input of %s that doesn't fit: %j", async (name, input, message) => {
  expect(await reach.refused(name, input)).toMatch(message);
});

describe("read_file", () => {
  it("gives the text", async () => {
    expect(await reach.told("read_file", { path: "src/main.ts" })).toBe(
      "let x = 1;\nexport const y = x + 1;",
    );
  });

  it("gives the lines that are asked for, numbered if asked", async () => {
    const input = { path: "README.md", start_line: 2, end_line: 3, line_numbers: true };

    expect(await reach.told("read_file", input)).toBe("2: \n3: A small program.");
  });

  it("gives long files in parts that go on where the last one stopped", async () => {
    const lines = Array.from(
      { length: 5_000 },
      (_, index) => `line ${index + 1} ${"x".repeat(20)}`,
    );
    reach.workspace.write("long.txt", lines.join("\n"));
    const read: string[] = [];

    for (let start: number | undefined = 1; start !== undefined;) {
      const part = await reach.told("read_file", { path: "long.txt", start_line: start });
      const next = /\n\[lines \d+ to \d+ of 5000; go on with start_line (\d+)\]$/u.exec(part);
      read.push(...part.slice(0, next?.index).split("\n"));
      start = next === null ? undefined : Number(next[1]);
    }

    expect(read).toEqual(lines);
  });

  it("shortens lines that are too long", async () => {
    reach.workspace.write("min.js", "y".repeat(60_000));

    expect(await reach.told("read_file", { path: "min.js" })).toMatch(
      /^y{1700}… \[58300 more characters\]$/u,
    );
  });

  it.each([
    ["nothing.ts", "there is no file `nothing.ts`"],
    ["src", "`src` is a folder; use list_files"],
    ["data.bin", "`data.bin` is no text file (4 bytes)"],
    ["huge.txt", "too large to read (11 MiB)"],
    ["pipe", "no ordinary file"],
  ])("says why it can't read %s", async (path, message) => {
    reach.workspace.write("data.bin", Uint8Array.of(65, 0, 66, 10));
    reach.workspace.write("huge.txt", "x".repeat(11 * 1024 * 1024));
    await reach.told("run_command", { command: "mkfifo pipe" });

    expect(await reach.refused("read_file", { path })).toContain(message);
  });

  it("says where a short file ends", async () => {
    expect(await reach.refused("read_file", { path: "README.md", start_line: 9 })).toContain(
      "3 lines",
    );
  });

  it("says that a file is empty", async () => {
    reach.workspace.write("empty.txt", "");

    expect(await reach.told("read_file", { path: "empty.txt" })).toBe("[the file is empty]");
  });
});

describe("list_files and tree", () => {
  it("leave out what git ignores, and what is gone", async () => {
    reach.workspace.write("new file.txt", "");
    await reach.told("run_command", { command: "rm README.md" });

    expect((await reach.told("list_files")).split("\n")).toEqual([
      ".gitignore",
      "new file.txt",
      "src/deep/inner/far.ts",
      "src/main.ts",
    ]);
  });

  it("keep to a folder and a pattern", async () => {
    expect(await reach.told("list_files", { path: "src", glob: "**/*.ts" })).toBe(
      "src/deep/inner/far.ts\nsrc/main.ts",
    );
    expect(await reach.told("list_files", { glob: "*.md" })).toBe("README.md");
    expect(await reach.told("list_files", { glob: "*.py" })).toBe("no files");
  });

  it("work without a repository, with its rules for what is ignored", async () => {
    const plain = createWorkspace({
      ".gitignore": "*.log\n",
      "a.txt": "needle",
      "b.log": "needle",
    });
    reach.moveTo(plain);

    expect(await reach.told("list_files")).toBe(".gitignore\na.txt");
    expect(await reach.told("search_codebase", { query: "needle" })).toBe("a.txt:1:needle");
    expect(await reach.refused("git_status")).toContain("not a git repository");
    plain.remove();
  });

  it("draw folders down to a depth", async () => {
    const drawn = await reach.told("tree", { path: "src", depth: 2 });

    expect(drawn.split("\n")).toEqual(["src/", "  deep/", "    inner/", "  main.ts"]);
  });

  it("say what they left out", async () => {
    for (let index = 0; index < 600; index += 1)
      reach.workspace.write(`many/${"n".repeat(100)}${index}`, "");

    expect(await reach.told("list_files", { path: "many" })).toMatch(
      /\n\[\d+ more lines are left out; name a `path` or a `glob` that fewer files match\]$/u,
    );
  });
});

describe("search_codebase", () => {
  it("finds plain text, whatever stands in it", async () => {
    reach.workspace.write("odd.txt", "a.*b [c] $(d) -e:2:\n");

    expect(await reach.told("search_codebase", { query: ".*b [c] $(d) -e" })).toBe(
      "odd.txt:1:a.*b [c] $(d) -e:2:",
    );
    expect(await reach.told("search_codebase", { query: "--output" })).toBe("nothing found");
  });

  it("finds regular expressions, without regard to case if asked", async () => {
    const input = { query: "^EXPORT const (y|far)", regex: true, ignore_case: true };

    expect(await reach.told("search_codebase", input)).toBe(
      "src/deep/inner/far.ts:1:export const far = true;\nsrc/main.ts:2:export const y = x + 1;",
    );
  });

  it("keeps to a folder, a file and a pattern", async () => {
    expect(await reach.told("search_codebase", { query: "const", path: "src/deep" })).toContain(
      "far.ts",
    );
    expect(await reach.told("search_codebase", { query: "const", path: "src/main.ts" })).toBe(
      "src/main.ts:2:export const y = x + 1;",
    );
    expect(await reach.told("search_codebase", { query: "x", glob: "*.md" })).toBe("nothing found");
  });

  it("says what is wrong with an expression", async () => {
    expect(await reach.refused("search_codebase", { query: "a(", regex: true })).toMatch(/\(/u);
  });

  it("leaves binary files and ignored ones out", async () => {
    reach.workspace.write("data.bin", Buffer.from("let x\0"));

    expect(await reach.told("search_codebase", { query: "let x" })).toBe(
      "src/main.ts:1:let x = 1;",
    );
  });
});

it("leaves no folder behind where there is no repository", async () => {
  const plain = createWorkspace({ "a.txt": "" });
  const besides = (): string[] =>
    readdirSync(tmpdir()).filter((name) => name.startsWith("iter-git-"));
  const before = besides();
  reach.moveTo(plain);

  expect(await reach.told("list_files")).toBe("a.txt");

  expect(besides()).toEqual(before);
  plain.remove();
});
