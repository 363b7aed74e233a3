/** Which declarations count: the first of each name, and the first workflow. */
import { diagnose } from "#core/diagnostics/catalog.ts";
import type { Report } from "#core/diagnostics/collect.ts";
import type {
  Declaration,
  NodeSyntax,
  PresetsSyntax,
  PromptSyntax,
  SchemaSyntax,
  ServerSyntax,
  SyntaxFile,
  UnreadableSyntax,
  VarsSyntax,
  WorkflowSyntax,
} from "#core/languages/iter/syntax.ts";
import { positionAt } from "#core/text/source-file.ts";
import type { SourceFile } from "#core/text/source-file.ts";
import type { Span } from "#core/text/span.ts";
import type { DeclaredNames } from "./scope.ts";

/** A file's declarations by form, in source order, and what they are worth. */
export interface Declared extends Readonly<Sorted> {
  readonly names: DeclaredNames;
  /** Second ones of a name, and further workflows: read for their E codes only. */
  readonly ignored: ReadonlySet<Declaration>;
  /** Unreadable ones included. */
  readonly workflowCount: number;
}

type Of<Syntax> = Syntax & { readonly damaged: boolean };

type Block = VarsSyntax | PresetsSyntax;

type Named = NodeSyntax | SchemaSyntax | PromptSyntax | ServerSyntax;

/** Sorts out which declarations count, and reports those that don't. */
export function sortDeclarations(file: SourceFile, syntax: SyntaxFile, report: Report): Declared {
  const sorted = sortByForm(syntax.declarations);
  const { vars, presets, nodes, schemas, prompts, servers, workflows, unreadable } = sorted;
  const ignored = new Set<Declaration>();
  const namesOf = (declarations: readonly Of<Named>[]): Map<string, Span> => {
    const names = new Map<string, Span>();
    for (const declaration of declarations) {
      const { text: name, span } = declaration.name;
      const fault = faultOf(file, declaration, names.get(name));
      if (fault === undefined) names.set(name, span);
      else {
        report(fault);
        ignored.add(declaration);
      }
    }
    return names;
  };
  reportSecondBlocks(file, vars, report);
  reportSecondBlocks(file, presets, report);
  for (const second of workflows.slice(1)) {
    report(diagnose("C007", second.name.span, { name: second.name.text }));
    ignored.add(second);
  }
  const lost = unreadable.filter(({ keyword }) => keyword?.text === "workflow");
  const workflowCount = workflows.length + lost.length;
  if (workflowCount === 0) report(diagnose("C006", { start: 0, end: 0 }, {}));
  const names = {
    nodes: namesOf(nodes),
    schemas: namesOf(schemas),
    prompts: namesOf(prompts),
    servers: namesOf(servers),
    unreadable: new Set(unreadable.flatMap(({ name }) => name?.text ?? [])),
  };
  return { ...sorted, names, ignored, workflowCount };
}

/** Declarations by form. */
interface Sorted {
  readonly vars: Of<VarsSyntax>[];
  readonly presets: Of<PresetsSyntax>[];
  readonly nodes: Of<NodeSyntax>[];
  readonly schemas: Of<SchemaSyntax>[];
  readonly prompts: Of<PromptSyntax>[];
  readonly servers: Of<ServerSyntax>[];
  readonly workflows: Of<WorkflowSyntax>[];
  readonly unreadable: Of<UnreadableSyntax>[];
}

function sortByForm(declarations: readonly Declaration[]): Sorted {
  const sorted: Sorted = {
    vars: [],
    presets: [],
    nodes: [],
    schemas: [],
    prompts: [],
    servers: [],
    workflows: [],
    unreadable: [],
  };
  for (const declaration of declarations) addTo(sorted, declaration);
  return sorted;
}

function addTo(sorted: Sorted, declaration: Declaration): void {
  switch (declaration.form) {
    case "vars":
      sorted.vars.push(declaration);
      break;
    case "presets":
      sorted.presets.push(declaration);
      break;
    case "node":
      sorted.nodes.push(declaration);
      break;
    case "schema":
      sorted.schemas.push(declaration);
      break;
    case "prompt":
      sorted.prompts.push(declaration);
      break;
    case "mcp_server":
      sorted.servers.push(declaration);
      break;
    case "workflow":
      sorted.workflows.push(declaration);
      break;
    case "unreadable":
      sorted.unreadable.push(declaration);
  }
}

function faultOf(
  file: SourceFile,
  { form, keyword, name: { text: name, span } }: Named,
  earlier: Span | undefined,
): ReturnType<typeof diagnose> | undefined {
  if (form === "node" && (name === "done" || name === "fail"))
    return diagnose("E011", span, { kind: keyword.text, name });
  if (earlier === undefined) return undefined;
  const { line } = positionAt(file, earlier.start);
  if (form === "mcp_server") return diagnose("C024", span, { name, line });
  const rename = `${keyword.text} ${name}_2:`;
  return diagnose("E010", span, { what: "name", name, line, rename });
}

/** A second `vars` or `presets` at the margin is a fault, but its entries count. */
function reportSecondBlocks(file: SourceFile, blocks: readonly Block[], report: Report): void {
  const [first, ...further] = blocks;
  if (first === undefined) return;
  const { line } = positionAt(file, first.keyword.span.start);
  for (const { form, keyword } of further)
    report(diagnose("E010", keyword.span, { what: "block", name: form, line }));
}
