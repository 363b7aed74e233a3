import { expect, it } from "vitest";
import { openThreadsApi } from "#adapters/github/threads-api.ts";
import { openWorkingTree } from "#adapters/github/working-tree.ts";
import { openWriteApi } from "#adapters/github/write-api.ts";
import { createProposingTools } from "#adapters/tools/github/index.ts";
import type { Executing } from "#adapters/tools/github/index.ts";
import { createTools } from "#adapters/tools/index.ts";
import type { Fields } from "#core/graph/value.ts";
import { PeopleAsked } from "#core/ports/effects.ts";
import type { EffectLog } from "#core/ports/effects.ts";
import type { CallSite } from "#core/ports/model.ts";
import type { Effect } from "#core/run/effect.ts";
import { readSafeOutputs } from "#src/github/effects/limits.ts";
import { createBareRepo } from "#support/bare-repo.ts";
import { helloWorld, jobToken } from "#support/github.ts";
import { startGithub } from "#testing/github/server.ts";
import type { LoopbackGithub } from "#testing/github/server.ts";
import type { Thread } from "#testing/github/state.ts";

const branch = "iter/iter_x/do-it";
const repo = createBareRepo({ "a.ts": "1\n" }, { "a.ts": "2\n" }, branch);
const site: CallSite = {
  ...{ runId: "run_x", nodeId: "open", branchId: "", activationId: "open#0" },
  ...{ step: "tool:0.0", key: "k", attempt: 1 },
};

const committed: Effect = {
  ...{ id: "0".repeat(32), kind: "commit", target: branch, digest: "d" },
  ...{ node: "open", activation: "open#0", step: "tool:0", intendedAt: "" },
  receipt: { branch, sha: repo.head },
};

/** A log in which the run has committed; a write that was intended before is given back. */
function effectLog(begun = false): EffectLog {
  return {
    list: () => [committed],
    intend: (effect) =>
      Promise.resolve({
        effect: { ...committed, ...effect, id: "1".repeat(32), receipt: null },
        again: begun,
      }),
    done: () => Promise.resolve(),
    ask: () => Promise.reject(new PeopleAsked()),
  };
}

interface Around {
  readonly settings?: Fields;
  readonly unproven?: Executing["unproven"];
  readonly begun?: boolean;
}

async function open(github: LoopbackGithub, input: Fields, around: Around = {}): Promise<Fields> {
  const access = { token: jobToken, apiUrl: github.url, repository: "octo-org/hello-world" };
  const place = {
    ...{ api: openThreadsApi(access), thread: null, until: "2999-01-01T00:00:00Z" },
    ...{ headSha: null, baseRef: "main" },
  };
  const tools = createTools(
    createProposingTools({
      place,
      api: openWriteApi(access),
      limits: readSafeOutputs({ "pull-request": around.settings ?? {} }),
      ...{ run: "iter_x", repositoryId: 5001, identities: [41_898_282], secrets: [] },
      ...{ effects: "apply", initiator: { id: 10_001, login: "octocat" } },
      ...{ headRef: null, defaultBranch: "main" },
      tree: openWorkingTree("/nowhere", {}),
      runChecks: () => Promise.resolve({ ci_mode: "held" }),
      checkpoint: () => Promise.resolve(),
      asksForProtected: false,
      unproven: around.unproven ?? (() => Promise.resolve(null)),
    }),
  );
  const { signal } = new AbortController();
  const call = { signal, site, effects: effectLog(around.begun) };
  const { output } = await tools.call(
    "github.open_pull_request",
    { title: "Do it", ...input },
    call,
  );
  return JSON.parse(output) as Fields;
}

function start(): Promise<LoopbackGithub> {
  return startGithub({ ...helloWorld, git: repo.bare, threads: [], labels: ["ready", "size/S"] });
}

function opened(github: LoopbackGithub): Thread | undefined {
  return [...github.state.threads.values()][0];
}

it.each([
  ["a draft by itself", {}, {}, true],
  ["ready where the repository says so", { draft: false }, {}, false],
  ["a draft where the node wants one", { draft: false }, { draft: true }, true],
  ["a draft whatever the node wants", {}, { draft: false }, true],
])("opens one that is %s", async (_what, settings, input, draft) => {
  await using github = await start();

  const receipt = await open(github, input, { settings });

  expect(receipt).toMatchObject({ number: 1, draft });
  expect(opened(github)?.draft).toBe(draft);
});

it("labels it and asks for reviews, as the repository and the node say", async () => {
  await using github = await start();
  const settings = { labels: ["ready", "size/S"], reviewers: ["monalisa", "@octo-lead"] };

  await open(github, { labels: ["size/S"], reviewers: ["octo-lead"] }, { settings });

  expect(opened(github)?.labels).toEqual(["ready", "size/S"]);
  expect(github.state.requestedReviewers.get(1)).toEqual(["monalisa", "octo-lead"]);
});

it.each([
  [{ labels: ["urgent"] }, "`urgent` isn't in `label.allowed`"],
  [{ labels: ["gone"] }, "there is no label `gone`"],
  [{ reviewers: ["hubot"] }, "`hubot` is neither in `pull-request.reviewers`"],
])("opens nothing with %j", async (input, said) => {
  await using github = await start();

  await expect(open(github, input, { settings: { labels: ["gone"] } })).rejects.toThrow(said);
  expect(opened(github)).toBeUndefined();
});

it("finishes what a lost job has opened", async () => {
  await using github = await start();
  const settings = { draft: false, labels: ["ready"] };
  await open(github, {});

  await open(github, {}, { settings, begun: true });

  expect(github.state.threads.size).toBe(1);
  expect(opened(github)).toMatchObject({ draft: false, labels: ["ready"] });
});

it("asks for a gate before it where the base is protected", async () => {
  await using github = await start();
  const sorts: (readonly string[])[] = [];
  const unproven: Executing["unproven"] = (asked) => {
    sorts.push(asked);
    const lacks = asked.includes("protected-branch");
    const lack = { code: "policy_gate_missing", what: "`protected-branch`" } as const;
    return Promise.resolve(lacks ? lack : null);
  };

  await expect(open(github, {}, { unproven })).rejects.toThrow("protected-branch");
  await open(github, { base: branch, title: "Over itself" }, { unproven }).catch(() => undefined);

  expect(sorts).toEqual([["push", "protected-branch"], ["push"]]);
});
