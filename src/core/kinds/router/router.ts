/** A router: hands its input on and decides which ways the run takes. */
import { defineKind } from "#core/kinds/kind.ts";
import type { NodeKind, PropertyTable } from "#core/kinds/kind.ts";
import {
  attemptProperties,
  awaitProperty,
  checkModel,
  completeModel,
  effortProperty,
  modelProperties,
  promptProperties,
} from "#core/kinds/properties.ts";
import { runRouter, startRouter } from "./run-router.ts";

const chosenByModel = { property: "mode", word: "llm" };

/** Hands its input on, along every edge that holds or along one. */
export const router: NodeKind = defineKind({
  name: "router",
  summary: "Hands its input on, along every edge that holds or along one.",
  declared: true,
  properties: {
    mode: {
      form: "word",
      field: "mode",
      words: {
        fan_out_all: "fan_out_all",
        condition: "condition",
        round_robin: "round_robin",
        llm: "llm",
      },
      default: "fan_out_all",
      summary:
        "All edges that hold at once, one by its condition, the next in turn, or a model's choice.",
    },
    ...awaitProperty,
    ...forModels({
      ...modelProperties,
      ...promptProperties,
      ...effortProperty,
      ...attemptProperties,
    }),
    multi: {
      form: "bool",
      field: "multi",
      default: false,
      onlyWith: chosenByModel,
      summary: "Whether the model may choose several edges.",
    },
  },
  ports: ["next"],
  drawing: {
    icon: "🔀",
    open: "{",
    close: "}",
    style: "fill:#d2691e,stroke:#8b4513,color:#fff",
    details: [{ label: "mode", field: "mode" }],
  },
  complete: (fields, defaults) =>
    fields["mode"] === "llm" ? completeModel(fields, defaults) : fields,
  check: (written, report) => {
    if (written.fields["mode"] === "llm") checkModel(written, report);
  },
  start: startRouter,
  run: runRouter,
});

/** Properties that mean something only where a model chooses. */
function forModels(properties: PropertyTable): PropertyTable {
  return Object.fromEntries(
    Object.entries(properties).map(([name, spec]) => [name, { ...spec, onlyWith: chosenByModel }]),
  );
}
