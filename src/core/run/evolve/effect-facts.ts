/** What events about effects change. */
import type { Fields } from "#core/graph/value.ts";
import type { RunEvent } from "#core/run/events.ts";
import type { RunState } from "#core/run/state.ts";
import type { Draft } from "./draft.ts";
import { fieldsOf, textOf } from "./draft.ts";

export function effectIntended(state: Draft<RunState>, event: RunEvent, data: Fields): void {
  const text = (name: string): string => textOf(data[name]) ?? "";
  const id = text("effect");
  if (state.effects[id]) return;
  state.effects[id] = {
    id,
    kind: text("kind"),
    target: text("target"),
    digest: text("digest"),
    node: event.node_id ?? "",
    activation: event.activation_id ?? "",
    step: text("step"),
    intendedAt: event.timestamp,
    receipt: null,
  };
}

export function effectDone(state: Draft<RunState>, _: RunEvent, data: Fields): void {
  const known = state.effects[textOf(data["effect"]) ?? ""];
  if (known) state.effects[known.id] = { ...known, receipt: fieldsOf(data["receipt"]) };
}
