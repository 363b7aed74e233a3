/** What the bot hands to a job: where to look, and no text that anybody wrote. Spec: github §15.3. */
import { isFields } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { at, listAt, numberAt, textAt } from "./payload.ts";

/** An envelope of version 1. */
export interface Envelope {
  readonly v: 1;
  readonly key: string;
  readonly event: string;
  readonly action: string;
  readonly delivery?: string;
  readonly thread?: number;
  readonly comment?: number;
  readonly review?: number;
  readonly check_run?: number;
  readonly sha?: string;
  readonly run?: string;
  readonly triggers?: readonly string[];
  readonly command?: string;
  readonly policy?: string;
  readonly actor: { readonly id: number; readonly login: string };
}

const longest = 4096;

/** The envelope that a dispatch carries; null if it carries none. */
export function envelopeIn(event: string, payload: Value): Envelope | "unreadable" | null {
  if (event === "workflow_dispatch") {
    const text = textAt(payload, "inputs", "iter-event");
    return text.trim() === "" ? null : readEnvelope(parse(text));
  }
  if (event !== "repository_dispatch" || textAt(payload, "action") !== "iter") return null;
  return readEnvelope(at(payload, "client_payload", "iter"));
}

/** An envelope, or the word that it can't be read. */
export function readEnvelope(value: Value): Envelope | "unreadable" {
  if (!isFields(value) || value["v"] !== 1 || JSON.stringify(value).length > longest)
    return "unreadable";
  const actor = { id: numberAt(value, "actor", "id") ?? 0, login: textAt(value, "actor", "login") };
  const [key, event, action] = ["key", "event", "action"].map((name) => textAt(value, name));
  if (!key || !event || !action || actor.id === 0 || actor.login === "") return "unreadable";
  const triggers = listAt(value, "triggers").filter((name) => typeof name === "string");
  return {
    v: 1,
    key,
    event,
    action,
    ...texts(value),
    ...numbers(value),
    ...(triggers.length === 0 ? {} : { triggers }),
    actor,
  };
}

function texts(value: Fields): Partial<Envelope> {
  const names = ["delivery", "sha", "run", "command", "policy"];
  return Object.fromEntries(
    names.flatMap((name) => (textAt(value, name) === "" ? [] : [[name, textAt(value, name)]])),
  );
}

function numbers(value: Fields): Partial<Envelope> {
  const names = ["thread", "comment", "review", "check_run"];
  return Object.fromEntries(
    names.flatMap((name) => (numberAt(value, name) === null ? [] : [[name, value[name]]])),
  );
}

function parse(text: string): Value {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return null;
  }
}
