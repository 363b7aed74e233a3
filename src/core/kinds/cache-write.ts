/** Keeps a value for later nodes of the run. Spec: flow §11.8. */
import type { NodeKind } from "./kind.ts";
import { textField } from "./scoped/config.ts";
import { defineScopedKind } from "./scoped/define.ts";
import { recordOf } from "./scoped/record.ts";
import { readKey, require } from "./scoped/scope.ts";

/** Keeps a value for later nodes of the run. */
export const cacheWrite: NodeKind = defineScopedKind({
  name: "cache_write",
  summary: "Keeps a value for later nodes of the run.",
  icon: "💾",
  flow: {
    type: "cache_write",
    fields: [
      { name: "key_path", form: "path", filled: true },
      { name: "value_path", form: "path", filled: true },
      { name: "next", form: "edge", filled: true, port: "next" },
    ],
  },
  run(context) {
    const key = readKey(context, textField(context.node, "key_path"));
    const value = require(context, textField(context.node, "value_path"));
    const output = { key, value };
    return {
      kind: "next",
      port: "next",
      output,
      remember: { cache: { [key]: value } },
      ...recordOf(output),
    };
  },
});
