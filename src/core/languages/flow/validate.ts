/** The twelve faults that keep a flow from running, in their order. Spec: flow §5.1, §5.2. */
import { reachable } from "#core/graph/traverse.ts";
import { isList } from "#core/graph/value.ts";
import type { FlowField } from "#core/graph/flow-form.ts";
import type { Value } from "#core/graph/value.ts";
import type { Span } from "#core/text/span.ts";
import { didYouMean } from "#core/text/suggest.ts";
import { compareCodePoints } from "#core/text/unicode.ts";
import { find } from "./codes.ts";
import type { FlowDiagnostic } from "./codes.ts";
import { edgesOf, routesOf, sourcesOf } from "./document.ts";
import type { FlowDocument, FlowNode } from "./document.ts";

/** All errors of a normalised document. */
export function validateFlow(document: FlowDocument): FlowDiagnostic[] {
  const found = checkHead(document);
  const { nodes } = document;
  if (nodes.length === 0) {
    const help = "add a `start` and an `end`";
    const message = "The flow has no nodes";
    return [
      ...found,
      find("EmptyWorkflow", { node: null, span: document.at.nodes, message, help }),
    ];
  }
  const known = new Set(nodes.map(({ id }) => id));
  const starts = nodes.filter(({ type }) => type === "start");
  return [
    ...found,
    ...nodes.flatMap(checkFields),
    ...nodes.flatMap((node) => unknownSources(node, known)),
    ...duplicates(nodes),
    ...checkStarts(document, starts),
    ...checkEnd(document),
    ...nodes.flatMap((node) => unknownTargets(node, known)),
    ...(starts.length === 1 ? checkReach(nodes, starts[0]) : []),
  ];
}

function checkHead({ version, name, at }: FlowDocument): FlowDiagnostic[] {
  const found: FlowDiagnostic[] = [];
  if (version !== "v0") {
    const message = `The version \`${version}\` cannot be read`;
    const help = 'write `"version": "v0"`';
    found.push(find("UnsupportedVersion", { node: null, span: at.version, message, help }));
  }
  if (name === "") {
    const message = "The flow's name is empty";
    found.push(
      find("EmptyWorkflowName", { node: null, span: at.name, message, help: "give it a name" }),
    );
  }
  return found;
}

function checkFields(node: FlowNode): FlowDiagnostic[] {
  const found: FlowDiagnostic[] = [];
  if (node.id === "") {
    const message = "The id of this node is empty";
    found.push(find("EmptyNodeId", { node: "", span: node.at.id, message, help: "give it an id" }));
  }
  const { fields, checkOrder } = node.kind.flow;
  const ordered = checkOrder?.flatMap((name) => fields.find((field) => field.name === name) ?? []);
  for (const field of ordered ?? fields) {
    for (const sentence of faultsOf(field, node)) {
      const message = `${node.type}.${field.name} ${sentence}`;
      const span = node.at.fields.get(field.name)?.value ?? node.at.whole;
      found.push(find("EmptyField", { node: node.id, span, message, help: helpFor(field) }));
    }
  }
  return found;
}

function faultsOf(field: FlowField, { fields }: FlowNode): string[] {
  const value = fields[field.name] ?? null;
  const special = field.check?.(value, fields);
  if (special !== undefined) return [special];
  if (value === null) return [];
  if (field.positive === true && value === 0) return ["must be at least 1"];
  if (field.filled !== true) return [];
  if (value === "") return ["must not be empty"];
  if (!isList(value)) return [];
  if (value.length === 0) return ["must have an entry"];
  return hasEmptyEntry(field, value) ? ["must not have an empty entry"] : [];
}

function hasEmptyEntry({ form }: FlowField, value: Value & readonly Value[]): boolean {
  if (form !== "routes") return value.includes("");
  return routesOf(value).some(({ when, next }) => when === "" || next === "");
}

function helpFor({ form, name }: FlowField): string {
  if (form === "edge") return "name the node that comes next";
  return form === "u32" || form === "uint"
    ? `give \`${name}\` a number that fits`
    : `fill \`${name}\` in`;
}

function unknownSources(node: FlowNode, known: ReadonlySet<string>): FlowDiagnostic[] {
  return sourcesOf(node)
    .filter(({ id }) => !known.has(id))
    .map(({ id, span }) => unknownTarget(node, "source", { id, span, known }));
}

function unknownTargets(node: FlowNode, known: ReadonlySet<string>): FlowDiagnostic[] {
  return edgesOf(node)
    .filter(({ target }) => !known.has(target))
    .map(({ field, target, span }) => unknownTarget(node, field, { id: target, span, known }));
}

function unknownTarget(
  { id: node, type }: FlowNode,
  field: string,
  {
    id,
    span,
    known,
  }: { readonly id: string; readonly span: Span; readonly known: ReadonlySet<string> },
): FlowDiagnostic {
  const message = `\`${field}\` of the ${type} \`${node}\` names \`${id}\`, which is no node`;
  const names = [...known];
  const list = names
    .slice(0, 8)
    .map((name) => `\`${name}\``)
    .join(", ");
  const help = didYouMean(id, names, `name one of the nodes: ${list}`);
  return find("UnknownTarget", { node, span, message, help });
}

function duplicates(nodes: readonly FlowNode[]): FlowDiagnostic[] {
  const groups = new Map<string, FlowNode[]>();
  for (const node of nodes) groups.set(node.id, [...(groups.get(node.id) ?? []), node]);
  const repeated = [...groups].filter(([, group]) => group.length > 1);
  return repeated
    .toSorted(([a], [b]) => compareCodePoints(a, b))
    .flatMap(([id, group]) => {
      const last = group.at(-1);
      if (last === undefined) return [];
      const message = `${group.length} nodes have the id \`${id}\``;
      const help = "give each node an id of its own";
      return [find("DuplicateNodeId", { node: id, span: last.at.id, message, help })];
    });
}

function checkStarts({ at }: FlowDocument, starts: readonly FlowNode[]): FlowDiagnostic[] {
  if (starts.length === 1) return [];
  const second = starts[1];
  if (second === undefined) {
    const help = 'add `{ "id": "start", "type": "start", "next": … }`';
    const message = "The flow has no `start`";
    return [find("MissingStart", { node: null, span: begin(at.nodes), message, help })];
  }
  const message = `The flow has ${starts.length} nodes of kind \`start\``;
  const help = "keep one of them";
  return [find("MultipleStart", { node: null, span: second.at.type, message, help })];
}

function checkEnd({ nodes, at }: FlowDocument): FlowDiagnostic[] {
  if (nodes.some(({ type }) => type === "end")) return [];
  const help = 'add `{ "id": "end", "type": "end" }`';
  const message = "The flow has no `end`";
  return [find("MissingEnd", { node: null, span: begin(at.nodes), message, help })];
}

function checkReach(nodes: readonly FlowNode[], start: FlowNode | undefined): FlowDiagnostic[] {
  if (start === undefined) return [];
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const ways = new Map(
    [...byId].map(([id, node]) => [id, edgesOf(node).map(({ target }) => target)] as const),
  );
  const reached = reachable(ways, [start.id]);
  const lost = nodes
    .filter(({ id }) => !reached.has(id))
    .map(({ id, at }) => {
      const message = `Nothing leads to \`${id}\``;
      const help = "lead an edge to it, or remove it";
      return find("UnreachableNode", { node: id, span: at.id, message, help });
    });
  if ([...reached].some((id) => byId.get(id)?.type === "end")) return lost;
  const message = `No way leads from \`${start.id}\` to an \`end\``;
  const help = "lead an edge to an `end`";
  return [...lost, find("NoPathToEnd", { node: start.id, span: start.at.id, message, help })];
}

function begin({ start }: Span): Span {
  return { start, end: start + 1 };
}
