/** Reads and compiles files that others use: flows with their hosts, and `.iter` files. */
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { compileFlow, flowKinds } from "#core/flow.ts";
import type { CalledFile, FlowOptions, FlowSource } from "#core/flow.ts";
import type { UseProblem } from "#core/diagnostics/catalog/uses.ts";
import type { FieldType, Graph } from "#core/graph/graph.ts";
import { resolveModels } from "#core/graph/models.ts";
import type { ReadUse, UsedFile } from "#core/languages/language.ts";
import { isTakenAsFlow } from "#core/languages/flow-path.ts";
import { readFlowOptions } from "#core/run/flow-options.ts";
import { Refusal } from "#core/run/failure.ts";
import { writeSettings } from "#core/run/settings.ts";
import { compileSource } from "#core/standard.ts";
import type { SourceOptions } from "#core/standard.ts";
import { decodeSource } from "#core/text/decode.ts";
import { positionAt } from "#core/text/source-file.ts";
import { toFlowOptions } from "./flow-options.ts";
import { checkInside, readHost } from "./host-file.ts";
import type { HostPlace } from "./host-file.ts";

/** How files are read, and how those in `.iter` are compiled. */
export interface UseSetting {
  readonly place: HostPlace;
  readonly options: Omit<SourceOptions, "readUse">;
}

/** Reads what files use, seen from their own folder. */
export function createUseReader(setting: UseSetting): ReadUse {
  return readWithin(setting, []);
}

/** What a flow's graphs in the other language are compiled with. */
export function otherLanguage(
  setting: UseSetting,
  flow: string,
): Required<Pick<FlowOptions, "compileOther">> {
  return { compileOther: (source) => compileWorkflow(setting, [flow], source) };
}

/** @param above - The files that lead here, none of which may come again. */
function readWithin(setting: UseSetting, above: readonly string[]): ReadUse {
  return (file, from) => {
    const path = join(dirname(from), file);
    const chain = [...above, join(from)];
    if (chain.includes(path)) return { problem: { kind: "circle" } };
    try {
      const source = { path, text: readText(setting.place, path) };
      return isTakenAsFlow(path)
        ? useFlow(setting, chain, source)
        : useWorkflow(compileWorkflow(setting, chain, source));
    } catch (error) {
      if (error instanceof Refusal) return { problem: unreadable(error) };
      throw error;
    }
  };
}

function compileWorkflow(
  setting: UseSetting,
  chain: readonly string[],
  { path, text }: FlowSource,
): CalledFile {
  return compileSource(path, text, { ...setting.options, readUse: readWithin(setting, chain) });
}

function useFlow(setting: UseSetting, chain: readonly string[], source: FlowSource): UsedFile {
  const host = readHost(setting.place, source.path, undefined);
  const read = readFlowOptions(host.options);
  if ("errors" in read) {
    throw new Refusal("INPUT_INVALID", `\`${host.path ?? ""}\` has options that are not right.`, {
      errors: read.errors,
    });
  }
  const settings = { ...read.settings, models: host.models };
  const { strict, expression } = settings;
  const { validate } = read;
  const compiled = compileFlow(source, {
    ...toFlowOptions(host, setting.options.sha256),
    compileOther: (other) => compileWorkflow(setting, [...chain, source.path], other),
    ...{ strict, expression, validate },
  });
  const faulty = [compiled, ...compiled.called].find(({ graph }) => graph === null);
  if (faulty !== undefined || compiled.graph === null) {
    return { problem: describeErrors(faulty ?? compiled) };
  }
  const graph = resolveModels(compiled.graph, host.models);
  return { graph, settings: writeSettings(settings), gives: givesOfFlow(graph) };
}

function useWorkflow(compiled: CalledFile): UsedFile {
  const { graph } = compiled;
  if (graph === null) return { problem: describeErrors(compiled) };
  const gives = graph.nodes.filter(({ kind }) => kind !== "fail");
  return { graph, gives: new Map(gives.map(({ id }) => [id, "json"])) };
}

function givesOfFlow({ nodes }: Graph): Map<string, FieldType> {
  const forms = new Map(flowKinds.map(({ name, flow }) => [name, flow]));
  return new Map(
    nodes.flatMap(({ id, kind }): [string, FieldType][] => {
      const form = forms.get(kind);
      return form?.silent === true ? [] : [[id, form?.gives ?? "json"]];
    }),
  );
}

function describeErrors({ file, diagnostics }: CalledFile): UseProblem {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const [first] = errors;
  if (first === undefined) return { kind: "errors", first: file.path, count: 1 };
  const { line, column } = positionAt(file, first.span.start);
  const said = `${file.path}:${line}:${column} ${first.code}: ${first.message}`;
  return { kind: "errors", first: said, count: errors.length };
}

function unreadable({ message, hint }: Refusal): UseProblem {
  return { kind: "unreadable", reason: message, hint: hint ?? "check the path" };
}

function readText(place: HostPlace, path: string): string {
  try {
    const bytes = readFileSync(resolve(place.cwd, path));
    checkInside(place, path, `The file \`${path}\``);
    return decodeSource(bytes).text.replace(/^\uFEFF/, "");
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    const reason = code === "ENOENT" ? "there is no such file." : `it can't be read (${code}).`;
    throw new Refusal("INPUT_INVALID", reason, {
      hint: "check the path; it is seen from this file's folder",
      cause: error,
    });
  }
}
