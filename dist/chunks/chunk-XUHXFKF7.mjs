import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import {
  isFields
} from "./chunk-4QXECC3P.mjs";

// src/core/run/limits.ts
var noLimits = { unknownPrice: "error" };
var names = [
  ["max_parallel_branches", "maxParallelBranches"],
  ["max_duration_ms", "maxDurationMs"],
  ["max_cost_usd", "maxCostUsd"],
  ["max_tokens", "maxTokens"],
  ["max_iterations", "maxIterations"]
];
function writeLimits(limits) {
  const written = {};
  for (const [name, key] of names) {
    const limit = limits[key];
    if (limit !== void 0) written[name] = limit;
  }
  if (limits.unknownPrice === "ignore") written["unknown_price"] = "ignore";
  return written;
}
function readLimits(value, before) {
  if (!isFields(value)) return before;
  const limits = { ...before };
  for (const [name, key] of names) {
    const limit = value[name];
    if (typeof limit === "number") limits[key] = limit;
  }
  if (value["unknown_price"] === "ignore") limits.unknownPrice = "ignore";
  return limits;
}

export {
  noLimits,
  writeLimits,
  readLimits
};
