/** What a model says in the end: read strictly, checked, sent back once if it does not fit. Spec: runtime §15.1. */
import { isTooDeep, tooDeep } from "#core/graph/depth.ts";
import { toJsonSchema } from "#core/graph/json-schema.ts";
import { checkOutput } from "#core/graph/schema.ts";
import type { FieldError } from "#core/graph/schema.ts";
import type { Schema } from "#core/graph/graph.ts";
import { parseFields } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type { FailureCode } from "#core/run/failure.ts";

/** What an answer must be. */
export interface AnswerForm {
  /** For the provider's schema mode; null takes any text. */
  readonly jsonSchema: Fields | null;
  check(answer: Value): readonly FieldError[];
  /** The failure of an answer that was refused twice. */
  readonly code: FailureCode;
  readonly hint: string;
}

/** An answer, or what is wrong with it. */
export type ReadAnswer = { readonly output: Value } | { readonly errors: readonly FieldError[] };

/** The form of a node's output. */
export function outputForm(schema: Schema | undefined): AnswerForm {
  return {
    jsonSchema: schema ? toJsonSchema(schema) : null,
    check: (answer) => (schema ? checkOutput(schema, answer) : []),
    code: "SCHEMA_VALIDATION",
    hint: "make the prompt say what is wanted, or loosen the schema; a resume asks anew",
  };
}

/** Reads a final text; what a provider parsed itself comes as it is. */
export function readAnswer(form: AnswerForm, text: string, structured?: Value): ReadAnswer {
  const whole = structured ?? parseFields(text);
  const answer = form.jsonSchema === null ? (whole ?? { text }) : (whole ?? parseFenced(text));
  if (answer === undefined) {
    return { errors: [{ field: null, message: "must be one JSON object and nothing else" }] };
  }
  if (isTooDeep(answer)) return { errors: [{ field: null, message: tooDeep }] };
  const errors = form.jsonSchema === null ? [] : form.check(answer);
  return errors.length > 0 ? { errors } : { output: answer };
}

/** The message with which a refused answer is sent back. */
export function describeMistakes(form: AnswerForm, errors: readonly FieldError[]): string {
  const lines = errors.map(({ field, message }) =>
    field === null ? `- the answer ${message}` : `- \`${field}\` ${message}`,
  );
  return [
    "Your answer does not fit what was asked for:",
    ...lines,
    "",
    form.jsonSchema === null
      ? "Answer again."
      : "Answer again with one JSON object that fits, and nothing else.",
  ].join("\n");
}

/** The last fenced block that is one JSON object. */
function parseFenced(text: string): Fields | undefined {
  const blocks = [...text.matchAll(/^```[^\n]*\n([\s\S]*?)^```/gm)].reverse();
  for (const [, content = ""] of blocks) {
    const value = parseFields(content);
    if (value !== undefined) return value;
  }
  return undefined;
}
