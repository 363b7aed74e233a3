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

/** A file's declarations by what they are worth. */
export interface Declared {
  readonly names: DeclaredNames;
  /** Second ones of a name, and further workflows: read for their E codes only. */
  readonly ignored: ReadonlySet<object>;
  readonly workflow: (WorkflowSyntax & { readonly damaged: boolean }) | null;
  /** Unreadable ones included. */
  readonly workflows: number;
  readonly unreadable: readonly UnreadableSyntax[];
}

type Block = VarsSyntax | PresetsSyntax;

type Named = NodeSyntax | SchemaSyntax | PromptSyntax | ServerSyntax;

const spaces = {
  node: "nodes",
  schema: "schemas",
  prompt: "prompts",
  mcp_server: "servers",
} as const;

/** Sorts out which declarations count, and reports those that don't. */
export function sortDeclarations(file: SourceFile, syntax: SyntaxFile, report: Report): Declared {
  const { declarations } = syntax;
  const first: Record<(typeof spaces)[Named["form"]], Map<string, Span>> = {
    nodes: new Map(),
    schemas: new Map(),
    prompts: new Map(),
    servers: new Map(),
  };
  const ignored = new Set<object>();
  for (const declaration of declarations.filter(isNamed)) {
    const { text: name, span } = declaration.name;
    const names = first[spaces[declaration.form]];
    const fault = faultOf(file, declaration, names.get(name));
    if (fault === undefined) names.set(name, span);
    else {
      report(fault);
      ignored.add(declaration);
    }
  }
  reportSecondBlocks(
    file,
    declarations.filter((block) => block.form === "vars"),
    report,
  );
  reportSecondBlocks(
    file,
    declarations.filter((block) => block.form === "presets"),
    report,
  );
  const unreadable = declarations.filter((declaration) => declaration.form === "unreadable");
  const [workflow = null, ...further] = declarations.filter(
    (declaration) => declaration.form === "workflow",
  );
  for (const second of further) {
    report(diagnose("C007", second.name.span, { name: second.name.text }));
    ignored.add(second);
  }
  const lost = unreadable.filter(({ keyword }) => keyword?.text === "workflow");
  const workflows = lost.length + further.length + (workflow === null ? 0 : 1);
  if (workflows === 0) report(diagnose("C006", { start: 0, end: 0 }, {}));
  return { names: namesOf(first, unreadable), ignored, workflow, workflows, unreadable };
}

function isNamed(declaration: Declaration): declaration is Declaration & Named {
  return Object.hasOwn(spaces, declaration.form);
}

function namesOf(
  first: Readonly<Record<"nodes" | "schemas" | "prompts" | "servers", ReadonlyMap<string, Span>>>,
  unreadable: readonly UnreadableSyntax[],
): DeclaredNames {
  const names = unreadable.map(({ name }) => name?.text).filter((name) => name !== undefined);
  return {
    nodes: new Set(first.nodes.keys()),
    schemas: new Set(first.schemas.keys()),
    prompts: new Set(first.prompts.keys()),
    servers: new Set(first.servers.keys()),
    unreadable: new Set(names),
  };
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
