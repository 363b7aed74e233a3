/** An activation before anything has become of it. */
import { createDictionary } from "./dictionary.ts";
import { noUsage } from "./failure.ts";
import type { ActivationState, Way } from "./state.ts";

/** What an activation is made with: who fires where, and what stood before it. */
export type Firing = Pick<
  ActivationState,
  | "id"
  | "node"
  | "kind"
  | "branch"
  | "arrivals"
  | "iterationPath"
  | "loopsBefore"
  | "sessionBefore"
  | "visitsBefore"
  | "failedBefore"
>;

/** The way of most activations. */
export const nextEdge: Way = { kind: "next" };

const nothing = {};

/** Makes an activation that has begun and no more. */
export function blankActivation(firing: Firing): ActivationState {
  return {
    id: firing.id,
    node: firing.node,
    kind: firing.kind,
    branch: firing.branch,
    status: "started",
    attempt: 0,
    input: null,
    arrivals: firing.arrivals,
    started: nothing,
    session: null,
    mutating: false,
    output: null,
    meta: nothing,
    way: nextEdge,
    routed: false,
    failure: null,
    setAside: false,
    restart: false,
    steps: createDictionary(),
    redo: null,
    redos: 0,
    asks: [],
    artifact: null,
    usage: noUsage,
    usedMs: 0,
    runningSince: null,
    underWay: 0,
    iterationPath: firing.iterationPath,
    loopsBefore: firing.loopsBefore,
    sessionBefore: firing.sessionBefore,
    visitsBefore: firing.visitsBefore,
    failedBefore: firing.failedBefore,
  };
}
