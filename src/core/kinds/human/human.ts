/** A human node: asks people, or a model in their place. */
import { diagnose } from "#core/diagnostics/catalog.ts";
import type { Report } from "#core/diagnostics/collect.ts";
import type { Fields } from "#core/graph/value.ts";
import { defineKind, interactionWords } from "#core/kinds/kind.ts";
import type { NodeDefaults, NodeKind, WrittenNode } from "#core/kinds/kind.ts";
import {
  answeringProperties,
  awaitProperty,
  checkServed,
  publishProperty,
  schemaProperties,
} from "#core/kinds/properties.ts";
import { runHuman, startHuman } from "./run-human.ts";

/** Asks people and goes on with their answer. */
export const human: NodeKind = defineKind({
  name: "human",
  summary: "Asks people and goes on with their answer.",
  declared: true,
  properties: {
    interaction: {
      form: "word",
      field: "interaction",
      aliases: ["mode"],
      words: {
        pause_until_answers: "human",
        auto_answer: "llm",
        auto_or_pause: "llm_or_human",
        ...interactionWords,
      },
      summary: "Who answers: people, a model, or a model that may leave it to people.",
    },
    instructions: {
      form: "prompt",
      field: "instructions",
      summary: "The prompt that people are shown.",
    },
    min_answers: {
      form: "whole",
      field: "minAnswers",
      min: 1,
      default: 1,
      summary: "How many different people must answer.",
    },
    model: { form: "model", field: "model", summary: "The model that answers." },
    ...answeringProperties,
    system: {
      form: "prompt",
      field: "system",
      summary: "The prompt with the standing orders for a model that answers.",
    },
    ...schemaProperties,
    ...publishProperty,
    ...awaitProperty,
  },
  ports: ["next"],
  drawing: {
    icon: "👤",
    open: ">",
    close: "]",
    style: "fill:#b8860b,stroke:#806000,color:#fff",
    details: [
      { label: "interaction", field: "interaction" },
      { label: "min_answers", field: "minAnswers", unless: 1 },
    ],
  },
  complete: completeHuman,
  check: checkHuman,
  start: startHuman,
  run: runHuman,
});

function completeHuman(fields: Fields, defaults: NodeDefaults): Fields {
  const wanted = [fields["interaction"], defaults.interaction];
  const interaction = wanted.find((word) => typeof word === "string" && word !== "none") ?? "human";
  const own = fields["model"] ?? null;
  const needsDefault = interaction !== "human" && own === null && !fields["interactionModel"];
  return { ...fields, interaction, model: needsDefault ? defaults.model : own };
}

function checkHuman(written: WrittenNode, report: Report): void {
  checkServed(written, "model", report);
  checkServed(written, "interaction_model", report);
  const { fields, id, kind } = written;
  if (!written.defaultsKnown || written.damaged || fields["interaction"] === "human") return;
  if (fields["model"] === null && fields["interactionModel"] === null)
    report(diagnose("C018", written.name, { lack: "model", kind, name: id }));
  if (fields["output"] === null)
    report(diagnose("C018", written.name, { lack: "output", kind, name: id }));
}
