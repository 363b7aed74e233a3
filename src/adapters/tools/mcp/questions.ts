/**
 * Questions that a server asks while one of its tools works (elicitation).
 *
 * A person may take days, and the process may be another one by then: so the call that asks is ended,
 * and made again with the answer. Where nobody is to be asked, the question is refused.
 */
import type { ElicitResult, ElicitRequestFormParams } from "@modelcontextprotocol/sdk/types.js";
import { isFields, isList } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type { ToolAnswers, ToolOutput, ToolQuestion } from "#core/ports/tool.ts";

/** A question as the protocol has it. */
export type Elicitation = Pick<ElicitRequestFormParams, "message"> & { readonly schema: Value };

/** Deals with the questions of one call. */
export interface Questions {
  answer(asked: Elicitation): ElicitResult;
  /** The call's output with what became of the questions. */
  settle(output: ToolOutput): ToolOutput;
}

/** Begins a call. */
export function createQuestions(server: string, answers: ToolAnswers | undefined): Questions {
  const known = [...(answers?.known ?? [])];
  const refused: string[] = [];
  let question: ToolQuestion | undefined;

  function answer({ message, schema }: Elicitation): ElicitResult {
    const text = `the MCP server \`${server}\` asks: ${message}`;
    const at = known.findIndex((one) => one.question === text);
    const [found] = at === -1 ? [] : known.splice(at, 1);
    if (found !== undefined) return { action: "accept", content: toContent(found.answers) };
    if (answers?.open !== true) {
      refused.push(message);
      return { action: "decline" };
    }
    question ??= { text, ...fieldsOf(schema) };
    return { action: "cancel" };
  }

  function settle(output: ToolOutput): ToolOutput {
    if (question !== undefined) return { ...output, question };
    if (refused.length === 0) return output;
    const notes = refused.map((text) => `[the server asked, and was refused: ${text}]`);
    return { ...output, output: [...notes, output.output].join("\n") };
  }

  return { answer, settle };
}

/** Answers are flat; one that was left out is not sent. */
function toContent(answers: Fields): NonNullable<ElicitResult["content"]> {
  const entries = Object.entries(answers).flatMap(([name, value]): [string, Content][] => {
    if (value === null) return [];
    if (isList(value)) return [[name, value.map(String)]];
    return [[name, typeof value === "object" ? JSON.stringify(value) : value]];
  });
  return Object.fromEntries(entries);
}

type Content = NonNullable<ElicitResult["content"]>[string];

const types: Readonly<Record<string, string>> = {
  boolean: "bool",
  integer: "int",
  number: "float",
  array: "string[]",
};

/** The fields of the form; a server that wants none wants a yes. */
function fieldsOf(schema: Value): { readonly fields?: Fields } {
  const { properties, required } = isFields(schema) ? schema : {};
  if (!isFields(properties) || Object.keys(properties).length === 0) return {};
  const needed = isList(required) ? required : [];
  const fields = Object.entries(properties).map(([name, form]): [string, Fields] => {
    const { type, enum: plain, oneOf, items } = isFields(form) ? form : {};
    const inner = isFields(items) ? (items["enum"] ?? items["anyOf"]) : undefined;
    const allowed = wordsOf(plain ?? oneOf ?? inner);
    return [
      name,
      {
        type: (typeof type === "string" ? types[type] : undefined) ?? "string",
        ...(allowed.length > 0 && { enum: allowed }),
        ...(!needed.includes(name) && { optional: true }),
      },
    ];
  });
  return { fields: Object.fromEntries(fields) };
}

/** Allowed words, plain or each with a title. */
function wordsOf(listed: Value | undefined): readonly string[] {
  if (!isList(listed)) return [];
  const words = listed.map((one) => (isFields(one) ? one["const"] : one));
  return words.filter((word) => typeof word === "string");
}
