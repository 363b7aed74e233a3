/** Lets a key through once per window and holds the rest back. */
import type { NodeKind } from "./kind.ts";
import { defineScopedKind } from "./scoped/define.ts";
import { runWindow, windowForm } from "./scoped/window.ts";

/** Lets a key through once per window and holds the rest back. */
export const throttle: NodeKind = defineScopedKind({
  name: "throttle",
  summary: "Lets a key through once per window and holds the rest back.",
  icon: "🚦",
  flow: windowForm("throttle", "throttled"),
  run: (context) => runWindow(context, "throttled", "pass"),
});
