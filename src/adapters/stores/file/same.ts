/**
 * Remembers which large values the log has, so that each is written once.
 *
 * What a node gives is mostly what the next one gets, whole or in parts. Where a line may refer to a
 * value of an earlier one, it does; keys of the documented format always hold the value itself.
 * Spec: runtime §3.3.
 */
import { isFields } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type { EventType, RunEvent } from "#core/run/events.ts";

/** The memory of one log that is written. */
export interface WrittenValues {
  /** References for those keys of an event's data whose value the log has. */
  find(event: RunEvent): Fields | undefined;
  /** Takes note of what a line holds, if it is a long one. */
  remember(event: RunEvent, line: string): void;
  /** Begins anew: later lines refer to nothing before. */
  forget(): void;
}

/** Where values may be replaced by a reference. */
const mayRefer: Partial<Record<EventType, string>> = {
  node_started: "input",
  step_finished: "result",
  node_finished: "meta",
};

/** Where values are that later lines refer to. */
const mayHold: Partial<Record<EventType, string>> = {
  node_started: "input",
  step_finished: "result",
  node_finished: "output",
};

/** Anything else may have to become a blob. */
function isSmall(value: Value): boolean {
  if (typeof value === "string") return value.length < longestPart;
  return value === null || typeof value !== "object";
}

/** A reference is about 50 characters long. */
const shortestText = 256;
const shortestLine = 512;
const longestPart = 10_000;
const mostTexts = 64;

/** Remembers nothing yet. */
export function createWrittenValues(): WrittenValues {
  let objects = new WeakMap<object, Fields>();
  const texts = new Map<string, Fields>();
  let knowsAny = false;

  function referenceTo(value: Value | undefined): Fields | undefined {
    if (typeof value === "string") {
      return value.length < shortestText ? undefined : texts.get(value);
    }
    return typeof value === "object" && value !== null ? objects.get(value) : undefined;
  }

  /** The object with references in place of those of its values that the log has. */
  function withReferences(value: Value): Fields | undefined {
    if (!isFields(value)) return undefined;
    let changed: Record<string, Value> | undefined;
    for (const [name, item] of Object.entries(value)) {
      const reference = referenceTo(item);
      if (reference !== undefined) (changed ??= { ...value })[name] = reference;
      else if (!isSmall(item)) return undefined;
    }
    return changed;
  }

  function rememberText(text: string, place: Fields): void {
    if (text.length < shortestText || texts.has(text)) return;
    texts.set(text, place);
    const [oldest] = texts.keys();
    if (texts.size > mostTexts && oldest !== undefined) texts.delete(oldest);
  }

  return {
    find({ type, data }) {
      const key = knowsAny ? mayRefer[type] : undefined;
      const value = key === undefined ? undefined : data?.[key];
      if (key === undefined || value === undefined) return undefined;
      const found = referenceTo(value) ?? withReferences(value);
      return found && { [key]: found };
    },
    remember({ type, seq, data }, line) {
      const key = mayHold[type];
      const value = key === undefined ? undefined : data?.[key];
      if (line.length < shortestLine || key === undefined || value == null) return;
      knowsAny = true;
      if (typeof value === "string") rememberText(value, { $same: { seq, key } });
      if (typeof value !== "object") return;
      objects.set(value, { $same: { seq, key } });
      for (const [name, item] of Object.entries(value)) {
        const plain = typeof item === "string" && !name.includes(".");
        if (plain) rememberText(item, { $same: { seq, key: `${key}.${name}` } });
      }
    },
    forget() {
      objects = new WeakMap();
      texts.clear();
      knowsAny = false;
    },
  };
}
