/** Which tools a node may use. Spec: runtime §15.1–§15.2. */
import { isWritingTool } from "#core/graph/writing-tools.ts";
import type { ToolDefinition } from "#core/ports/model.ts";
import type { ToolPort } from "#core/ports/tool.ts";
import type { ConversationConfig } from "./config.ts";

/** Who knows the tools. */
type Tools = Pick<ToolPort, "list" | "readsOnly">;

type Rules = Pick<ConversationConfig, "tools" | "toolPolicy" | "readonly">;

/** True if a name is one of a list, which may end in `.*` or be `*`. */
export function matchesTool(list: readonly string[], name: string): boolean {
  return list.some(
    (entry) =>
      entry === "*" ||
      entry === name ||
      (entry.endsWith(".*") && name.startsWith(entry.slice(0, -1))),
  );
}

/** True if names that begin so may be among those that a list lets through. */
export function mayMatch(list: readonly string[], prefix: string): boolean {
  return list.some((entry) => entry.startsWith(prefix) || matchesTool([entry], prefix));
}

/** True if a node's list gives it a tool; what writes to GitHub is given by its name alone, so that checks before the run see it. */
function gives(list: readonly string[], name: string): boolean {
  return isWritingTool(name) ? list.includes(name) : matchesTool(list, name);
}

/** True for a tool that the node lists, that the policy lets through, and that may be used here. */
export function isAllowed(rules: Rules, tools: Tools, name: string): boolean {
  if (rules.tools === null || !gives(rules.tools, name)) return false;
  if (rules.toolPolicy !== null && !matchesTool(rules.toolPolicy, name)) return false;
  return !rules.readonly || tools.readsOnly(name);
}

/** The tools that a model is told of. */
export function offeredTools(rules: Rules, tools: Tools): readonly ToolDefinition[] {
  if (rules.tools === null || rules.tools.length === 0) return [];
  return tools.list().filter(({ name }) => isAllowed(rules, tools, name));
}

/** The tools that a delegate is allowed; null is its usual set. */
export function delegateTools(rules: Rules): readonly string[] | null {
  const { tools, toolPolicy: policy } = rules;
  if (tools === null) return policy === null || policy.includes("*") ? null : policy;
  return policy === null ? tools : tools.filter((name) => matchesTool(policy, name));
}
