/** What is likely to go wrong in a flow that can run. Spec: flow §5.4. */
import { readTransform } from "#core/graph/flow-expression/evaluate.ts";
import { defaultComplexity, describeFlowFault } from "#core/graph/flow-expression/fault.ts";
import type { ComplexityLimits } from "#core/graph/flow-expression/fault.ts";
import { parseFlowExpression, pathsOf } from "#core/graph/flow-expression/parse.ts";
import { parsePlainPath } from "#core/graph/flow-expression/path.ts";
import type { FlowPath } from "#core/graph/flow-expression/path.ts";
import type { FlowField } from "#core/graph/flow-form.ts";
import type { Span } from "#core/text/span.ts";
import { didYouMean } from "#core/text/suggest.ts";
import { find } from "./codes.ts";
import type { FlowCode, FlowDiagnostic } from "./codes.ts";
import { edgesOf, routesOf, sourcesOf } from "./document.ts";
import type { FlowDocument, FlowNode, UnknownName } from "./document.ts";
import { mapWays } from "./ways.ts";
import type { FlowWays } from "./ways.ts";

/** What a flow's host has. */
export interface KnownHost {
  /** The file to declare more in. */
  readonly place?: string;
  readonly models: readonly string[];
  readonly tools: readonly string[];
  /** Their tools are functions: `mcp.<server>.<tool>`. */
  readonly servers?: readonly string[];
  readonly graphs: readonly string[];
}

/** How a flow is looked at. */
export interface WarnOptions {
  readonly strict: boolean;
  readonly lint: boolean;
  readonly host?: KnownHost;
  readonly expression?: ComplexityLimits;
}

/** All warnings of a normalised document without errors. */
export function warnOfFlow(document: FlowDocument, options: WarnOptions): FlowDiagnostic[] {
  const checker: Checker = { document, options, ways: mapWays(document) };
  return [
    ...(options.lint ? document.unknown.map((name) => unknownField(null, name)) : []),
    ...document.nodes.flatMap((node) => checks.flatMap((check) => check(node, checker))),
  ];
}

interface Checker {
  readonly document: FlowDocument;
  readonly options: WarnOptions;
  readonly ways: FlowWays;
}

type Check = (node: FlowNode, checker: Checker) => FlowDiagnostic[];

/** In the order in which a node's warnings come. */
const checks: readonly Check[] = [
  (node, { options }) =>
    options.lint ? node.unknown.map((name) => unknownField(node.id, name)) : [],
  missingNext,
  unsupportedBranches,
  repeatedBranches,
  neverReached,
  noWayOut,
  unboundedCycle,
  invalidExpressions,
  (node, checker) => pathFaults(node, checker),
  silentSources,
  unknownNames,
];

function unknownField(node: string | null, { name, span, known }: UnknownName): FlowDiagnostic {
  const message = `The name \`${name}\` means nothing here`;
  const help = didYouMean(name, known, `call it \`x-${name}\` if it is for your own use`);
  return find("UnknownField", { node, span, message, help });
}

function missingNext(node: FlowNode, { ways }: Checker): FlowDiagnostic[] {
  const next = node.kind.flow.fields.find(({ port, optional }) => port === "next" && optional);
  const left = next !== undefined && node.fields[next.name] == null;
  if (!left || !ways.entered.has(node.id)) return [];
  const message = `A run that comes to the ${node.type} \`${node.id}\` cannot go on, for it has no \`next\``;
  return [warn("MissingNext", node, message, "give it `next`")];
}

function unsupportedBranches(node: FlowNode, { options, ways }: Checker): FlowDiagnostic[] {
  return branchesOf(node).flatMap(({ target, span, field }) => {
    const branch = ways.nodes.get(target);
    const allowed = options.strict ? field.branches?.strict : field.branches?.default;
    if (!branch || allowed === undefined || allowed.includes(branch.type)) return [];
    const message = `The ${branch.type} \`${target}\` cannot run as a branch`;
    const list = allowed.map((type) => `\`${type}\``).join(", ");
    const help = `branches can be ${list}`;
    return [find("UnsupportedBranch", { node: node.id, span, message, help })];
  });
}

function repeatedBranches(node: FlowNode): FlowDiagnostic[] {
  const branches = branchesOf(node);
  const targets = branches.map(({ target }) => target);
  return branches.flatMap(({ target, span }, at) => {
    const second = targets.indexOf(target, targets.indexOf(target) + 1) === at;
    if (!second) return [];
    const message = `The branch \`${target}\` is listed more than once`;
    const help = "list it once, or give each branch a node of its own";
    return [find("RepeatedBranch", { node: node.id, span, message, help })];
  });
}

function neverReached(node: FlowNode, { ways }: Checker): FlowDiagnostic[] {
  if (ways.live.has(node.id) || ways.called.has(node.id)) return [];
  const message = `No run comes to \`${node.id}\`, for only the \`next\` of a branch leads to it`;
  return [warn("NeverReached", node, message, "lead an edge of a node that runs to it")];
}

function noWayOut(node: FlowNode, { ways }: Checker): FlowDiagnostic[] {
  if (!ways.live.has(node.id) || ways.leaving.has(node.id)) return [];
  const message = `A run that comes to \`${node.id}\` cannot come to an \`end\` any more`;
  return [warn("NoWayOut", node, message, "lead an edge towards an `end`")];
}

function unboundedCycle(node: FlowNode, { ways }: Checker): FlowDiagnostic[] {
  const cycle = ways.cycles.get(node.id);
  if (cycle === undefined) return [];
  const names = cycle.map((id) => `\`${id}\``).join(", ");
  const message = `Nothing bounds the cycle of ${names} but the number of steps`;
  const help = "put a `loop` with `max_iterations` into it";
  return [warn("UnboundedCycle", node, message, help)];
}

interface WrittenExpression {
  readonly text: string;
  readonly field: FlowField;
  readonly span: Span;
}

function expressionsOf(node: FlowNode): WrittenExpression[] {
  return node.kind.flow.fields.flatMap((field) => {
    const value = node.fields[field.name] ?? null;
    const { value: span = node.at.whole, items = [] } = node.at.fields.get(field.name) ?? {};
    if (field.form === "routes") {
      return routesOf(value).map(({ when }, at) => ({
        text: when,
        field,
        span: items[at] ?? span,
      }));
    }
    if (field.form !== "expression" || typeof value !== "string") return [];
    return [{ text: value, field, span }];
  });
}

function invalidExpressions(node: FlowNode, { options }: Checker): FlowDiagnostic[] {
  return expressionsOf(node).flatMap(({ text, span }) => {
    const parsed = parseFlowExpression(text, options.expression ?? defaultComplexity);
    if (!("fault" in parsed)) return [];
    const message = `The run fails at this expression: ${describeFlowFault(parsed.fault)}`;
    const help = "write comparisons with `==` and `!=`, joined by `&&`, `||` and `!`";
    return [find("InvalidExpression", { node: node.id, span, message, help })];
  });
}

interface WrittenPath {
  readonly path: FlowPath;
  readonly sees: readonly string[];
  readonly span: Span;
}

/** As written: field by field in canonical order. */
function writtenPaths(node: FlowNode, { options }: Checker): WrittenPath[] {
  return node.kind.flow.fields.flatMap((field) => {
    const value = node.fields[field.name] ?? null;
    const span = node.at.fields.get(field.name)?.value ?? node.at.whole;
    const sees = [...roots, ...(field.sees ?? [])];
    if (field.form === "expression" || field.form === "routes") {
      return expressionsOf(node)
        .filter((one) => one.field === field)
        .flatMap(({ text, span: at }) => pathsIn(text).map((path) => ({ path, sees, span: at })));
    }
    if (typeof value !== "string") return [];
    if (field.form === "path") return [{ path: parsePlainPath(value, options.strict), sees, span }];
    const transform = field.form === "transform" ? readTransform(value) : null;
    return transform !== null && "path" in transform ? [{ path: transform.path, sees, span }] : [];
  });
}

function pathsIn(text: string): FlowPath[] {
  const unlimited = {
    chars: Infinity,
    operators: Infinity,
    depth: Infinity,
    path_segments: Infinity,
  };
  const parsed = parseFlowExpression(text, unlimited);
  return "fault" in parsed ? [] : pathsOf(parsed.expression);
}

const roots = ["input", "last_llm_output", "last_tool_output", "node_outputs"];
const suspect = /[\p{White_Space}<>()[\]=!&|"',]/u;
const pathCodes = ["SuspectPath", "UnknownRoot", "UnknownNodeOutput"] as const;

/** By code, then as written; a path has one fault at most. */
function pathFaults(node: FlowNode, checker: Checker): FlowDiagnostic[] {
  const found = writtenPaths(node, checker).flatMap((path) => pathFault(node, path, checker) ?? []);
  return pathCodes.flatMap((code) => found.filter((one) => one.code === code));
}

function pathFault(
  { id: node }: FlowNode,
  { path: { text, segments }, sees, span }: WrittenPath,
  { ways }: Checker,
): FlowDiagnostic | undefined {
  const [root, output] = segments;
  if (root === undefined) return undefined;
  if (suspect.test(text)) {
    const message = `\`${text}\` is read as a path, and no path looks like that`;
    const help =
      "a path is keys with dots between them; there are no parentheses, no `<` and no index";
    return find("SuspectPath", { node, span, message, help });
  }
  if (!sees.includes(root)) {
    const message = `\`${text}\` begins with \`${root}\`, which the scope does not have`;
    const help = didYouMean(root, sees, `begin with one of ${list(sees)}`);
    return find("UnknownRoot", { node, span, message, help });
  }
  if (root !== "node_outputs" || output === undefined) return undefined;
  const source = ways.nodes.get(output);
  if (source !== undefined && source.kind.flow.silent !== true) return undefined;
  const why = source === undefined ? "is no node" : `is a ${source.type} and gives no output`;
  const message = `\`${text}\` names \`${output}\`, which ${why}`;
  const help = didYouMean(output, [...ways.nodes.keys()], "name a node that gives an output");
  return find("UnknownNodeOutput", { node, span, message, help });
}

function silentSources(node: FlowNode, { ways }: Checker): FlowDiagnostic[] {
  return sourcesOf(node).flatMap(({ id, span }) => {
    const source = ways.nodes.get(id);
    if (source?.kind.flow.silent !== true) return [];
    const message = `The source \`${id}\` is a ${source.type} and gives no output`;
    const help = "name a node that gives an output";
    return [find("SourceRecordsNothing", { node: node.id, span, message, help })];
  });
}

/** A model that names its provider needs no host. */
const served = /^(?:[^/]+\/.|claude-|gpt-|(?:claude_code|codex)$)/;

function unknownNames(node: FlowNode, { options: { host } }: Checker): FlowDiagnostic[] {
  if (host === undefined) return [];
  const kinds = [
    { form: "model", code: "UnknownModel", known: host.models, what: "model", key: "models" },
    { form: "function", code: "UnknownTool", known: host.tools, what: "function", key: "tools" },
    { form: "graph", code: "UnknownGraph", known: host.graphs, what: "graph", key: "graphs" },
  ] as const;
  const place = host.place === undefined ? "the host file" : `\`${host.place}\``;
  return kinds.flatMap(({ form, code, known, what, key }) =>
    node.kind.flow.fields
      .filter((field) => field.form === form)
      .flatMap(({ name }) => {
        const value = node.fields[name];
        if (typeof value !== "string" || known.includes(value)) return [];
        if (form === "model" && served.test(value)) return [];
        if (form === "function" && isRemote(value, host)) return [];
        const span = node.at.fields.get(name)?.value ?? node.at.whole;
        const message = `The ${what} \`${value}\` is not registered`;
        const help = didYouMean(value, known, `declare it under \`${key}\` of ${place}`);
        return [find(code, { node: node.id, span, message, help })];
      }),
  );
}

/** What tools a server has is known when it is reached. */
function isRemote(name: string, { servers = [] }: KnownHost): boolean {
  return servers.some((server) => name.startsWith(`mcp.${server}.`));
}

function branchesOf(
  node: FlowNode,
): { readonly target: string; readonly span: Span; readonly field: FlowField }[] {
  const field = node.kind.flow.fields.find(({ form }) => form === "edges");
  if (field === undefined) return [];
  return edgesOf(node)
    .filter((edge) => edge.field === field.name)
    .map(({ target, span }) => ({ target, span, field }));
}

function list(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}

function warn(code: FlowCode, node: FlowNode, message: string, help: string): FlowDiagnostic {
  return find(code, { node: node.id, span: node.at.id, message, help });
}
