/** The tool `ask_user`, by which a model that is called directly asks while it works. */
import { isFields } from "#core/graph/value.ts";
import type { Value } from "#core/graph/value.ts";
import type { NodeContext } from "#core/kinds/kind.ts";
import type { ToolCall, ToolDefinition, ToolResult } from "#core/ports/model.ts";
import type { ConversationConfig } from "./config.ts";
import type { Topic } from "./converse.ts";
import { answerQuestion, answerText, mostQuestions } from "./questions.ts";
import type { Asked } from "./questions.ts";

/** As models are told of it. */
export const askTool: ToolDefinition = {
  name: "ask_user",
  description:
    "Asks the people you work for, and gives their answer. Use it only for what you can't find " +
    "out and must not guess. It may take them a long time to answer.",
  inputSchema: {
    type: "object",
    properties: {
      question: { type: "string", description: "One question, with all that is needed to answer." },
      fields: {
        type: "object",
        description: "What the answer has to consist of, by name; without it the answer is a text.",
        additionalProperties: {
          type: "object",
          properties: {
            type: { type: "string", enum: ["string", "bool", "int", "float", "json", "string[]"] },
            enum: { type: "array", items: { type: "string" } },
          },
          required: ["type"],
        },
      },
    },
    required: ["question"],
  },
};

/** True for a node that may ask by this tool. */
export function mayAsk({ interaction, delegate }: ConversationConfig): boolean {
  return interaction !== "none" && delegate === null;
}

/** A question as it stands in the conversation. */
export interface UserQuestion {
  readonly call: ToolCall;
  /** `<turn>.<call>` */
  readonly at: string;
  /** Questions of this activation before it. */
  readonly asked: number;
}

/** Gets the answer; one question too many, or one that can't be read, is told to the model. */
export async function askUser(
  context: NodeContext,
  topic: Topic,
  { call, at, asked }: UserQuestion,
): Promise<ToolResult> {
  const { id, name } = call;
  if (asked >= mostQuestions) {
    const output = `no more than ${mostQuestions} questions may be asked; go on with what you know`;
    return { id, name, output, failed: true };
  }
  const question = readQuestion(call.input);
  if (question === undefined) {
    return { id, name, output: "`question` must be a text that is not empty", failed: true };
  }
  const answers = await answerQuestion(context, topic, { question, step: `model:${at}` });
  return { id, name, output: answerText(question, answers), failed: false };
}

function readQuestion(input: Value): Asked | undefined {
  const { question, fields } = isFields(input) ? input : {};
  if (typeof question !== "string" || question.trim() === "") return undefined;
  return { text: question, ...(isFields(fields) ? { fields } : {}) };
}
