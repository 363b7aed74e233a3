/** The terminal `done`: the path that leads here has succeeded. */
import { defineKind } from "#core/kinds/kind.ts";
import type { NodeKind } from "#core/kinds/kind.ts";
import { runDone } from "./run-done.ts";

/** Ends a path well; what is mapped into it is the result. */
export const done: NodeKind = defineKind({
  name: "done",
  summary: "Ends a path well; what is mapped into it is the result.",
  declared: false,
  properties: {},
  ports: [],
  drawing: { icon: "✅", open: "([", close: "])", style: "fill:#2e8b57,stroke:#1f5f3b,color:#fff" },
  run: runDone,
});
