/** Answers that are given before anybody is asked: by flags, or in a file. */
import { isFields } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { Refusal } from "#core/run/failure.ts";
import type { Interaction } from "#core/run/state.ts";

/** The answer to one gate, or to the only open one. */
export interface Answers {
  /** Label, node, `branch/node` or interaction id; null for the only open gate. */
  readonly gate: string | null;
  readonly answers: Fields;
  /** Values are text from a person, to be read by the field's type. */
  readonly text?: true;
}

/**
 * Reads `[gate.]key=value` flags; those of one gate are one answer.
 *
 * @example
 * readAnswerFlags(["g1.approved=true", "g1.reason=fine"]);
 */
export function readAnswerFlags(flags: readonly string[]): Answers[] {
  const byGate = new Map<string | null, [string, Value][]>();
  for (const flag of flags) {
    const equals = flag.indexOf("=");
    const name = flag.slice(0, Math.max(0, equals));
    const dot = name.lastIndexOf(".");
    const key = name.slice(dot + 1);
    if (equals < 1 || key === "" || dot === 0) throw badFlag(flag);
    const gate = dot < 0 ? null : name.slice(0, dot);
    const value: [string, Value] = [key, flag.slice(equals + 1)];
    byGate.set(gate, [...(byGate.get(gate) ?? []), value]);
  }
  return Array.from(byGate, ([gate, answers]) => ({
    gate,
    answers: Object.fromEntries(answers),
    text: true,
  }));
}

/** Reads the content of an answers file: the fields of the only open gate, or gate → fields. */
export function readAnswersFile(
  content: Value,
  path: string,
  open: readonly Interaction[],
): Answers[] {
  if (!isFields(content)) {
    throw new Refusal("INPUT_INVALID", `\`${path}\` holds no object.`, {
      hint: "write the fields of the open gate, or for each gate an object of its fields",
    });
  }
  const [only] = open.length === 1 ? open : [];
  const fields = only?.fields.map(({ name }) => name) ?? [];
  const keys = Object.keys(content);
  const isOne = only !== undefined && keys.some((key) => fields.includes(key));
  const gates = Object.entries(content).flatMap(([gate, answers]) =>
    isFields(answers) ? [{ gate, answers }] : [],
  );
  const areGates = keys.length > 0 && gates.length === keys.length;
  return isOne || !areGates ? [{ gate: null, answers: content }] : gates;
}

function badFlag(flag: string): Refusal {
  return new Refusal("INPUT_INVALID", `The answer \`${flag}\` has no form that can be read.`, {
    hint: "write `--answer field=value`, or `--answer gate.field=value`",
  });
}
