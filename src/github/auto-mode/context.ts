/** What a mode is decided from, and what comes of it. Spec: github §2.4; cases/github. */
import type { Value } from "#core/graph/value.ts";
import type { CommandName } from "../commands/command.ts";
import type { Config } from "../config/config.ts";
import type { Envelope } from "../envelope.ts";
import type { Tier } from "../tiers.ts";

/** Where an event came in, and everything that is known then. Levels of people are asked later. */
export interface ModeContext {
  readonly door: "action" | "bot";
  readonly event: string;
  readonly payload: Value;
  /** Inputs of the Action that are not empty. */
  readonly inputs: Readonly<Record<string, string | undefined>>;
  readonly env: {
    readonly run_id: number | string;
    readonly run_attempt: number;
    /** This workflow run has left one. */
    readonly checkpoint: boolean;
    /** What a job was started on; other doors go by the payload. */
    readonly ref?: string | undefined;
    readonly sha?: string | undefined;
  };
  readonly config: Config;
  readonly facts: {
    /** The accounts that we write as. */
    readonly identities: readonly number[];
    readonly app_id: number | null;
    /** The paths of the workflow files in which Iter runs. */
    readonly own_workflows: readonly string[];
    readonly changed_files: readonly string[];
    /** The pull request of an event that only names it, as the API has it. */
    readonly pull?: Value;
    readonly waiting_for_ci: readonly { readonly sha: string; readonly run: string }[];
  };
}

/** The modes of a job. */
export type Mode = "run" | "resume" | "command" | "cancel" | "validate";

/** What is done then. */
export type Then =
  | "start"
  | "resume"
  | "signal"
  | "command"
  | "reply"
  | "cancel"
  | "validate"
  | "carry"
  | "sweep"
  | "ignore"
  | "dispatch"
  | "protect"
  | "index";

/** One run that is to be started. */
export interface Start {
  readonly trigger: string;
  readonly run: string;
  /** What it may touch, where the event lowers it. */
  readonly tier?: Tier;
}

/** What an event comes to; keys without a meaning for it are absent. */
export interface ModeDecision {
  readonly mode: Mode | null;
  readonly then: Then;
  readonly reason_code: string;
  readonly event_key?: string;
  readonly starts?: readonly Start[];
  readonly command?: CommandName;
  readonly run?: string;
  readonly sha?: string;
  readonly environment?: string;
  readonly trigger?: string;
  readonly envelope?: Envelope;
}

/** Nothing is done, for a reason. */
export function ignore(reason: string): ModeDecision {
  return { mode: null, then: "ignore", reason_code: reason };
}
