/** Where a flow begins. */
import type { NodeKind } from "./kind.ts";
import { defineScopedKind } from "./scoped/define.ts";
import { recordOf } from "./scoped/record.ts";

/** Where a flow begins. */
export const start: NodeKind = defineScopedKind({
  name: "start",
  summary: "Where a flow begins.",
  icon: "▶",
  flow: {
    type: "start",
    silent: true,
    fields: [{ name: "next", form: "edge", filled: true, port: "next" }],
  },
  run: () => ({ kind: "next", port: "next", output: null, ...recordOf({}, { silent: true }) }),
});
