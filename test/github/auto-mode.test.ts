import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import type { Value } from "#core/graph/value.ts";
import { decideMode } from "#src/github/auto-mode/decide-mode.ts";
import type { ModeDecision } from "#src/github/auto-mode/decide-mode.ts";
import { readConfig } from "#src/github/config/read-config.ts";
import { readEnvelope } from "#src/github/envelope.ts";

const folder = resolve(import.meta.dirname, "../cases/github/events");
const opened = JSON.parse(readFileSync(join(folder, "pull_request.opened.json"), "utf8")) as {
  readonly pull_request: { readonly head: object };
};
const one = "one: { on: pull_request, workflow: pr }";

/** What a pull request comes to under some triggers. */
function decide(triggers: string, changes: object = {}): ModeDecision {
  const read = readConfig(`version: 1\ntriggers:\n  ${triggers}\n`, null);
  if (!("config" in read)) throw new Error(JSON.stringify(read));
  return decideMode({
    door: "action",
    event: "pull_request",
    payload: { ...opened, ...changes } as unknown as Value,
    inputs: {},
    env: { run_id: 1, run_attempt: 1, checkpoint: false },
    config: read.config,
    facts: {
      identities: [],
      app_id: null,
      own_workflows: [],
      changed_files: [],
      waiting_for_ci: [],
    },
  });
}

it("takes a head that is gone for a fork's", () => {
  const head = { ...opened.pull_request.head, repo: null };

  const decision = decide(one, { pull_request: { ...opened.pull_request, head } });

  expect(decision).toMatchObject({ then: "ignore", reason_code: "fork_not_allowed" });
});

it("lets what Dependabot raises read", () => {
  const sender = { id: 49_699_333, login: "dependabot[bot]", type: "Bot" };

  expect(decide(one).starts?.[0]?.tier).toBeUndefined();
  expect(decide(one, { sender }).starts).toMatchObject([{ trigger: "one", tier: "read" }]);
});

it("starts five runs at most", () => {
  const many = Array.from({ length: 7 }, (_, at) => `t${at}: { on: pull_request, workflow: pr }`);

  expect(decide(many.join("\n  ")).starts).toHaveLength(5);
});

it("reads no envelope that is longer than one", () => {
  const actor = { id: 1, login: "octocat" };
  const envelope = { v: 1, key: "k", event: "issue_comment", action: "created", actor };

  expect(readEnvelope(envelope)).toMatchObject({ key: "k" });
  expect(readEnvelope({ ...envelope, note: "x".repeat(4096) })).toBe("unreadable");
});
