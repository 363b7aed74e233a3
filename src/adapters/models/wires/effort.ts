/** How hard a model thinks, in the words of those that take words for it. */
import type { ReasoningEffort } from "#core/graph/graph.ts";

/** The levels of OpenAI and Anthropic. */
export type Effort = "low" | "medium" | "high" | "xhigh" | "max";

const levels: readonly Effort[] = ["low", "medium", "high", "xhigh", "max"];

/** The level on the wire: the asked one, or the highest below it that the model knows. */
export function toEffort(asked: ReasoningEffort, known: readonly Effort[]): Effort {
  const wanted = levels.indexOf(asked === "extra_high" ? "xhigh" : asked);
  return levels.slice(0, wanted + 1).findLast((level) => known.includes(level)) ?? "low";
}

/** Models of OpenAI that reason; the others refuse to be asked for it. */
export function reasons(model: string): boolean {
  return /^(?:o\d|codex|gpt-(?:[5-9]|\d\d))/.test(model) && !model.includes("chat");
}

/** The levels that one of OpenAI's reasoning models knows. */
export function levelsOf(model: string): readonly Effort[] {
  const [, major = "", minor = "0"] = /^gpt-(\d+)(?:\.(\d+))?/.exec(model) ?? [];
  if (major === "" || (major === "5" && Number(minor) < 2)) {
    return model.includes("codex-max") ? levels.slice(0, 4) : levels.slice(0, 3);
  }
  return major === "5" && Number(minor) < 6 ? levels.slice(0, 4) : levels;
}
