/** The terminal `fail`: the path that leads here has failed. */
import { defineKind } from "#core/kinds/kind.ts";
import type { NodeKind } from "#core/kinds/kind.ts";
import { runFail } from "./run-fail.ts";

/** Ends a path as failed. */
export const fail: NodeKind = defineKind({
  name: "fail",
  summary: "Ends a path as failed.",
  declared: false,
  properties: {},
  ports: [],
  drawing: { icon: "❌", open: "([", close: "])", style: "fill:#b22222,stroke:#7a1717,color:#fff" },
  run: runFail,
});
