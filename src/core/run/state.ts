/** The state of a run: the fold of its events. Spec: runtime §4. */
import type { Fields, Value } from "../graph/value.ts";
import type { RunStatus } from "./events.ts";

/** One question to people and what came of it. */
export interface Interaction {
  readonly id: string;
  readonly gate: string;
  readonly nodeId: string;
  readonly branchId: string;
  readonly activationId: string;
  readonly source: "human" | "agent";
  readonly requestedAt: string;
  readonly answeredAt: string | null;
  readonly instructions: string | null;
  readonly questions: Value;
  readonly fields: readonly {
    readonly name: string;
    readonly type: string;
    readonly enum?: readonly string[];
    readonly optional?: boolean;
  }[];
  readonly minAnswers: number;
  readonly proposal: Fields | null;
  readonly answers: Fields | null;
  readonly submissions: readonly {
    readonly by: string;
    readonly via: string;
    readonly at: string;
    readonly answers: Fields;
  }[];
}

/** What a run is at one moment. The engine's author completes it. */
export interface RunState {
  readonly status: RunStatus;
  readonly seq: number;
  readonly interactions: Readonly<Record<string, Interaction>>;
}
