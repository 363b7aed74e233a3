/** A join: where branches meet and what they bring is put together. */
import { defineKind } from "#core/kinds/kind.ts";
import type { NodeKind } from "#core/kinds/kind.ts";
import { publishProperty, schemaProperties } from "#core/kinds/properties.ts";
import { runJoin } from "./run-join.ts";

const { output } = schemaProperties;

/** Waits for branches and puts together what they bring. */
export const join: NodeKind = defineKind({
  name: "join",
  summary: "Waits for branches and puts together what they bring.",
  declared: true,
  properties: {
    strategy: {
      form: "word",
      field: "await",
      words: { wait_all: "wait_all", best_effort: "best_effort" },
      default: "wait_all",
      summary: "What a failed branch means: the join fails, or goes on with the others.",
    },
    require: {
      form: "names",
      field: "require",
      default: [],
      summary: "Nodes that some branch must have completed.",
    },
    ...(output && { output }),
    ...publishProperty,
  },
  ports: ["next"],
  drawing: {
    icon: "🔗",
    open: "[[",
    close: "]]",
    style: "fill:#708090,stroke:#4a5560,color:#fff",
    details: [{ label: "require", field: "require" }],
  },
  keyedBySource: true,
  run: runJoin,
});
