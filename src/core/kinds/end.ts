/** Where a flow ends. */
import type { NodeKind } from "./kind.ts";
import { defineScopedKind } from "./scoped/define.ts";
import { recordOf } from "./scoped/record.ts";

/** Where a flow ends. */
export const end: NodeKind = defineScopedKind({
  name: "end",
  summary: "Where a flow ends.",
  icon: "⏹",
  flow: { type: "end", silent: true, fields: [] },
  run: () => ({ kind: "end", status: "done", output: null, ...recordOf({}, { silent: true }) }),
});
