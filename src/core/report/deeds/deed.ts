/** What an activation did, one thing at a time: what a model was told and said, and what was called. */
import type { Fields, Value } from "#core/graph/value.ts";
import type { Usage } from "#core/run/failure.ts";

/** Why something failed. */
export interface Fault {
  readonly code: string;
  readonly message: string;
}

interface Done {
  /** Seq of the event that began it. */
  readonly seq: number;
  readonly time: string;
  /** `model:0`, `tool:0.1`, `delegate:0`, `command`; empty for what is no step. */
  readonly step: string;
}

/** The rendered prompts. */
export interface PromptDeed extends Done {
  readonly kind: "prompt";
  readonly system: string;
  readonly user: string;
}

/** A model's turn: one request and what came back. */
export interface TurnDeed extends Done {
  readonly kind: "turn";
  readonly model: string | null;
  /** How many messages were sent, without the system text. */
  readonly messages: number | null;
  readonly text: string;
  /** Names of the tools that it asked for. */
  readonly calls: readonly string[];
  readonly finishReason: string | null;
  readonly usage: Usage | null;
  readonly durationMs: number | null;
  readonly fault: Fault | null;
}

/** A call of a tool, by a model or a delegate. */
export interface ToolDeed extends Done {
  readonly kind: "tool";
  readonly tool: string;
  readonly input: Value;
  /** Null if it isn't known. */
  readonly output: string | null;
  readonly durationMs: number | null;
  readonly fault: Fault | null;
}

/** A call of a coding agent. */
export interface DelegateDeed extends Done {
  readonly kind: "delegate";
  readonly backend: string;
  readonly access: string;
  readonly model: string | null;
  /** What it said on the way and in the end. */
  readonly said: readonly string[];
  readonly exitCode: number | null;
  readonly usage: Usage | null;
  readonly durationMs: number | null;
  readonly fault: Fault | null;
}

/** A command or a script of a tool node. */
export interface CommandDeed extends Done {
  readonly kind: "command";
  readonly result: Value;
  readonly durationMs: number | null;
  readonly fault: Fault | null;
}

/** A question to people. */
export interface QuestionDeed extends Done {
  readonly kind: "question";
  readonly gate: string;
  readonly text: string;
  readonly answers: readonly {
    readonly by: string;
    readonly time: string;
    readonly answers: Fields;
  }[];
}

/** Another attempt of a step, after one that failed. */
export interface RetryDeed extends Done {
  readonly kind: "retry";
  readonly attempt: number;
  readonly delayMs: number;
  readonly fault: Fault;
}

/** Files that the activation changed in the workspace. */
export interface FilesDeed extends Done {
  readonly kind: "files";
  readonly files: readonly { readonly path: string; readonly status: string }[];
  /** A unified diff, if there is one. */
  readonly diff: string | null;
}

/** One thing that an activation did. */
export type Deed =
  | PromptDeed
  | TurnDeed
  | ToolDeed
  | DelegateDeed
  | CommandDeed
  | QuestionDeed
  | RetryDeed
  | FilesDeed;

/** One attempt of an activation. */
export interface AttemptView {
  /** From 1. */
  readonly attempt: number;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  /** How long it was worked on. */
  readonly workedMs: number;
  readonly fault: Fault | null;
  readonly usage: Usage;
  readonly deeds: readonly Deed[];
}
