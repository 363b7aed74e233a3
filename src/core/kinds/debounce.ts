/** Lets a key through once it has been quiet for a while. */
import type { NodeKind } from "./kind.ts";
import { defineScopedKind } from "./scoped/define.ts";
import { runWindow, windowForm } from "./scoped/window.ts";

/** Lets a key through once it has been quiet for a while. */
export const debounce: NodeKind = defineScopedKind({
  name: "debounce",
  summary: "Lets a key through once it has been quiet for a while.",
  icon: "⏲",
  flow: windowForm("debounce", "suppressed"),
  run: (context) => runWindow(context, "suppressed", "visit"),
});
