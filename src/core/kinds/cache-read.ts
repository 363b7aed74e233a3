/** Looks a value up that an earlier node kept. Spec: flow §11.9. */
import type { NodeKind } from "./kind.ts";
import { textField } from "./scoped/config.ts";
import { defineScopedKind } from "./scoped/define.ts";
import { recordOf } from "./scoped/record.ts";
import { readKey } from "./scoped/scope.ts";

/** Looks a value up that an earlier node kept. */
export const cacheRead: NodeKind = defineScopedKind({
  name: "cache_read",
  summary: "Looks a value up that an earlier node kept.",
  icon: "📂",
  flow: {
    type: "cache_read",
    fields: [
      { name: "key_path", form: "path", filled: true },
      { name: "next", form: "edge", filled: true, port: "hit", label: "hit" },
      {
        name: "on_miss",
        form: "edge",
        optional: true,
        filled: true,
        port: "miss",
        label: "miss",
        fallback: "next",
      },
    ],
  },
  run(context) {
    const key = readKey(context, textField(context.node, "key_path"));
    const value = context.frame.recall("cache", key);
    const output = { key, hit: value !== undefined, value: value ?? null };
    return { kind: "next", port: output.hit ? "hit" : "miss", output, ...recordOf(output) };
  },
});
