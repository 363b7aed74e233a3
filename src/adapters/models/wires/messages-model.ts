/** What each of Anthropic's models can do. */
import type { Effort } from "./effort.ts";

/** What is asked for at the rim of a request, by model. */
export interface Abilities {
  /** The most that it may answer, thoughts included; more is refused. */
  readonly maxTokens: number;
  /** It takes a schema for its answer. */
  readonly schemaMode: boolean;
  /** How it is told how hard to think. */
  readonly thinking: "none" | "budget" | readonly Effort[];
  /** It thinks as it likes without being asked to. */
  readonly unasked?: true;
}

/** Each line holds for names that begin so; what no line knows is new and can do everything. */
const lines: readonly (readonly [RegExp, Abilities])[] = [
  [
    /^claude-(?:[12]|instant|v1|3-(?:opus|sonnet|haiku))/,
    { maxTokens: 4_096, schemaMode: false, thinking: "none" },
  ],
  [/^claude-3-5/, { maxTokens: 8_192, schemaMode: false, thinking: "none" }],
  [/^claude-3/, { maxTokens: 64_000, schemaMode: false, thinking: "budget" }],
  [
    /^claude-(?:opus-4(?:-0)?(?:-\d{8})?$|4-opus)/,
    { maxTokens: 32_000, schemaMode: false, thinking: "budget" },
  ],
  [/^claude-opus-4-1/, { maxTokens: 32_000, schemaMode: true, thinking: "budget" }],
  [
    /^claude-(?:sonnet-4(?:-0)?(?:-\d{8})?$|4-sonnet)/,
    { maxTokens: 64_000, schemaMode: false, thinking: "budget" },
  ],
  [/^claude-(?:sonnet|haiku)-4-5/, { maxTokens: 64_000, schemaMode: true, thinking: "budget" }],
  [
    /^claude-opus-4-5/,
    { maxTokens: 64_000, schemaMode: true, thinking: ["low", "medium", "high"], unasked: true },
  ],
  [
    /^claude-(?:opus|sonnet)-4-6/,
    { maxTokens: 64_000, schemaMode: true, thinking: ["low", "medium", "high", "max"] },
  ],
];

const newest: Abilities = {
  maxTokens: 64_000,
  schemaMode: true,
  thinking: ["low", "medium", "high", "xhigh", "max"],
};

/** What a model can do. */
export function abilitiesOf(model: string): Abilities {
  const name = plainName(model);
  return lines.find(([names]) => names.test(name))?.[1] ?? newest;
}

/** Without what clouds put around it: `us.anthropic.claude-opus-4-6-v1:0`, `claude-opus-4-1@20250805`. */
function plainName(model: string): string {
  return model
    .slice(Math.max(0, model.indexOf("claude-")))
    .replace("@", "-")
    .replace(/-v\d+(?::\d+)?$/, "");
}
