/** Reads every declaration of a file; those that don't count for their E codes only. */
import type { McpServer } from "#core/graph/graph.ts";
import { oncePer } from "#core/graph/once.ts";
import type { NodeKind } from "#core/kinds/kind.ts";
import type { Origins } from "#core/languages/language.ts";
import type { TracedTemplate } from "#core/languages/traced-text.ts";
import type { Declaration } from "#core/languages/iter/syntax.ts";
import type { Span } from "#core/text/span.ts";
import type { Declared } from "./declared.ts";
import { lowerNode } from "./nodes.ts";
import type { LoweredNode } from "./nodes.ts";
import { lowerSchema } from "./schemas.ts";
import { openScope } from "./scope.ts";
import type { Scope, Setting } from "./scope.ts";
import { lowerServer } from "./servers.ts";
import { traceTemplate } from "./texts.ts";
import { lowerPresets, lowerVars } from "./variables.ts";
import type { DeclaredPreset, DeclaredVariable } from "./variables.ts";
import { checkWorkflowServers, lowerWorkflow, surroundingsOf } from "./workflow.ts";
import type { WorkflowReading } from "./workflow.ts";

/** What is read with. */
export interface Pass {
  readonly setting: Setting;
  readonly declared: Declared;
  readonly kinds: readonly NodeKind[];
}

/** What the declarations that count say, by name and in source order. */
export interface FileReading {
  readonly workflow: WorkflowReading | null;
  readonly schemas: Origins["schemas"];
  readonly prompts: ReadonlyMap<string, PromptReading>;
  readonly servers: ReadonlyMap<string, ServerReading>;
  readonly nodes: ReadonlyMap<string, LoweredNode>;
  /** The workflow's variables first. */
  readonly variables: ReadonlyMap<string, DeclaredVariable>;
  readonly presets: readonly PresetReading[];
}

interface PromptReading {
  readonly name: Span;
  readonly body: TracedTemplate;
  readonly scope: Scope;
}

interface ServerReading {
  readonly name: Span;
  readonly server: McpServer | null;
}

interface PresetReading {
  readonly preset: DeclaredPreset;
  readonly scope: Scope;
}

/** Reads all declarations, the workflow before the nodes. */
export function readDeclarations(pass: Pass): FileReading {
  const workflow = readWorkflows(pass);
  return {
    workflow,
    schemas: readSchemas(pass),
    prompts: readPrompts(pass),
    servers: readServers(pass),
    nodes: readNodes(pass, workflow),
    variables: readVariables(pass, workflow),
    presets: readPresets(pass),
  };
}

function scopeOf({ setting, declared }: Pass, declaration: Declaration): Scope {
  const ignored = declared.ignored.has(declaration);
  return openScope(setting, { damaged: declaration.damaged, ignored });
}

function readWorkflows(pass: Pass): WorkflowReading | null {
  let read: WorkflowReading | null = null;
  for (const declaration of pass.declared.workflows) {
    const scope = scopeOf(pass, declaration);
    const workflow = lowerWorkflow(scope, declaration);
    if (scope.ignored) continue;
    checkWorkflowServers(workflow);
    read = workflow;
  }
  return read;
}

function readSchemas(pass: Pass): FileReading["schemas"] {
  const schemas = new Map<
    string,
    { name: Span; schema: ReturnType<typeof lowerSchema>; open: boolean }
  >();
  for (const declaration of pass.declared.schemas) {
    const scope = scopeOf(pass, declaration);
    const schema = lowerSchema(scope, declaration);
    const { name, lost } = declaration;
    if (!scope.ignored) schemas.set(name.text, { name: name.span, schema, open: lost > 0 });
  }
  return schemas;
}

function readPrompts(pass: Pass): FileReading["prompts"] {
  const prompts = new Map<string, PromptReading>();
  for (const declaration of pass.declared.prompts) {
    const scope = scopeOf(pass, declaration);
    const { name, body } = declaration;
    if (!scope.ignored)
      prompts.set(name.text, { name: name.span, body: traceTemplate(body), scope });
  }
  return prompts;
}

function readServers(pass: Pass): FileReading["servers"] {
  const servers = new Map<string, ServerReading>();
  for (const declaration of pass.declared.servers) {
    const scope = scopeOf(pass, declaration);
    const server = lowerServer(scope, declaration);
    const { name } = declaration;
    if (!scope.ignored) servers.set(name.text, { name: name.span, server });
  }
  return servers;
}

const kindsByName: (kinds: readonly NodeKind[]) => ReadonlyMap<string, NodeKind> = oncePer(
  (kinds) => new Map(kinds.map((kind) => [kind.name, kind])),
);

function readNodes(pass: Pass, workflow: WorkflowReading | null): FileReading["nodes"] {
  const around = surroundingsOf(workflow, pass.setting.options);
  const kinds = kindsByName(pass.kinds);
  const nodes = new Map<string, LoweredNode>();
  for (const declaration of pass.declared.nodes) {
    const kind = kinds.get(declaration.keyword.text);
    if (kind === undefined) continue;
    const scope = scopeOf(pass, declaration);
    const lowered = lowerNode(scope, { syntax: declaration, kind, around });
    if (!scope.ignored) nodes.set(declaration.name.text, lowered);
  }
  return nodes;
}

function readVariables(pass: Pass, workflow: WorkflowReading | null): FileReading["variables"] {
  const variables = new Map<string, DeclaredVariable>();
  const declared = [...(workflow?.variables ?? [])];
  for (const declaration of pass.declared.vars)
    declared.push(...lowerVars(scopeOf(pass, declaration), declaration));
  for (const variable of declared)
    if (!variables.has(variable.variable.name)) variables.set(variable.variable.name, variable);
  return variables;
}

/** Of presets with one name in two blocks the first counts. */
function readPresets(pass: Pass): PresetReading[] {
  const presets = new Map<string, PresetReading>();
  for (const declaration of pass.declared.presets) {
    const scope = scopeOf(pass, declaration);
    for (const preset of lowerPresets(scope, declaration)) {
      const { text: name } = preset.name;
      if (!presets.has(name)) presets.set(name, { preset, scope });
    }
  }
  return [...presets.values()];
}
