/** C111, C112, C113: what edges bring doesn't fit what a node wants. Spec: language §11.4. */
import { diagnose } from "#core/diagnostics/catalog.ts";
import type { Report } from "#core/diagnostics/collect.ts";
import type { GraphNode } from "#core/graph/graph.ts";
import type { Lowered } from "#core/languages/language.ts";
import { indexOf } from "../graph-index.ts";
import type { Link } from "../graph-index.ts";
import { mappedType, shapesOf } from "../references.ts";
import { expressionNames } from "../shapes.ts";
import { fits } from "../value-type.ts";
import type { Shape } from "../value-type.ts";
import type { Rule } from "./rule.ts";

interface Wanted {
  readonly node: string;
  readonly schema: string;
  readonly shape: Shape;
  readonly join: boolean;
}

/** Missing fields at the edge or the node, other types at the value, unknown keys at the key. */
export const unfittingInput: Rule = {
  codes: ["C111", "C112", "C113"],
  needsWorkflow: true,
  check(lowered, report) {
    const index = indexOf(lowered);
    for (const node of index.nodes.values()) {
      if (node.kind === "compute") checkCompute(lowered, node.id, report);
      const wanted = wantedBy(lowered, node);
      if (wanted === null) continue;
      const links = index.incoming(node.id);
      if (wanted.shape.closed) checkMissing(lowered, wanted, links, report);
      for (const link of links) checkLink(lowered, wanted, link, report);
      if (index.entry === node.id) checkVariables(lowered, wanted, report);
    }
  },
};

/** The schema that a node's input must fit: `input`, of a join `output`. */
function wantedBy(lowered: Lowered, node: GraphNode): Wanted | null {
  const join = node.kind === "join";
  const schema = (join ? node.output : node.input) ?? null;
  const declared = schema === null ? undefined : lowered.origins.schemas.get(schema);
  if (schema === null || declared === undefined) return null;
  const fields = new Map(declared.schema.fields.map((field) => [field.name, field.type] as const));
  return { node: node.id, schema, shape: { fields, closed: !declared.open }, join };
}

function checkMissing(
  lowered: Lowered,
  wanted: Wanted,
  links: readonly Link[],
  report: Report,
): void {
  const index = indexOf(lowered);
  const shapes = shapesOf(lowered);
  const names = [...wanted.shape.fields.keys()].filter((name) => !name.startsWith("_"));
  if (wanted.node === index.entry) return;
  if (!index.mayBeMeeting(wanted.node)) {
    for (const link of links) {
      const shape = shapes.brought(link);
      const missing = shape.closed ? names.filter((name) => !shape.fields.has(name)) : [];
      if (missing.length > 0)
        report(
          diagnose("C111", link.origin.span, {
            by: "edge",
            from: link.from,
            node: wanted.node,
            missing,
          }),
        );
    }
    return;
  }
  if (index.incomplete || links.length === 0) return;
  const brought = links.map(shapes.brought);
  const missing = names.filter((name) =>
    brought.every((shape) => shape.closed && !shape.fields.has(name)),
  );
  const span = lowered.origins.nodes.get(wanted.node)?.name;
  if (span === undefined || missing.length === 0 || brought.some((shape) => !shape.closed)) return;
  report(diagnose("C111", span, { by: "branches", from: "", node: wanted.node, missing }));
}

function checkLink(lowered: Lowered, wanted: Wanted, link: Link, report: Report): void {
  const { origin } = link;
  if (origin.with === null) {
    checkOutput(lowered, wanted, link, report);
    return;
  }
  const seen = new Set<string>();
  for (const { key, keyText, value } of origin.with.entries) {
    if (seen.has(keyText)) continue;
    seen.add(keyText);
    const type = wanted.shape.fields.get(keyText);
    if (type === undefined) {
      if (wanted.shape.closed && !wanted.join && !keyText.startsWith("_")) {
        report(
          diagnose("C113", key, {
            node: wanted.node,
            name: keyText,
            schema: wanted.schema,
            known: [...wanted.shape.fields.keys()],
          }),
        );
      }
      continue;
    }
    const given = mappedType(lowered, value, link.from);
    if (!fits(given, type))
      report(
        diagnose("C112", value.written.span, {
          name: keyText,
          node: wanted.node,
          given,
          wanted: type,
          what: "value",
        }),
      );
  }
}

/** An edge without a mapping is reported once. */
function checkOutput(lowered: Lowered, wanted: Wanted, link: Link, report: Report): void {
  for (const [name, given] of shapesOf(lowered).brought(link).fields) {
    const type = wanted.shape.fields.get(name);
    if (type === undefined || fits(given, type)) continue;
    report(
      diagnose("C112", link.origin.span, {
        name,
        node: wanted.node,
        given,
        wanted: type,
        what: "edge",
      }),
    );
    return;
  }
}

function checkVariables(lowered: Lowered, wanted: Wanted, report: Report): void {
  const span = lowered.origins.workflow?.entry?.value;
  for (const { name, type: given } of lowered.graph.vars) {
    const type = wanted.shape.fields.get(name);
    if (span === undefined || type === undefined || fits(given, type)) continue;
    report(
      diagnose("C112", span, { name, node: wanted.node, given, wanted: type, what: "variable" }),
    );
  }
}

/** A compute must make what its `output` promises. */
function checkCompute(lowered: Lowered, id: string, report: Report): void {
  const origin = lowered.origins.nodes.get(id);
  const output = indexOf(lowered).nodes.get(id)?.output ?? null;
  const declared = output === null ? undefined : lowered.origins.schemas.get(output);
  if (origin === undefined || origin.damaged || declared === undefined || declared.open) return;
  const names = new Set(expressionNames(lowered, id));
  const missing = declared.schema.fields
    .map((field) => field.name)
    .filter((name) => !names.has(name) && !name.startsWith("_"));
  if (missing.length > 0)
    report(diagnose("C111", origin.name, { by: "expressions", from: "", node: id, missing }));
}
