/** What a repository lets runs write: `safe-outputs` with its defaults. Spec: github §3.1, §11.5. */
import type { Fields, Value } from "#core/graph/value.ts";
import { at, listAt, numberAt } from "../payload.ts";
import type { ProtectedPaths } from "../protected-paths.ts";

/** Kinds of writes that nodes propose. */
export type EffectKind =
  | "comment"
  | "review"
  | "label"
  | "resolve"
  | "reply"
  | "issue"
  | "commit"
  | "pull_request"
  | "dispatch";

/** How much of what. */
export interface SafeOutputs {
  readonly most: Readonly<Record<EffectKind, number>>;
  readonly reviewComments: number;
  readonly allowApprove: boolean;
  readonly labels: readonly string[];
  readonly workflows: readonly string[];
  readonly commit: {
    readonly files: number;
    readonly patchKb: number;
    readonly branches: readonly string[];
    readonly pushToHead: boolean;
  };
  readonly pullRequest: {
    /** What is opened stays a draft. */
    readonly draft: boolean;
    readonly labels: readonly string[];
    readonly reviewers: readonly string[];
  };
  readonly protectedPaths: ProtectedPaths;
  readonly mentions: readonly string[];
}

const usual: Readonly<Record<EffectKind, number>> = {
  comment: 3,
  review: 1,
  label: 5,
  resolve: 40,
  reply: 40,
  issue: 1,
  commit: 5,
  pull_request: 1,
  dispatch: 1,
};

/** The limits of a configuration; what the owner's policy protects no repository allows. */
export function readSafeOutputs(settings: Fields = {}, policy: Fields = {}): SafeOutputs {
  const texts = (...path: readonly string[]): readonly string[] =>
    listAt(settings, ...path).filter((item) => typeof item === "string");
  const number = (path: readonly string[], otherwise: number): number =>
    numberAt(settings, ...path) ?? otherwise;
  const kinds = Object.entries(usual).map(([kind, most]) => [
    kind,
    number([kind.replace("_", "-"), "max"], most),
  ]);
  const most = { ...usual, ...(Object.fromEntries(kinds) as Record<EffectKind, number>) };
  return {
    // A thread that may be resolved may be answered.
    most: { ...most, reply: most.resolve },
    reviewComments: number(["review", "max-comments"], 40),
    allowApprove: is(settings, true, "review", "allow-approve"),
    labels: texts("label", "allowed"),
    workflows: texts("dispatch", "workflows"),
    commit: {
      files: number(["commit", "max-files"], 50),
      patchKb: number(["commit", "max-patch-kb"], 512),
      branches:
        at(settings, "commit", "branches") === null ? ["iter/**"] : texts("commit", "branches"),
      pushToHead: !is(settings, false, "commit", "push-to-head"),
    },
    pullRequest: {
      draft: !is(settings, false, "pull-request", "draft"),
      labels: texts("pull-request", "labels"),
      reviewers: texts("pull-request", "reviewers"),
    },
    protectedPaths: {
      add: texts("protected-paths", "add"),
      allow: texts("protected-paths", "allow"),
      always: listAt(policy, "protected-paths").filter((item) => typeof item === "string"),
    },
    mentions: texts("allowed-mentions"),
  };
}

function is(settings: Fields, value: Value, ...path: readonly string[]): boolean {
  return at(settings, ...path) === value;
}
