/** The kinds of nodes that flows have, in the order in which the documentation lists them. */
import { answer } from "./agent/answer.ts";
import { batch } from "./batch.ts";
import { cacheRead } from "./cache-read.ts";
import { cacheWrite } from "./cache-write.ts";
import { compensate } from "./compensate.ts";
import { condition } from "./condition.ts";
import { debounce } from "./debounce.ts";
import { end } from "./end.ts";
import { eventTrigger } from "./event-trigger.ts";
import { filter } from "./filter.ts";
import { functionKind } from "./function.ts";
import { approval } from "./human/approval.ts";
import type { NodeKind } from "./kind.ts";
import { loop } from "./loop.ts";
import { map } from "./map.ts";
import { merge } from "./merge.ts";
import { parallel } from "./parallel.ts";
import { reduce } from "./reduce.ts";
import { firstMatch } from "./router/first-match.ts";
import { start } from "./start.ts";
import { subgraph } from "./subgraph.ts";
import { throttle } from "./throttle.ts";
import { transform } from "./transform.ts";

/** Every kind of a flow's nodes. */
export const flowKinds: readonly NodeKind[] = [
  start,
  answer,
  functionKind,
  condition,
  debounce,
  throttle,
  compensate,
  approval,
  cacheWrite,
  cacheRead,
  eventTrigger,
  firstMatch,
  transform,
  loop,
  subgraph,
  batch,
  filter,
  parallel,
  merge,
  map,
  reduce,
  end,
];
