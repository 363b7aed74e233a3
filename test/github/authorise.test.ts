import { describe, expect, it } from "vitest";
import type { Command } from "#src/github/commands/command.ts";
import { authorise } from "#src/github/authorise/authorise.ts";
import type { AuthorisationRequest, GateFacts } from "#src/github/authorise/authorise.ts";

const head = "4f2c1ab90d3e5b6a7c8d9e0f1a2b3c4d5e6f7081";
const [author, initiator, listedBot, identity] = [1, 2, 3, 4];

const gate: GateFacts = {
  id: "g1",
  run: "iter_k7xkg7c8mhjmx0n6xwnm",
  thread: 42,
  kind: "approval",
  status: "open",
  opened_at: "2026-11-20T10:00:00Z",
  expires_at: "2026-11-27T10:00:00Z",
  permission: "write",
  approvers: [],
  min_answers: 1,
  answered_by: [],
  bound_sha: head,
};
const form: GateFacts = { ...gate, id: "g2", kind: "form" };

/** Who asks: an id, a level and the type of the account. */
const people = {
  "a maintainer": [10, "maintain", "User"],
  "a writer": [11, "write", "User"],
  "the author with write": [author, "write", "User"],
  "the run's initiator with write": [initiator, "write", "User"],
  "somebody with triage": [12, "triage", "User"],
  "a reader": [13, "read", "User"],
  "an unknown": [14, "none", "User"],
  "a listed bot": [listedBot, "write", "Bot"],
  "another bot": [15, "write", "Bot"],
  ourselves: [identity, "write", "Bot"],
} as const;
type Person = keyof typeof people;

const ways = {
  approve: { command: "approve" },
  reject: { command: "reject" },
  answer: { command: "answer", fields: { choice: "b" } },
  run: { command: "run", name: "review" },
  raise: { command: "budget", raise: { cost_usd: 5 } },
} as const satisfies Record<string, Command>;

const [yes, no] = ["accept", "deny not_authorised"] as const;
const self = "deny self_approval";
const ignored = "ignore";

/** approve with one answer, with two, reject, answer a form, run, raise a budget. */
const table: readonly (readonly [Person, readonly string[]])[] = [
  ["a maintainer", [yes, "record quorum_open", yes, yes, yes, yes]],
  ["a writer", [yes, "record quorum_open", yes, yes, yes, no]],
  ["the author with write", [self, self, yes, yes, yes, no]],
  ["the run's initiator with write", [yes, self, yes, yes, yes, no]],
  ["somebody with triage", [no, no, no, no, no, no]],
  ["a reader", [no, no, no, no, no, no]],
  ["an unknown", [no, no, no, no, no, no]],
  [
    "a listed bot",
    [
      "deny bot_cannot_answer",
      "deny bot_cannot_answer",
      "deny bot_cannot_answer",
      "deny bot_cannot_answer",
      yes,
      "deny bot_not_allowed",
    ],
  ],
  ["another bot", [ignored, ignored, ignored, ignored, ignored, ignored]],
  ["ourselves", [ignored, ignored, ignored, ignored, ignored, ignored]],
];

describe.each(table)("%s", (who, [approve, quorum, reject, answer, run, raise]) => {
  it.each([
    ["approves", ask(who, ways.approve), approve],
    ["approves one of two", ask(who, ways.approve, { ...gate, min_answers: 2 }), quorum],
    ["rejects", ask(who, ways.reject), reject],
    ["answers a form", ask(who, ways.answer, form), answer],
    ["starts a run", ask(who, ways.run), run],
    ["raises a budget", ask(who, ways.raise), raise],
  ])("%s", (_, request, expected = "") => {
    const { decision, reason_code: reason } = authorise(request);

    expect(`${decision} ${reason}`).toContain(expected);
  });
});

it("counts the second of two people", () => {
  const request = ask("a writer", ways.approve, { ...gate, min_answers: 2, answered_by: [99] });

  expect(authorise(request)).toEqual({
    decision: "accept",
    reason_code: "approved",
    gate: "g1",
    run: gate.run,
  });
});

it("counts nobody while it can't be told who was counted before", () => {
  const request = ask("a writer", ways.approve, { ...gate, min_answers: 2, answered_by: [null] });

  expect(authorise(request)).toMatchObject({ decision: "deny", reason_code: "api_error" });
});

it("lets the author approve the commit that they name", () => {
  const request = ask("the author with write", { ...ways.approve, sha: head.slice(0, 12) });

  expect(authorise(request)).toMatchObject({ decision: "accept" });
});

it("refuses what was written at a time that can't be read", () => {
  const request = ask("a maintainer", ways.approve);
  const later = { ...request, event: { ...request.event, at: "yesterday" } };

  expect(authorise(later)).toMatchObject({ decision: "deny", reason_code: "api_error" });
});

it("doesn't take an empty role for everybody", () => {
  const request = ask("a writer", ways.approve, { ...gate, approvers: ["role:boss"] });

  expect(authorise(request)).toMatchObject({ reason_code: "not_an_approver" });
});

it("takes a grant for a fork's commit from people alone", () => {
  const run: Command = { command: "run", name: "review", sha: head };
  const ofFork = (who: Person): AuthorisationRequest => {
    const request = ask(who, run);
    return { ...request, thread: { ...request.thread, fork: true } };
  };

  expect(authorise(ofFork("a writer"))).toMatchObject({ decision: "accept" });
  expect(authorise(ofFork("a listed bot"))).toMatchObject({ reason_code: "fork_needs_sha" });
});

it("counts no yes of who wrote commits of the change where nobody may approve their own", () => {
  const strict: GateFacts = { ...gate, self_approval: "never" };
  const request = ask("a writer", ways.approve, strict);

  expect(authorise(request)).toMatchObject({ decision: "accept" });
  expect(authorise({ ...request, commit_author_ids: [people["a writer"][0]] })).toMatchObject({
    decision: "deny",
    reason_code: "self_approval",
  });
});

it("counts no yes of the author where nobody may approve their own", () => {
  const strict: GateFacts = { ...gate, self_approval: "never" };
  const request = ask("the author with write", { ...ways.approve, sha: head }, strict);

  expect(authorise({ ...request, commit_author_ids: [] })).toMatchObject({
    decision: "deny",
    reason_code: "self_approval",
  });
});

it("hears nobody who is no person", () => {
  const request = ask("a maintainer", ways.approve);
  const sender = { ...request.sender, type: "Organization" };

  expect(authorise({ ...request, sender })).toMatchObject({ reason_code: "not_a_person" });
});

it("starts nothing on a thread that is closed", () => {
  const request = ask("a maintainer", ways.run);
  const thread = { ...request.thread, state: "closed" };

  expect(authorise({ ...request, thread })).toMatchObject({ reason_code: "thread_closed" });
});

it("grants a commit that is still the head, and no other", () => {
  const granting = ask("a writer", { ...ways.run, sha: head.slice(0, 12) });
  const fork = { ...granting.thread, fork: true };
  const moved = { ...fork, head_sha: "9b1d40c2e7f85a63b0d1c2e3f40516273849a5b6" };

  expect(authorise({ ...granting, thread: fork })).toMatchObject({ decision: "accept" });
  expect(authorise({ ...granting, thread: moved })).toMatchObject({ reason_code: "sha_mismatch" });
});

function ask(who: Person, command: Command, asked: GateFacts = gate): AuthorisationRequest {
  const [id, level, type] = people[who];
  return {
    event: { name: "issue_comment", action: "created", at: "2026-11-20T10:30:00Z" },
    command,
    sender: { id, login: `user-${id}`, type },
    identities: [identity],
    allow_bots: [listedBot],
    permission_status: 200,
    permission: { permission: level, role_name: level, user_id: id },
    teams: {},
    code_owner: false,
    thread: {
      number: 42,
      pull_request: true,
      state: "open",
      fork: false,
      author_id: author,
      head_sha: head,
    },
    initiator_id: initiator,
    commit_author_ids: [author],
    answer_valid: true,
    gates: { asked },
  };
}
