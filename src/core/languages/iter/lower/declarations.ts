/** Reads every declaration of a file; those that don't count for their E codes only. */
import type { McpServer } from "#core/graph/graph.ts";
import type { NodeKind } from "#core/kinds/kind.ts";
import type { Origins } from "#core/languages/language.ts";
import type { Declaration, SyntaxFile, Text } from "#core/languages/iter/syntax.ts";
import type { Span } from "#core/text/span.ts";
import type { Declared } from "./declared.ts";
import { lowerNode } from "./nodes.ts";
import type { LoweredNode } from "./nodes.ts";
import { lowerSchema } from "./schemas.ts";
import { openScope } from "./scope.ts";
import type { Scope, Setting } from "./scope.ts";
import { lowerServer } from "./servers.ts";
import { lowerPresets, lowerVars } from "./variables.ts";
import type { DeclaredPreset, DeclaredVariable } from "./variables.ts";
import { checkWorkflowServers, lowerWorkflow, surroundingsOf } from "./workflow.ts";
import type { WorkflowReading } from "./workflow.ts";

/** What is read with. */
export interface Pass {
  readonly setting: Setting;
  readonly syntax: SyntaxFile;
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
  readonly body: Text;
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

type DeclarationOf<Form> = Extract<Declaration, { readonly form: Form }>;

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

/** Goes through the declarations of a form; `counts` is false for those that are ignored. */
function* each<Form extends Declaration["form"]>(
  { setting, syntax, declared }: Pass,
  form: Form,
): Generator<{ declaration: DeclarationOf<Form>; scope: Scope; counts: boolean }> {
  const isWanted = (declaration: Declaration): declaration is DeclarationOf<Form> =>
    declaration.form === form;
  for (const declaration of syntax.declarations) {
    if (!isWanted(declaration)) continue;
    const ignored = declared.ignored.has(declaration);
    const scope = openScope(setting, { damaged: declaration.damaged, ignored });
    yield { declaration, scope, counts: !ignored };
  }
}

function readWorkflows(pass: Pass): WorkflowReading | null {
  let read: WorkflowReading | null = null;
  for (const { declaration, scope, counts } of each(pass, "workflow")) {
    const workflow = lowerWorkflow(scope, declaration);
    if (!counts) continue;
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
  for (const { declaration, scope, counts } of each(pass, "schema")) {
    const schema = lowerSchema(scope, declaration);
    const { name, lost } = declaration;
    if (counts) schemas.set(name.text, { name: name.span, schema, open: lost > 0 });
  }
  return schemas;
}

function readPrompts(pass: Pass): FileReading["prompts"] {
  const prompts = new Map<string, PromptReading>();
  for (const { declaration, scope, counts } of each(pass, "prompt")) {
    const { name, body } = declaration;
    if (counts) prompts.set(name.text, { name: name.span, body, scope });
  }
  return prompts;
}

function readServers(pass: Pass): FileReading["servers"] {
  const servers = new Map<string, ServerReading>();
  for (const { declaration, scope, counts } of each(pass, "mcp_server")) {
    const server = lowerServer(scope, declaration);
    const { name } = declaration;
    if (counts) servers.set(name.text, { name: name.span, server });
  }
  return servers;
}

function readNodes(pass: Pass, workflow: WorkflowReading | null): FileReading["nodes"] {
  const around = surroundingsOf(workflow, pass.setting.options);
  const kinds = new Map(pass.kinds.map((kind) => [kind.name, kind]));
  const nodes = new Map<string, LoweredNode>();
  for (const { declaration, scope, counts } of each(pass, "node")) {
    const kind = kinds.get(declaration.keyword.text);
    if (kind === undefined) continue;
    const lowered = lowerNode(scope, { syntax: declaration, kind, around });
    if (counts) nodes.set(declaration.name.text, lowered);
  }
  return nodes;
}

function readVariables(pass: Pass, workflow: WorkflowReading | null): FileReading["variables"] {
  const variables = new Map<string, DeclaredVariable>();
  const declared = [...(workflow?.variables ?? [])];
  for (const { declaration, scope } of each(pass, "vars"))
    declared.push(...lowerVars(scope, declaration));
  for (const variable of declared)
    if (!variables.has(variable.variable.name)) variables.set(variable.variable.name, variable);
  return variables;
}

/** Of presets with one name in two blocks the first counts. */
function readPresets(pass: Pass): PresetReading[] {
  const presets = new Map<string, PresetReading>();
  for (const { declaration, scope } of each(pass, "presets")) {
    for (const preset of lowerPresets(scope, declaration)) {
      const { text: name } = preset.name;
      if (!presets.has(name)) presets.set(name, { preset, scope });
    }
  }
  return [...presets.values()];
}
