/** The workflows that come with Iter, and what starts each of them. */
import { readyTexts } from "./ready.generated.ts";

/** A workflow with its trigger. */
export interface ReadyWorkflow {
  readonly trigger: string;
  /** Its file under `.github/iter`, without the ending. */
  readonly workflow: string;
  readonly text: string;
  /** What the trigger says besides, as lines of YAML. */
  settings(watched: readonly string[]): readonly string[];
  /** Lines of YAML about the workflow's gates. */
  readonly gates: readonly string[];
}

/** Their names, the one with which every repository begins first. */
export const readyNames = ["pr-review", "pr-refine", "ci-fix", "issue-to-pr"] as const;

/** A name of a ready workflow. */
export type ReadyName = (typeof readyNames)[number];

const table: Readonly<Record<ReadyName, Omit<ReadyWorkflow, "text">>> = {
  "pr-review": {
    trigger: "review",
    workflow: "review",
    settings: () => ["on: pull_request", "tier: read", "budget: { max_cost_usd: 2 }"],
    gates: [],
  },
  "pr-refine": {
    trigger: "refine",
    workflow: "pr-refine",
    settings: () => [
      "on: [command, review_feedback] # /iter run refine, or a review that wants changes",
      "budget: { max_cost_usd: 4 }",
    ],
    gates: [],
  },
  "ci-fix": {
    trigger: "ci-fix",
    workflow: "ci-fix",
    settings: (watched) => [
      "on: ci_failure",
      `workflows: [${watched.map((name) => JSON.stringify(name)).join(", ")}]`,
      "budget: { max_cost_usd: 3 }",
      "loop: { attempts-per-failure: 3, attempts-per-thread: 5, attempts-per-day: 10 }",
    ],
    gates: [],
  },
  "issue-to-pr": {
    trigger: "issue-to-pr",
    workflow: "issue-to-pr",
    settings: () => [
      "on: issues",
      "types: [labeled]",
      'labels: ["iter:do"]',
      "budget: { max_cost_usd: 5 }",
    ],
    gates: ["approve_plan: { permission: write, timeout: 7d }"],
  },
};

/** A ready workflow by its name. */
export function readyWorkflow(name: ReadyName): ReadyWorkflow {
  return { ...table[name], text: readyTexts[name] ?? "" };
}

/** True for the name of a ready workflow. */
export function isReadyName(name: string): name is ReadyName {
  return readyNames.some((one) => one === name);
}
