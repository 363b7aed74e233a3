/** References that lead nowhere: C004, C017, C030–C036, C105. Spec: language §9, §12.2. */
import { diagnose } from "#core/diagnostics/catalog.ts";
import type { Report } from "#core/diagnostics/collect.ts";
import { parseTemplate } from "#core/graph/reference.ts";
import type { Lowered, TracedText } from "#core/languages/language.ts";
import { isTerminal } from "../graph-index.ts";
import { describeReference } from "../references.ts";
import type { Consumer } from "../output-fields.ts";
import type { Rule } from "./rule.ts";

/** Properties that name a prompt whose text the node reads. */
const promptProperties = ["system", "user", "instructions", "interaction_prompt"];

/** At the reference, once, with the first code that holds. */
export const brokenReference: Rule = {
  codes: ["C004", "C017", "C030", "C031", "C032", "C033", "C034", "C035", "C036", "C105"],
  needsWorkflow: false,
  check(lowered, report) {
    const readers = promptReaders(lowered);
    for (const [name, { body }] of lowered.origins.prompts)
      checkText(lowered, body, readers.get(name) ?? [], report);
    for (const [node, origin] of lowered.origins.nodes) {
      for (const property of ["command", "script"]) {
        const text = origin.properties.get(property)?.text ?? null;
        if (text !== null) checkText(lowered, text, [{ node, after: false }], report);
      }
    }
    for (const [index, { from }] of lowered.graph.edges.entries()) {
      if (isTerminal(from)) continue;
      for (const { value } of lowered.origins.edges[index]?.with?.entries ?? []) {
        checkText(lowered, value, [{ node: from, after: true }], report);
      }
    }
  },
};

/** Who reads each prompt, in order of declaration. */
function promptReaders({ file, origins }: Lowered): Map<string, Consumer[]> {
  const readers = new Map<string, Consumer[]>();
  for (const [node, origin] of origins.nodes) {
    for (const property of promptProperties) {
      const value = origin.properties.get(property)?.value;
      if (value === undefined) continue;
      const name = file.text.slice(value.start, value.end);
      const known = readers.get(name);
      if (known === undefined) readers.set(name, [{ node, after: false }]);
      else known.push({ node, after: false });
    }
  }
  return readers;
}

function checkText(
  lowered: Lowered,
  text: TracedText,
  consumers: readonly Consumer[],
  report: Report,
): void {
  const { parts, faults } = parseTemplate(text.text);
  for (const { start, end, kind } of faults) {
    report(
      diagnose("C004", text.spanOf(start, end), {
        text: text.text.slice(start, end),
        bare: false,
        why: kind,
      }),
    );
  }
  for (const part of parts) {
    if (typeof part === "string") continue;
    const readers: readonly (Consumer | null)[] = consumers.length === 0 ? [null] : consumers;
    for (const consumer of readers) {
      const described = describeReference(lowered, part.ref, consumer);
      if ("type" in described) continue;
      report(described.fault(text.spanOf(part.start, part.end)));
      break;
    }
  }
}
