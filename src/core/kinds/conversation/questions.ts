/** Questions of a model or a delegate, answered by people or by a model in their place. Spec: runtime §15.2. */
import { objectSchema } from "#core/graph/json-schema.ts";
import { splitModels } from "#core/graph/models.ts";
import { isFieldType } from "#core/graph/schema.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { isFields, isList } from "#core/graph/value.ts";
import type { NodeContext, Question } from "#core/kinds/kind.ts";
import type { DelegateResult } from "#core/ports/delegate.ts";
import { RunFailure } from "#core/run/failure.ts";
import { readAnswer } from "./answer.ts";
import type { AnswerForm } from "./answer.ts";
import type { Topic } from "./converse.ts";
import { renderPrompt } from "./texts.ts";
import { takeTurn } from "./turn.ts";

/** A question, with the fields that an answer must have. */
export type Asked = DelegateResult["question"] & object;

/** More questions than this in one activation, and whoever asks is not working. */
export const mostQuestions = 5;

/** A question, and the step in which a model may answer it. */
export interface AskedAt {
  readonly question: Asked;
  readonly step: string;
}

/** What a model says if it leaves the answer to people. */
const passKey = "needs_human_input";

/** A question as a step's result has it. */
export function readAsked({ text, fields }: Fields): Asked {
  return {
    text: typeof text === "string" ? text : "",
    ...(isFields(fields) ? { fields } : {}),
  };
}

/** The answer of a model in place of people, or theirs. */
export async function answerQuestion(
  context: NodeContext,
  topic: Topic,
  asked: AskedAt,
): Promise<Fields> {
  const { question } = asked;
  const { interaction } = topic.config;
  if (interaction === "llm" || interaction === "llm_or_human") {
    const answer = await askModel(context, topic, asked);
    if (answer !== null) return answer;
  }
  const answer = await context.ask({
    source: "agent",
    questions: { question: question.text },
    instructions: question.text,
    fields: fieldsOf(question),
    minAnswers: 1,
    ...(topic.config.delegate === null ? {} : { backend: topic.config.delegate }),
  });
  return answer.answers;
}

/** An answer as a text: the words of one that needed no fields. */
export function answerText({ fields }: Asked, answers: Fields): string {
  const own = fields && Object.keys(fields).length > 0;
  const { answer } = answers;
  return !own && typeof answer === "string" ? answer : JSON.stringify(answers);
}

/** The text with which a delegate goes on. */
export function describeAnswer(question: Asked, answers: Fields): string {
  const text = answerText(question, answers);
  return `The answer to your question "${question.text}":\n\n${text}\n\nGo on with your task.`;
}

/** Fields as the question brought them: `{name: {type, enum?}}`; else one text. */
function fieldsOf({ fields }: Asked): Question["fields"] {
  const entries = Object.entries(fields ?? {});
  if (entries.length === 0) return [{ name: "answer", type: "string" }];
  return entries.map(([name, spec]) => {
    const type = isFields(spec) ? spec["type"] : spec;
    const allowed = isFields(spec) && isList(spec["enum"]) ? spec["enum"] : undefined;
    return {
      name,
      type: typeof type === "string" && isFieldType(type) ? type : "string",
      ...(isFields(spec) && spec["optional"] === true && { optional: true }),
      ...(allowed === undefined
        ? {}
        : { enum: allowed.filter((word) => typeof word === "string") }),
    };
  });
}

/** The answer of the interaction model; null if it leaves the question to people. */
async function askModel(
  context: NodeContext,
  topic: Topic,
  { question, step }: AskedAt,
): Promise<Fields | null> {
  const { config } = topic;
  const model = config.interactionModel ?? config.model;
  if (model === null) {
    throw new RunFailure({
      code: "MODEL_UNKNOWN",
      message: `\`${context.node.id}\` has no \`interaction_model\` that could answer its question`,
      hint: "give it `interaction_model:`",
      retryable: false,
    });
  }
  const mayPass = config.interaction === "llm_or_human";
  const form = questionForm(question, mayPass);
  const user = JSON.stringify({ question: question.text, task: topic.user });
  const asked: Topic = {
    config: { ...config, tools: null },
    system: renderPrompt(context, config.interactionPrompt) ?? "",
    user,
    form,
  };
  const reply = await takeTurn(context, asked, {
    models: splitModels(model),
    messages: [{ role: "user", text: user }],
    step,
    told: asked,
    tools: [],
  });
  const read = readAnswer(form, reply.message.text);
  const output: Value = "output" in read ? read.output : {};
  if (!isFields(output) || "errors" in read) return mayPass ? null : { answer: reply.message.text };
  if (mayPass && output[passKey] === true) return null;
  return Object.fromEntries(Object.entries(output).filter(([name]) => name !== passKey));
}

function questionForm(question: Asked, mayPass: boolean): AnswerForm {
  const fields = fieldsOf(question).map(({ name, type, enum: allowed }): [string, Fields] => [
    name,
    jsonType(type, allowed),
  ]);
  const pass: [string, Fields][] = mayPass ? [[passKey, { type: "boolean" }]] : [];
  return {
    jsonSchema: objectSchema([...fields, ...pass]),
    check: () => [],
    code: "SCHEMA_VALIDATION",
    hint: "",
  };
}

const jsonTypes: Readonly<Record<string, Fields>> = {
  bool: { type: "boolean" },
  int: { type: "integer" },
  float: { type: "number" },
  "string[]": { type: "array", items: { type: "string" } },
};

function jsonType(type: string, allowed: readonly string[] | undefined): Fields {
  if (allowed !== undefined) return { type: "string", enum: allowed };
  return jsonTypes[type] ?? (type === "json" ? {} : { type: "string" });
}
