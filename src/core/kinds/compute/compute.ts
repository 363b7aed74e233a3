/** A compute: values worked out by expressions, without the outside world. */
import { defineKind } from "#core/kinds/kind.ts";
import type { NodeKind } from "#core/kinds/kind.ts";
import { awaitProperty, publishProperty, schemaProperties } from "#core/kinds/properties.ts";
import { runCompute } from "./run-compute.ts";

/** Works out values by expressions. */
export const compute: NodeKind = defineKind({
  name: "compute",
  summary: "Works out values by expressions.",
  declared: true,
  properties: {
    expr: {
      form: "expressions",
      field: "expressions",
      required: true,
      default: [],
      summary: "Named expressions; each becomes a field of the output.",
    },
    ...schemaProperties,
    ...publishProperty,
    ...awaitProperty,
  },
  ports: ["next"],
  drawing: {
    icon: "🧮",
    open: "[/",
    close: "/]",
    style: "fill:#008080,stroke:#005050,color:#fff",
    details: [{ label: "expr", field: "expressions" }],
  },
  run: runCompute,
});
