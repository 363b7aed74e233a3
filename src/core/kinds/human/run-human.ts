/** Runs a human node: people answer, or a model in their place. Spec: runtime §16. */
import type { GraphNode, Schema } from "#core/graph/graph.ts";
import { objectSchema } from "#core/graph/json-schema.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { isFields } from "#core/graph/value.ts";
import { outputForm } from "#core/kinds/conversation/answer.ts";
import type { AnswerForm } from "#core/kinds/conversation/answer.ts";
import { readConversationConfig } from "#core/kinds/conversation/config.ts";
import { converse } from "#core/kinds/conversation/converse.ts";
import type { Conversed } from "#core/kinds/conversation/converse.ts";
import { conversationMeta } from "#core/kinds/conversation/model.ts";
import { renderInstructions, renderPrompt } from "#core/kinds/conversation/texts.ts";
import type { NodeContext, Question, Start, StartContext } from "#core/kinds/kind.ts";
import type { Outcome } from "#core/run/outcome.ts";

interface HumanConfig {
  readonly interaction: "human" | "llm" | "llm_or_human";
  readonly instructions: string | null;
  readonly minAnswers: number;
}

const modes = {
  human: "pause_until_answers",
  llm: "auto_answer",
  llm_or_human: "auto_or_pause",
} as const;

/** What a model says if it leaves the answer to people. */
const passKey = "needs_human_input";

/** What people are asked for where no schema says it. */
const approval: Question["fields"] = [
  { name: "approved", type: "bool" },
  { name: "reason", type: "string", optional: true },
];

/** The mode; only a model has a conversation. */
export function startHuman({ node }: StartContext): Start {
  const { interaction } = readConfig(node);
  const data = { mode: modes[interaction] };
  return interaction === "human"
    ? { data }
    : { data, session: { mode: "fresh", carrier: "model" } };
}

/** Asks people, a model, or a model that may pass the question on. */
export async function runHuman(context: NodeContext): Promise<Outcome> {
  const { interaction } = readConfig(context.node);
  if (interaction === "human") return askPeople(context);
  const conversed = await askModel(context, interaction === "llm_or_human");
  const meta = conversationMeta(context, conversed);
  if (interaction === "llm") return { kind: "next", output: conversed.output, meta };
  const { [passKey]: passed, ...answer } = isFields(conversed.output) ? conversed.output : {};
  if (passed === true) return askPeople(context, answer);
  return { kind: "next", output: answer, meta };
}

async function askPeople(context: NodeContext, proposal?: Fields): Promise<Outcome> {
  const { instructions, minAnswers } = readConfig(context.node);
  const text = renderInstructions(context, instructions);
  const answer = await context.ask({
    source: "human",
    questions: context.input,
    fields: fieldsOf(context.schema(context.node.output)),
    minAnswers,
    ...(text === undefined ? {} : { instructions: text }),
    ...(proposal === undefined ? {} : { proposal }),
  });
  return { kind: "next", output: answer.answers, meta: { _answers: answer.submissions } };
}

function askModel(context: NodeContext, mayPass: boolean): Promise<Conversed> {
  const config = readConversationConfig(context.node);
  const schema = context.schema(context.node.output);
  const instructions = renderInstructions(context, readConfig(context.node).instructions);
  const input = JSON.stringify(context.input);
  return converse(context, {
    config: {
      ...config,
      model: config.interactionModel ?? config.model,
      delegate: null,
      interaction: "none",
    },
    system: renderPrompt(context, config.system) ?? "",
    user:
      renderPrompt(context, config.interactionPrompt) ??
      (instructions === undefined ? input : `${instructions}\n\n${input}`),
    form: mayPass ? passingForm(schema) : outputForm(schema),
  });
}

/** The node's output with one more field, by which the model passes the question on. */
function passingForm(schema: Schema | undefined): AnswerForm {
  const form = outputForm(schema);
  const properties = isFields(form.jsonSchema?.["properties"]) ? form.jsonSchema["properties"] : {};
  const entries = Object.entries(properties).map(([name, property]): [string, Fields] => [
    name,
    isFields(property) ? property : {},
  ]);
  return {
    ...form,
    jsonSchema: objectSchema([...entries, [passKey, { type: "boolean" }]]),
    check: (answer: Value) => {
      if (isFields(answer) && answer[passKey] === true) return [];
      const missing = isFields(answer) && typeof answer[passKey] !== "boolean";
      const pass = missing ? [{ field: passKey, message: "must be true or false" }] : [];
      return [...form.check(answer), ...pass];
    },
  };
}

function fieldsOf(schema: Schema | undefined): Question["fields"] {
  if (!schema) return approval;
  return schema.fields
    .filter(({ name }) => !name.startsWith("_"))
    .map(({ name, type, enum: allowed }) => ({
      name,
      type,
      ...(allowed === undefined ? {} : { enum: allowed }),
    }));
}

function readConfig(node: GraphNode): HumanConfig {
  return node as GraphNode & HumanConfig;
}
