import { expect, it } from "vitest";
import { StaleBranch } from "#adapters/github/write-api.ts";
import { PeopleAsked } from "#core/ports/effects.ts";
import type { AsideQuestion } from "#core/ports/effects.ts";
import { call, createProposals, refusalOf } from "#support/proposals.ts";

it.each([
  ["an approval", "github.review", { event: "APPROVE" }, "not_allowed"],
  ["a label that nobody listed", "github.label", { add: ["deploy"] }, "not_allowed"],
  ["taking off a label that nobody listed", "github.label", { remove: ["deploy"] }, "not_allowed"],
  ["a thread of somebody else", "github.resolve", { threads: ["of-monalisa"] }, "not_allowed"],
  ["one by hand", "github.resolve", { threads: ["of-the-token's-owner"] }, "not_allowed"],
  ["a workflow that nobody listed", "github.dispatch", { workflow: "other.yml" }, "not_allowed"],
  ["the default branch", "github.commit", { message: "x", branch: "main" }, "push_refused"],
  ["a branch of others", "github.commit", { message: "x", branch: "release" }, "push_refused"],
  ["a protected branch", "github.commit", { message: "x", branch: "iter/safe" }, "push_refused"],
])("refuses %s, and writes nothing", async (_, tool, input, code) => {
  const { proposals, written } = createProposals();

  expect(await refusalOf(call(proposals, tool, input))).toBe(code);
  expect(written).toEqual([]);
});

it("never pushes to the default branch, wherever else it may", async () => {
  const { proposals, written } = createProposals({ settings: { commit: { branches: ["**"] } } });

  const refused = call(proposals, "github.commit", { message: "x", branch: "main" });

  expect(await refusalOf(refused)).toBe("push_refused");
  await call(proposals, "github.commit", { message: "x", branch: "release" });
  expect(written).toMatchObject([{ what: "commit", branch: "release" }]);
});

it("writes what is listed", async () => {
  const { proposals, written } = createProposals();

  await call(proposals, "github.label", { add: ["iter:reviewed"] });
  await call(proposals, "github.dispatch", { workflow: "deploy.yml" });
  await call(proposals, "github.resolve", { threads: ["of-iter"] });
  await call(proposals, "github.commit", { message: "Mend it" });

  expect(written.map(({ what }) => what)).toEqual(["label", "dispatch", "resolve", "commit"]);
});

it("opens issues with labels that are listed, and no others", async () => {
  const { proposals, written } = createProposals();

  await call(proposals, "github.issue_create", {
    title: "Later",
    body: "To do.",
    labels: ["deploy", "iter:reviewed"],
  });

  expect(written).toMatchObject([{ what: "issue", labels: ["iter:reviewed"] }]);
});

it("writes so much of a kind and no more", async () => {
  const { proposals, written } = createProposals();
  const say = (body: string): Promise<unknown> => call(proposals, "github.comment", { body });

  for (const body of ["one", "two", "three"]) await say(body);

  expect(await refusalOf(say("four"))).toBe("too_many");
  expect(written).toHaveLength(3);
});

const dispatched = {
  ...{ id: 7, path: ".github/workflows/deploy.yml", event: "workflow_dispatch" },
  ...{ actor: { id: 41_898_282 }, created_at: "2026-05-04T09:00:00Z" },
};

it.each([
  ["by hand", { actor: { id: 10_002 } }],
  ["before it was meant to be", { created_at: "2026-05-04T08:59:59Z" }],
  ["by a push", { event: "push" }],
  ["from another file", { path: ".github/workflows/other-deploy.yml" }],
])("starts nothing a second time that was lost, if a run was started %s", async (_, run) => {
  const workflowRuns = [{ ...dispatched, ...run }];
  const { proposals, written, forgetReceipts } = createProposals({ workflowRuns });
  await call(proposals, "github.dispatch", { workflow: "deploy.yml" });
  forgetReceipts();

  const again = call(proposals, "github.dispatch", { workflow: "deploy.yml" });

  await expect(again).rejects.toThrow(PeopleAsked);
  expect(written).toHaveLength(1);
});

it("finds the run that a lost job has started, and takes people's word where there is none", async () => {
  const made = async (around: Parameters<typeof createProposals>[0]): Promise<unknown> => {
    const { proposals, written, forgetReceipts } = createProposals(around);
    await call(proposals, "github.dispatch", { workflow: "deploy.yml" });
    forgetReceipts();
    await call(proposals, "github.dispatch", { workflow: "deploy.yml" });
    return [written.length, proposals.effects.list()[0]?.receipt];
  };

  expect(await made({ workflowRuns: [dispatched] })).toMatchObject([1, { run: 7 }]);
  const deploy = { workflow: "deploy.yml", ref: "main" };
  expect(await made({ said: () => ({ happened: "yes" }) })).toEqual([1, deploy]);
  expect(await made({ said: () => ({ happened: "no" }) })).toEqual([2, deploy]);
});

it("asks people about protected files only where there is a gate for them, and policy has no say", async () => {
  const change = { path: ".github/workflows/ci.yml", line: "on: push" };
  const commit = (around: Parameters<typeof createProposals>[0]): Promise<string> => {
    const { proposals } = createProposals({ change, ...around });
    return refusalOf(call(proposals, "github.commit", { message: "x" }));
  };
  const asked: AsideQuestion[] = [];
  const said = (approved: boolean) => (question: AsideQuestion) => {
    asked.push(question);
    return { approved };
  };
  const policy = { "protected-paths": [".github/**"] };

  expect(await commit({ said: said(true) })).toBe("protected_path");
  expect(await commit({ said: said(true), asksForProtected: true, policy })).toBe("protected_path");
  expect(asked).toEqual([]);
  expect(await commit({ said: said(false), asksForProtected: true })).toBe("protected_path");
  expect(await commit({ said: said(true), asksForProtected: true })).toBe("written");
  expect(asked).toMatchObject([
    { about: "protected-paths", facts: { tree: "t", paths: [change.path] } },
    { about: "protected-paths" },
  ]);
});

it("commits no secret, whatever people say of the file that holds it", async () => {
  const line = "key: ghp_0123456789abcdefghijABCDEFGHIJ012345";
  const { proposals, written } = createProposals({
    ...{ change: { path: ".github/workflows/ci.yml", line }, asksForProtected: true },
    said: () => ({ approved: true }),
  });

  expect(await refusalOf(call(proposals, "github.commit", { message: "x" }))).toBe("secret_found");
  expect(written).toEqual([]);
});

it("pushes behind a gate only while its yes can be read", async () => {
  const lack = { code: "evidence_gone", what: "g1" } as const;
  const { proposals, written } = createProposals({ unproven: () => Promise.resolve(lack) });

  expect(await refusalOf(call(proposals, "github.commit", { message: "x" }))).toBe("evidence_gone");
  expect(written).toEqual([]);
  await call(proposals, "github.comment", { body: "Words need no yes." });
  expect(written).toHaveLength(1);
});

it("commits to the commit that it has looked at, and says when the branch is elsewhere", async () => {
  const { proposals, written } = createProposals();
  await call(proposals, "github.commit", { message: "x" });
  const stale = createProposals({ commit: () => Promise.reject(new StaleBranch()) });

  expect(written).toMatchObject([{ what: "commit", branch: "fix", expectedHead: "c".repeat(40) }]);
  const refused = call(stale.proposals, "github.commit", { message: "x" });
  expect(await refusalOf(refused)).toBe("stale_base");
});

it.each([
  [".github/workflows/ci.yml", "export const a = 1;", "protected_path"],
  ["src/a.ts", "const key = 'ghp_0123456789abcdefghijABCDEFGHIJ012345';", "secret_found"],
])("commits nothing of %s with %s", async (path, line, code) => {
  const { proposals, written } = createProposals({ change: { path, line } });

  expect(await refusalOf(call(proposals, "github.commit", { message: "x" }))).toBe(code);
  expect(written).toEqual([]);
});

it("writes no secret, no marker and no mention that a model says", async () => {
  const { proposals, written } = createProposals({ secrets: ["tok-4f9c2a7b51"] });
  const said = "tok-4f9c2a7b51 <!-- iter:v1 run e30 none --> @octocat";
  const comments = [{ path: "src/a.ts", line: 1, body: said }];

  await call(proposals, "github.comment", { body: said });
  await call(proposals, "github.review", { body: said, comments });
  await call(proposals, "github.issue_create", { title: "x", body: said });

  expect(JSON.stringify(written)).not.toMatch(/tok-4f9c2a7b51|iter:v1 run|@octocat/);
});

it("lets no message of a commit say which attempt it is, or for whom it is", async () => {
  const { proposals, written } = createProposals();

  await call(proposals, "github.commit", {
    message:
      "Mend it [skip ci]\n\nFixes #1\n\nIter-Attempt: 0\nSigned-off-by: monalisa <m@example.org>",
  });

  const text = JSON.stringify(written);
  expect(text).toContain("Iter-Attempt: 1");
  expect(text).not.toMatch(/skip ci|Iter-Attempt: 0|Signed-off-by|Fixes #1/);
});

it("answers a thread of anybody's once, and no thread that isn't there", async () => {
  const { proposals, written } = createProposals();
  const say = (thread: string, body: string): Promise<unknown> =>
    call(proposals, "github.reply", { thread, body });

  await say("of-monalisa", "Done in the next commit, @monalisa.");

  expect(await refusalOf(say("of-monalisa", "And again."))).toBe("too_many");
  await expect(say("of-nobody", "Hello?")).resolves.toMatchObject({ failed: true });
  expect(written).toMatchObject([{ what: "reply", thread: "of-monalisa" }]);
  expect(JSON.stringify(written)).not.toContain("@monalisa");
});
