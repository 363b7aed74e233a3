/** The form of `.github/iter.yml`, as zod checks it. Spec: github §3.1. */
import { z } from "zod";
import { parseDuration } from "#core/graph/duration.ts";
import type { Fields } from "#core/graph/value.ts";
import { levels } from "../levels.ts";
import { tiers } from "../tiers.ts";
import type { Config } from "./config.ts";

const name = /^[A-Za-z_][A-Za-z0-9_-]*$/;
const json = z.json();
const mapping: z.ZodType<Fields> = z.record(z.string(), json);
const level = z.enum(levels);
const texts = z.array(z.string());
const duration = z
  .string()
  .regex(/^(?:\d+(?:\.\d+)?(?:ms|[smhd]))+$/, "a duration such as `30m` or `7d`");
/** How long a gate may stay open. */
const wait = duration.refine((text) => {
  const ms = parseDuration(text);
  return ms !== undefined && ms >= 600_000 && ms <= 90 * 86_400_000;
}, "from `10m` to `90d`");
const count = z.int().min(1);
/** 0: none at all. */
const most = z.int().min(0);
/** Not among the branches: each write there would be a push. */
const refsFolder = /^refs\/(?!heads(?:\/|$))[A-Za-z0-9][\w-]*(?:\/[A-Za-z0-9][\w-]*)*$/;

const budget = z.strictObject({
  max_cost_usd: z.number().positive().optional(),
  max_tokens: count.optional(),
  max_duration: duration.optional(),
  max_iterations: count.optional(),
});

const gate = z.strictObject({
  surface: z.enum(["auto", "comment", "review", "issue", "environment"]).optional(),
  approvers: texts.optional(),
  permission: level.optional(),
  "self-approval": z.enum(["never", "with-sha", "always"]).optional(),
  bind: z.enum(["head", "none"]).optional(),
  timeout: wait.optional(),
  "on-timeout": z.enum(["deny", "approve", "escalate", "wait"]).optional(),
  remind: z.union([duration, z.literal(false)]).optional(),
  "escalate-to": texts.optional(),
  environment: z.string().optional(),
});
const gates = z.record(z.string(), gate);

const event = z.enum([
  "pull_request",
  "issues",
  "push",
  "schedule",
  "workflow_run",
  "repository_dispatch",
  "release",
  "merge_group",
  "deployment_protection_rule",
  "ci_failure",
  "review_feedback",
  "command",
]);

const defaults = z.strictObject({
  on: z.union([event, z.array(event)]).optional(),
  types: texts.optional(),
  branches: texts.optional(),
  paths: texts.optional(),
  labels: texts.optional(),
  cron: z.string().optional(),
  workflows: texts.optional(),
  conclusions: texts.optional(),
  drafts: z.boolean().optional(),
  forks: z.enum(["none", "read-only"]).optional(),
  "own-events": z.boolean().optional(),
  bots: z.array(z.int()).optional(),
  permission: level.optional(),
  if: z.string().optional(),
  workflow: z.string().optional(),
  recipe: z.string().optional(),
  vars: mapping.optional(),
  model: z.string().optional(),
  simulate: z.union([z.boolean(), z.string()]).optional(),
  tier: z.enum(tiers).optional(),
  effects: z.enum(["apply", "propose", "none"]).optional(),
  budget: budget.optional(),
  concurrency: z
    .strictObject({
      key: z.string().optional(),
      policy: z.enum(["queue", "replace", "skip"]).optional(),
    })
    .optional(),
  loop: z
    .strictObject({
      "attempts-per-failure": count.optional(),
      "attempts-per-thread": count.optional(),
      "attempts-per-day": count.optional(),
      "rerun-first": z.boolean().optional(),
      "token-mode": z.enum(["auto", "app", "push-token", "dispatch", "held"]).optional(),
    })
    .optional(),
  gates: gates.optional(),
});

const outputs = {
  comment: z.strictObject({ max: most.optional() }),
  review: z.strictObject({
    max: most.optional(),
    "max-comments": most.optional(),
    "allow-approve": z.boolean().optional(),
  }),
  resolve: z.strictObject({ max: most.optional() }),
  issue: z.strictObject({ max: most.optional() }),
  label: z.strictObject({ max: most.optional(), allowed: texts.optional() }),
  dispatch: z.strictObject({ max: most.optional(), workflows: texts.optional() }),
  commit: z.strictObject({
    max: most.optional(),
    "max-files": most.optional(),
    "max-patch-kb": most.optional(),
    branches: texts.optional(),
    "push-to-head": z.boolean().optional(),
  }),
  "pull-request": z.strictObject({
    max: most.optional(),
    draft: z.boolean().optional(),
    labels: texts.optional(),
    reviewers: texts.optional(),
  }),
  "protected-paths": z.strictObject({ add: texts.optional(), allow: texts.optional() }),
  "allowed-mentions": texts,
};

/** What only the owner's file has: a key that is mistyped would hold nothing. Spec: github §3.4. */
const policy = z.strictObject({
  models: texts.optional(),
  delegates: texts.optional(),
  tools: texts.optional(),
  "max-tier": z.enum(tiers).optional(),
  budgets: z
    .strictObject({ run: budget.optional(), thread: budget.optional(), day: budget.optional() })
    .optional(),
  "gates-before": z.array(z.enum(["push", "dispatch", "protected-branch"])).optional(),
  "forbid-forks": z.boolean().optional(),
  "require-state-key": z.boolean().optional(),
  "protected-paths": texts.optional(),
});

/** A whole file; `on` and `workflow` of a trigger may come from `defaults`, which is checked behind it. */
export const configSchema: z.ZodType<Config> = z.strictObject({
  version: z.literal(1),
  extends: z.union([z.string(), z.literal(false)]).optional(),
  workflows: z.string().optional(),
  commands: z
    .strictObject({
      prefix: z
        .string()
        .regex(/^[/@!]\S+$/, "one token that starts with /, @ or !")
        .optional(),
      "trigger-phrase": z.string().regex(/^\S*$/, "one token").optional(),
      permission: z
        .partialRecord(
          z.enum([
            "run",
            "retry",
            "cancel",
            "pause",
            "raise",
            "status",
            "budget",
            "explain",
            "diagram",
            "logs",
            "help",
          ]),
          level,
        )
        .optional(),
    })
    .optional(),
  defaults: defaults.optional(),
  triggers: z.record(z.string().regex(name, "a name of a trigger"), defaults).optional(),
  gates: gates.optional(),
  budgets: z
    .strictObject({
      run: budget.optional(),
      thread: budget.optional(),
      day: budget.optional(),
      unknown_price: z.enum(["error", "ignore", "tokens"]).optional(),
    })
    .optional(),
  "safe-outputs": z.strictObject(outputs).partial().optional(),
  environments: z
    .record(
      z.string(),
      z.strictObject({
        trigger: z.string(),
        require: z.literal("finished").optional(),
        gate: z.string().optional(),
      }),
    )
    .optional(),
  state: z
    .strictObject({
      store: z.enum(["auto", "artifact", "branch"]).optional(),
      sessions: z.boolean().optional(),
      "retention-days": z.int().min(0).optional(),
      refs: z
        .string()
        .regex(refsFolder, "a folder of refs such as `refs/iter` or `refs/tags/iter`")
        .optional(),
      producers: texts.optional(),
      "auto-retry": z.boolean().optional(),
    })
    .optional(),
  report: z
    .strictObject({
      comment: z.union([z.enum(["sticky", "append"]), z.literal(false)]).optional(),
      check: z.boolean().optional(),
      "per-node-checks": z.boolean().optional(),
      annotations: z.boolean().optional(),
      summary: z.boolean().optional(),
      footer: z.boolean().optional(),
      "throttle-seconds": z.int().min(0).optional(),
    })
    .optional(),
  dispatch: z
    .strictObject({
      via: z.enum(["workflow_dispatch", "repository_dispatch"]).optional(),
      workflow: z.string().optional(),
    })
    .optional(),
  policy: policy.optional(),
}) as z.ZodType<Config>;
