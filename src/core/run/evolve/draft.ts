/** How the fold writes into the state that it owns, and reads payloads without ever failing. */
import type { Fields, Value } from "#core/graph/value.ts";
import { isFields, isList } from "#core/graph/value.ts";
import type { RunEvent } from "#core/run/events.ts";
import type { ActivationState, BranchState, ForkState, RunState } from "#core/run/state.ts";

/** What is readonly to everybody else, as its owner sees it. */
export type Draft<Part> = {
  -readonly [Key in keyof Part]: Part[Key] extends readonly (infer Item)[]
    ? Item[]
    : string extends keyof Part[Key]
      ? Record<string, Part[Key][string & keyof Part[Key]]>
      : Part[Key];
};

/** One event's way of changing the state. */
export type Change = (state: Draft<RunState>, event: RunEvent, data: Fields) => void;

/** The owner's view of a part of the state. */
export function readDraft<Part extends object>(part: Part): Draft<Part> {
  return part as Draft<Part>;
}

export function draftBranch(state: Draft<RunState>, id: string): Draft<BranchState> | undefined {
  const branch = state.branches[id];
  return branch && readDraft(branch);
}

export function draftFork(state: Draft<RunState>, id: string): Draft<ForkState> | undefined {
  const fork = state.forks[id];
  return fork && readDraft(fork);
}

/** The activation that an event is about. */
export function draftActivation(
  state: Draft<RunState>,
  event: RunEvent,
): Draft<ActivationState> | undefined {
  const activation =
    event.activation_id === undefined ? undefined : state.activations[event.activation_id];
  return activation && readDraft(activation);
}

export function textOf(value: Value | undefined): string | null {
  return typeof value === "string" ? value : null;
}

export function numberOf(value: Value | undefined): number | null {
  return typeof value === "number" ? value : null;
}

export function fieldsOf(value: Value | undefined): Fields {
  return isFields(value) ? value : {};
}

export function textsOf(value: Value | undefined): readonly string[] {
  return isList(value) ? value.filter((item) => typeof item === "string") : [];
}

export function numbersOf(value: Value | undefined): readonly number[] {
  return isList(value) ? value.filter((item) => typeof item === "number") : [];
}
