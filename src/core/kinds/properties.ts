/** Properties that several kinds have, and what is checked of them. */
import { diagnose } from "#core/diagnostics/catalog.ts";
import type { Report } from "#core/diagnostics/collect.ts";
import type { DrawingDetail } from "#core/graph/drawing.ts";
import { splitModels } from "#core/graph/models.ts";
import { isList } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { readingTools } from "#core/ports/tool.ts";
import { delegateWords, interactionWords } from "./kind.ts";
import type { NodeDefaults, PropertySpec, PropertyTable, WrittenNode } from "./kind.ts";

/** The data contracts of a node. */
export const schemaProperties: PropertyTable = {
  input: { form: "schema", field: "input", summary: "The schema of what must come in." },
  output: { form: "schema", field: "output", summary: "The schema of what must come out." },
};

/** The artifact that an output becomes. */
export const publishProperty: PropertyTable = {
  publish: {
    form: "name",
    field: "publish",
    summary: "The artifact of which the output is the next version.",
  },
};

/** Where branches meet. */
export const awaitProperty: PropertyTable = {
  await: {
    form: "word",
    field: "await",
    words: { wait_all: "wait_all", best_effort: "best_effort" },
    summary: "Makes branches meet here: all of them, or those that succeed.",
  },
};

/** Who thinks: a model that is called, or a coding agent that is run. */
export const modelProperties: PropertyTable = {
  model: {
    form: "model",
    field: "model",
    summary: "The model, as `provider/model`; with a delegate, the name its CLI knows.",
  },
  delegate: {
    form: "delegate",
    field: "delegate",
    aliases: ["backend"],
    words: delegateWords,
    summary: "The coding agent that does the work; `none` calls the model directly.",
  },
};

/** Prompts of a conversation. */
export const promptProperties: PropertyTable = {
  system: { form: "prompt", field: "system", summary: "The prompt with the standing orders." },
  user: { form: "prompt", field: "user", summary: "The prompt with the task." },
};

/** How hard a model thinks. */
export const effortProperty: PropertyTable = {
  reasoning_effort: {
    form: "effort",
    field: "reasoningEffort",
    words: {
      low: "low",
      medium: "medium",
      high: "high",
      extra_high: "extra_high",
      xhigh: "extra_high",
      max: "max",
    },
    summary: "How hard the model thinks before it answers.",
  },
};

/** Time and further attempts. */
export const attemptProperties: PropertyTable = {
  timeout: {
    form: "duration",
    field: "timeoutMs",
    summary: "The longest that one attempt may take.",
  },
  retry: {
    form: "retry",
    field: "retry",
    min: 0,
    max: 10,
    summary: "Further attempts after a failed one.",
    block: {
      max: { form: "whole", field: "max", min: 1, max: 10, default: 1, summary: "How many." },
      delay: {
        form: "duration",
        field: "delayMs",
        default: 1000,
        summary: "The wait before the first further attempt.",
      },
      factor: {
        form: "number",
        field: "factor",
        min: 1,
        default: 2,
        summary: "What the wait is multiplied by from one attempt to the next.",
      },
      max_delay: {
        form: "duration",
        field: "maxDelayMs",
        default: 60_000,
        summary: "The longest wait.",
      },
    },
  },
};

/** Variables for a process. */
export const envProperty: PropertyTable = {
  env: {
    form: "env-names",
    field: "env",
    default: [],
    summary: "Names of environment variables that are handed to the process.",
  },
};

/** Whether the node leaves the workspace alone. */
export const readonlyProperty: PropertyTable = {
  readonly: {
    form: "bool",
    field: "readonly",
    default: false,
    summary: "Keeps the node from changing the workspace.",
  },
};

/** Who answers questions. */
export const interactionProperty: PropertySpec = {
  form: "word",
  field: "interaction",
  words: interactionWords,
  summary: "Who answers when the node asks.",
};

/** The prompt and the model that answer questions in place of people. */
export const answeringProperties: PropertyTable = {
  interaction_prompt: {
    form: "prompt",
    field: "interactionPrompt",
    summary: "The prompt for whoever answers in place of people.",
  },
  interaction_model: {
    form: "model",
    field: "interactionModel",
    summary: "The model that answers in place of people.",
  },
};

const providers = [
  ...["anthropic", "openai", "github", "bedrock", "vertex", "openai-compatible", "simulate"],
];
const served = new RegExp(`^(?:(?:${providers.join("|")})/.|(?:claude|gpt)-.)`, "s");

/** The node's own model and delegate, or what holds for nodes without. */
export function completeModel(fields: Fields, defaults: NodeDefaults): Fields {
  return { ...fields, ...modelOf(fields, defaults) };
}

function modelOf(
  fields: Fields,
  defaults: NodeDefaults,
): { readonly model: Value; readonly delegate: Value } {
  const own = fields["delegate"] ?? null;
  const delegate = own === "none" ? null : (own ?? defaults.delegate);
  const model = fields["model"] ?? (delegate === null ? defaults.model : null);
  return { model, delegate };
}

/** Reports a node that nobody can run, and models that no provider serves. */
export function checkModel(written: WrittenNode, report: Report): void {
  const { fields, id, kind } = written;
  const certain = written.defaultsKnown && !written.damaged;
  if (certain && fields["model"] === null && fields["delegate"] === null)
    report(diagnose("C018", written.name, { lack: "model", kind, name: id }));
  if (fields["delegate"] === null) checkServed(written, "model", report);
}

/** Reports a model that no provider serves. */
export function checkServed(written: WrittenNode, property: string, report: Report): void {
  const spelling = property === "interaction_model" ? "interactionModel" : property;
  const model = written.fields[spelling];
  if (typeof model !== "string" || !written.hasWorkflow) return;
  const origin = written.property(property);
  if (origin?.known !== true) return;
  const models = splitModels(model);
  for (const one of models.filter((some) => !served.test(some))) {
    const text = models.length === 1 ? origin.source : JSON.stringify(one);
    report(diagnose("C121", origin.value, { written: text }));
  }
}

/** True for tools that may change the workspace. */
export function changesWorkspace(tools: Value | undefined): boolean {
  if (!isList(tools)) return false;
  return tools.some(
    (tool) => typeof tool === "string" && !readingTools.has(tool) && !tool.startsWith("github."),
  );
}

/** Everything that an agent or a judge may be told. */
export const conversationProperties: PropertyTable = {
  ...modelProperties,
  ...schemaProperties,
  ...publishProperty,
  ...promptProperties,
  session: {
    form: "word",
    field: "session",
    words: {
      fresh: "fresh",
      inherit: "inherit",
      inherit_if_available: "inherit_if_available",
      fork: "fork",
      artifacts_only: "artifacts_only",
    },
    default: "fresh",
    summary: "Which conversation goes on here.",
  },
  tools: {
    form: "tools",
    field: "tools",
    summary: "What may be used; `[]` is nothing at all.",
  },
  tool_policy: {
    form: "tools",
    field: "toolPolicy",
    summary: "Which of the tools are let through: exact names, `ns.*` or `*`.",
  },
  tool_max_steps: {
    form: "whole",
    field: "toolMaxSteps",
    min: 0,
    default: 0,
    summary: "How many rounds of tool use there may be; 0 is no limit.",
  },
  ...effortProperty,
  ...readonlyProperty,
  mcp: {
    form: "block",
    field: "mcp",
    block: {
      inherit: {
        form: "bool",
        field: "inherit",
        default: true,
        summary: "Whether the workflow's servers hold here, too.",
      },
      servers: {
        form: "servers",
        field: "servers",
        default: [],
        summary: "Servers besides the workflow's.",
      },
      disable: {
        form: "servers",
        field: "disable",
        default: [],
        summary: "Servers that are left out.",
      },
    },
    summary: "The MCP servers whose tools are at hand.",
  },
  interaction: interactionProperty,
  ...answeringProperties,
  ...awaitProperty,
  ...attemptProperties,
  ...envProperty,
};

/** What a detailed drawing says of an agent or a judge. */
export const conversationDetails: readonly DrawingDetail[] = [
  { label: "model", field: "model" },
  { label: "delegate", field: "delegate" },
  { label: "in", field: "input" },
  { label: "out", field: "output" },
  { label: "publish", field: "publish" },
  { label: "session", field: "session", unless: "fresh" },
  { label: "interaction", field: "interaction", unless: "none" },
];

/** An agent's or judge's fields with the defaults of workflow and environment. */
export function completeConversation(fields: Fields, defaults: NodeDefaults): Fields {
  const { model, delegate } = modelOf(fields, defaults);
  const asks = delegate === null ? "none" : defaults.interaction;
  return {
    ...fields,
    model,
    delegate,
    toolPolicy: fields["toolPolicy"] ?? defaults.toolPolicy,
    interaction: fields["interaction"] ?? asks,
  };
}

/** True for a delegate, and for a model with a tool that does more than read. */
export function conversationMutates(fields: Fields): boolean {
  if (fields["readonly"] === true) return false;
  return fields["delegate"] !== null || changesWorkspace(fields["tools"]);
}

/** Reports an agent or a judge that nobody can run, or whose model has to ask by a tool. */
export function checkConversation(written: WrittenNode, report: Report): void {
  checkModel(written, report);
  checkServed(written, "interaction_model", report);
  const { fields, id } = written;
  if (!written.defaultsKnown || written.damaged) return;
  if (fields["interaction"] === "none" || fields["delegate"] !== null) return;
  const interaction = written.property("interaction");
  if (interaction !== undefined) report(diagnose("C029", interaction.name, { name: id }));
}
