/**
 * Lowers an `.iter` file: what its declarations mean as one graph, where each was written, and what
 * couldn't be read.
 */
import type { Report } from "#core/diagnostics/collect.ts";
import type { NodeKind } from "#core/kinds/kind.ts";
import type { CompileOptions, Lowered, Origins } from "#core/languages/language.ts";
import type { SyntaxFile } from "#core/languages/iter/syntax.ts";
import type { SourceFile } from "#core/text/source-file.ts";
import { readDeclarations } from "./declarations.ts";
import type { FileReading } from "./declarations.ts";
import { sortDeclarations } from "./declared.ts";
import type { Declared } from "./declared.ts";
import { findGaps, findImplied } from "./gaps.ts";
import { buildGraph } from "./graph.ts";
import { lowerPreset } from "./variables.ts";

/** Lowers a file; faults go to `report`. */
export function lowerFile(
  file: SourceFile,
  syntax: SyntaxFile,
  kinds: readonly NodeKind[],
  { options, report }: { readonly options: CompileOptions; readonly report: Report },
): Lowered {
  const declared = sortDeclarations(file, syntax, report);
  const setting = { file, options, names: declared.names, report, variables: new Set<string>() };
  const reading = readDeclarations({ setting, declared, kinds });
  const gaps = findGaps(declared, reading);
  const implied = findImplied(reading) ?? [];
  const variables = new Map([
    ...reading.variables,
    ...implied.map((declaration) => [declaration.variable.name, declaration] as const),
  ]);
  const allKnown = !(gaps.lostVariable || gaps.lostWorkflowLine || gaps.impliedVariablesUnknown);
  const graph = buildGraph(setting, reading, {
    variables: [...variables.values()].map(({ variable }) => variable),
    presets: reading.presets.map(({ scope, preset }) =>
      lowerPreset(scope, preset, variables, allKnown),
    ),
  });
  return { file, graph, origins: findOrigins(declared, reading), gaps, known: new Map() };
}

function findOrigins(declared: Declared, reading: FileReading): Origins {
  const { workflow, nodes, prompts, servers, schemas } = reading;
  return {
    workflow: workflow && {
      name: workflow.syntax.name.span,
      entry: workflow.properties.get("entry") ?? null,
      damaged: workflow.scope.damage.found,
    },
    workflows: declared.workflowCount,
    nodes: mapValues(nodes, ({ origin }) => origin),
    edges: workflow?.origins ?? [],
    prompts: mapValues(prompts, ({ name, body, scope }) => ({
      name,
      body,
      damaged: scope.damage.found,
    })),
    schemas,
    servers: mapValues(servers, ({ name }) => name),
  };
}

function mapValues<From, To>(
  map: ReadonlyMap<string, From>,
  change: (value: From) => To,
): Map<string, To> {
  const changed = new Map<string, To>();
  for (const [key, value] of map) changed.set(key, change(value));
  return changed;
}
