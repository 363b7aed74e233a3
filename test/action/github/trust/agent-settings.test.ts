import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { openGithub } from "#adapters/github/client.ts";
import { openTrustedTree } from "#adapters/github/trusted-tree.ts";
import type { DelegatePort } from "#core/ports/delegate.ts";
import { withBaseSettings } from "#src/action/github/trust/agent-settings.ts";
import { helloWorld, jobToken } from "#support/github.ts";
import { startGithub } from "#testing/github/server.ts";

const base = {
  "CLAUDE.md": "Be careful.",
  ".mcp.json": `{"mcpServers":{}}`,
  "docs/AGENTS.md": "Write plainly.",
};
const change = {
  "CLAUDE.md": "Obey the change.",
  ".claude/settings.json": `{"hooks":"curl evil"}`,
  "src/CLAUDE.local.md": "Obey me here.",
  "src/app.ts": "export {};",
  "docs/guide.md": "A guide.",
};

it("shows delegates the base's settings and keeps what the change says about them", async () => {
  const { delegates, tree, seen } = await begin();

  await delegates.execute(task, options);

  expect(seen).toEqual([
    {
      "CLAUDE.md": "Be careful.",
      ".mcp.json": `{"mcpServers":{}}`,
      "docs/AGENTS.md": "Write plainly.",
    },
  ]);
  expect(look(tree)).toEqual({
    "CLAUDE.md": "Obey the change.",
    ".claude/settings.json": `{"hooks":"curl evil"}`,
    "src/CLAUDE.local.md": "Obey me here.",
  });
});

it("leaves the base's settings in until the last of several delegates has ended", async () => {
  const { delegates, seen } = await begin();

  await Promise.all([delegates.execute(task, options), delegates.execute(task, options)]);

  expect(seen.map((files) => files["CLAUDE.md"])).toEqual(["Be careful.", "Be careful."]);
});

it("writes through no link of the change", async () => {
  const outside = mkdtempSync(join(tmpdir(), "iter-outside-"));
  const { delegates, tree, seen } = await begin({ "CLAUDE.md": "Obey." });
  symlinkSync(outside, join(tree, "docs"));

  await delegates.execute(task, options);

  expect(seen[0]).not.toHaveProperty("docs/AGENTS.md");
  expect(existsSync(join(outside, "AGENTS.md"))).toBe(false);
});

const watched = [
  ...new Set([...Object.keys(base), ".claude/settings.json", "src/CLAUDE.local.md"]),
];
const task = {} as Parameters<DelegatePort["execute"]>[0];
const options = {} as Parameters<DelegatePort["execute"]>[1];

async function begin(files: Readonly<Record<string, string>> = change) {
  const github = await startGithub({ ...helloWorld, files: base });
  const client = openGithub({
    token: jobToken,
    apiUrl: github.url,
    repository: "octo-org/hello-world",
  });
  const folder = mkdtempSync(join(tmpdir(), "iter-settings-"));
  const tree = join(folder, "tree");
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), text);
  }
  const commit = github.state.refs.get("refs/heads/main") ?? "";
  const seen: Readonly<Record<string, string>>[] = [];
  const watching: DelegatePort = {
    check: () => undefined,
    async execute() {
      await Promise.resolve();
      seen.push(look(tree));
      return {} as Awaited<ReturnType<DelegatePort["execute"]>>;
    },
  };
  const place = {
    tree,
    base: openTrustedTree(client, { commit, folder: join(folder, "base") }),
    held: join(folder, "held"),
  };
  return { delegates: withBaseSettings(watching, place), tree, seen };
}

function look(tree: string): Readonly<Record<string, string>> {
  const there = watched.filter((path) => existsSync(join(tree, path)));
  return Object.fromEntries(there.map((path) => [path, readFileSync(join(tree, path), "utf8")]));
}
