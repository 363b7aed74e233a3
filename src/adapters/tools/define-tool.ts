/** Makes tools whose input is checked before they run, and whose faults are told to the model. */
import { z } from "zod";
import type { Fields, Value } from "#core/graph/value.ts";
import type { EffectLog } from "#core/ports/effects.ts";
import type { CallSite } from "#core/ports/model.ts";
import type { ToolAnswers, ToolQuestion } from "#core/ports/tool.ts";
import type { Tool } from "./index.ts";

/** What is around a call. */
export interface ToolCallOptions {
  readonly signal: AbortSignal;
  readonly site: CallSite;
  /** Where outward writes are recorded. */
  readonly effects?: EffectLog | undefined;
  /** What the call waited for before, and what came of it. */
  readonly answers?: ToolAnswers | undefined;
  /** The digest of what another job has proposed: nothing else is written. */
  readonly proposed?: string | undefined;
}

/** How a tool is written. */
export interface ToolSource<Input> {
  readonly name: string;
  /** What it does and how it is best used: read by models. */
  readonly description: string;
  /** True if it changes nothing. */
  readonly readsOnly: boolean;
  readonly input: z.ZodType<Input>;
  /** The result as the model reads it, or what it waits for; a `ToolFault` is told to the model. */
  run(input: Input, options: ToolCallOptions): Promise<string | ToolData | ToolWait>;
}

/** A result as models read it, and as programs do. */
export interface ToolData {
  readonly output: string;
  readonly data: Value;
}

/** Something has to end first; then the tool is called again. */
export interface ToolWait {
  readonly question: ToolQuestion;
}

/** Something that the model did wrong or can do something about: no failure of the node. */
export class ToolFault extends Error {
  override readonly name = "ToolFault";
}

/**
 * Makes a tool.
 *
 * @example
 * defineTool({ name: "today", description: "…", readsOnly: true, input: z.strictObject({}), run });
 */
export function defineTool<Input>(source: ToolSource<Input>): Tool {
  const { name, description, readsOnly, input: schema } = source;
  return {
    definition: { name, description, inputSchema: readJsonSchema(schema) },
    readsOnly,
    async call(input, options) {
      const checked = schema.safeParse(input);
      if (!checked.success) return { output: describe(checked.error), failed: true };
      try {
        const said = await source.run(checked.data, options);
        return typeof said === "string"
          ? { output: said, failed: false }
          : { output: "", failed: false, ...said };
      } catch (error) {
        if (!(error instanceof ToolFault) && !isOfSystem(error)) throw error;
        return { output: error.message, failed: true };
      }
    },
  };
}

/** What a file system says of a path that a model made up. */
function isOfSystem(error: unknown): error is Error {
  return error instanceof Error && "syscall" in error;
}

function describe({ issues }: z.ZodError): string {
  return issues
    .map(({ path, message }) => `\`${path.map(String).join(".") || "input"}\`: ${message}`)
    .join("; ");
}

function readJsonSchema(schema: z.ZodType): Fields {
  const written = z.toJSONSchema(schema) as Fields;
  return Object.fromEntries(Object.entries(written).filter(([key]) => key !== "$schema"));
}
