/**
 * Counts what a simulated run has been given: recorded results, and calls that are in flight.
 *
 * The log decides which item comes next, so a call that was cut off gets the same item again and
 * a step that is made twice though it was recorded is noticed. Spec: runtime §27.2.
 */
import { isFields, isList } from "#core/graph/value.ts";
import type { Value } from "#core/graph/value.ts";
import type { CallSite } from "#core/ports/model.ts";
import type { RunEvent } from "#core/run/events.ts";
import type { Script } from "./script.ts";

/** The count of a run. */
export interface Tally {
  /** The most exact key of the script for a call's node, if there is one. */
  keyOf(place: Place): string | undefined;
  /** Index of the item that a new call gets; the call is in flight from now on. */
  begin(site: CallSite, list: string): number;
  /** A call that was aborted: it leaves no result. */
  abandon(site: CallSite): void;
  /** Told of every durable event. */
  observe(event: RunEvent): void;
}

/** Where a call is made, as far as keys go. */
export type Place = Pick<CallSite, "nodeId" | "branchId" | "activationId">;

/** A list of node items, by its key. */
export function nodeList(key: string): string {
  return `node ${key}`;
}

/** A list of a tool's items, by the tool's name. */
export function toolList(name: string): string {
  return `tool ${name}`;
}

/** The function that a step of a node calls, if it calls one. */
export type FunctionNamer = (nodeId: string, step: string) => string | undefined;

/** Starts counting from nothing. */
export function createTally(script: Script, functionOf: FunctionNamer): Tally {
  const results = new Map<string, number>();
  const flights = new Map<string, string>();
  const toolNames = new Map<string, string>();

  function keyOf({ nodeId, branchId, activationId }: Place): string | undefined {
    const inBranch = branchId === "" ? nodeId : `${branchId}/${nodeId}`;
    return [activationId, inBranch, nodeId].find((key) => script.nodes.has(key));
  }

  function listOf(event: RunEvent, step: string): string | undefined {
    const call = /^tool:(\d+)\.(\d+)/.exec(step);
    if (call) {
      const name = toolNames.get(stepId(event.activation_id, step));
      return name === undefined ? undefined : toolList(name);
    }
    const [nodeId, branchId] = [event.node_id ?? "", event.branch_id ?? ""];
    const called = functionOf(nodeId, step);
    if (called !== undefined) return toolList(called);
    const key = keyOf({ nodeId, branchId, activationId: event.activation_id ?? "" });
    return key === undefined ? undefined : nodeList(key);
  }

  return {
    keyOf,
    begin(site, list) {
      const inFlight = [...flights.values()].filter((other) => other === list).length;
      flights.set(stepId(site.activationId, site.step), list);
      return (results.get(list) ?? 0) + inFlight;
    },
    abandon(site) {
      flights.delete(stepId(site.activationId, site.step));
    },
    observe(event) {
      if (event.type !== "step_finished") return;
      const step = event.data?.["step"];
      if (typeof step !== "string") return;
      const id = stepId(event.activation_id, step);
      const list = flights.get(id) ?? listOf(event, step);
      flights.delete(id);
      if (list !== undefined && !foundNothing(event.data?.["error"]))
        results.set(list, (results.get(list) ?? 0) + 1);
      for (const [callStep, name] of toolCalls(step, event.data?.["result"])) {
        toolNames.set(stepId(event.activation_id, callStep), name);
      }
    },
  };
}

/** True for the error of a call that no item was left for: it has used none up. */
function foundNothing(error: Value | undefined): boolean {
  return (
    isFields(error) && error["code"] === "SCRIPT_EXHAUSTED" && typeof error["index"] === "number"
  );
}

function stepId(activationId: string | undefined, step: string): string {
  return `${activationId ?? ""}/${step}`;
}

/** The steps that the tool calls of a recorded model turn will have, with the tools' names. */
function toolCalls(step: string, result: Value | undefined): [string, string][] {
  const [, turn, again = ""] = /^model:(\d+)(?:\+\d+)?(~\d+)?$/.exec(step) ?? [];
  if (turn === undefined || !isFields(result)) return [];
  const calls = result["toolCalls"];
  if (!isList(calls)) return [];
  return calls.flatMap((call, index): [string, string][] => {
    const name = isFields(call) ? call["name"] : undefined;
    return typeof name === "string" ? [[`tool:${turn}.${index}${again}`, name]] : [];
  });
}
