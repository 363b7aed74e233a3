/** Waiting for something that nobody can be asked for: checks that have to end, writes of another job. Spec: github §11.5, §13. */
import { isFields } from "#core/graph/value.ts";
import type { Fields } from "#core/graph/value.ts";
import type { Answer, NodeContext, Question } from "#core/kinds/kind.ts";

/** What a tool waits for, as the run asks for it. */
export type Wait = Pick<Question, "questions"> & { readonly source: "checks" | "effects" };

/** What ends a wait: checks have ended; what was proposed was written, or turned down. */
const fieldsOfWait: Readonly<Record<Wait["source"], Question["fields"]>> = {
  checks: [{ name: "ended", type: "bool" }],
  effects: [
    { name: "outcome", type: "string", enum: ["written", "failed", "refused"] },
    { name: "output", type: "string" },
    { name: "code", type: "string", optional: true },
  ],
};

/** Waits; the text says for what. */
export function waitFor(context: NodeContext, text: string, wait: Wait): Promise<Answer> {
  return context.ask({
    ...wait,
    instructions: text,
    fields: fieldsOfWait[wait.source],
    minAnswers: 1,
  });
}

/** What the question of a tool waits for; undefined if somebody is asked. */
export function readWait({ waitsFor, awaits }: Fields): Wait | undefined {
  if (!isFields(waitsFor)) return undefined;
  return { source: awaits === "effects" ? "effects" : "checks", questions: waitsFor };
}
