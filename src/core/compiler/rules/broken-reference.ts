/** References that lead nowhere: C004, C017, C030–C036, C105. Spec: language §9, §12.2. */
import { diagnose } from "#core/diagnostics/catalog.ts";
import type { Report } from "#core/diagnostics/collect.ts";
import type { Lowered } from "#core/languages/language.ts";
import { spanIn } from "#core/languages/traced-text.ts";
import type { TracedTemplate } from "#core/languages/traced-text.ts";
import { indexOf } from "../graph-index.ts";
import { describeReference } from "../references.ts";
import type { Consumer } from "../output-fields.ts";
import type { Rule } from "./rule.ts";

/** At the reference, once, with the first code that holds. */
export const brokenReference: Rule = {
  codes: ["C004", "C017", "C030", "C031", "C032", "C033", "C034", "C035", "C036", "C105"],
  needsWorkflow: false,
  check(lowered, report) {
    const readers = promptReaders(lowered);
    for (const [name, { body }] of lowered.origins.prompts)
      checkTemplate(lowered, body, readers.get(name) ?? [], report);
    for (const [node, { templates }] of lowered.origins.nodes) {
      for (const template of templates)
        checkTemplate(lowered, template, [{ node, after: false }], report);
    }
    for (const { from, origin } of indexOf(lowered).edges) {
      if (origin.with === null) continue;
      const consumers = [{ node: from, after: true }];
      for (const { value } of origin.with.entries) checkTemplate(lowered, value, consumers, report);
    }
  },
};

/** Who reads each prompt, in order of declaration. */
function promptReaders({ origins }: Lowered): Map<string, Consumer[]> {
  const readers = new Map<string, Consumer[]>();
  for (const [node, { prompts }] of origins.nodes) {
    for (const name of prompts) {
      const known = readers.get(name);
      if (known === undefined) readers.set(name, [{ node, after: false }]);
      else known.push({ node, after: false });
    }
  }
  return readers;
}

function checkTemplate(
  lowered: Lowered,
  { written, parts, faults }: TracedTemplate,
  consumers: readonly Consumer[],
  report: Report,
): void {
  for (const { start, end, kind } of faults) {
    const text = written.text.slice(start, end);
    report(diagnose("C004", spanIn(written, start, end), { text, bare: false, why: kind }));
  }
  for (const part of parts) {
    if (typeof part === "string") continue;
    const readers: readonly (Consumer | null)[] = consumers.length === 0 ? [null] : consumers;
    for (const consumer of readers) {
      const described = describeReference(lowered, part.ref, consumer);
      if ("type" in described) continue;
      report(described.fault(spanIn(written, part.start, part.end)));
      break;
    }
  }
}
