/** Texts of the source as the graph has them: environment put in, references cut out. */
import type { Template, TemplatePart } from "#core/graph/graph.ts";
import { parseTemplate, toTemplate } from "#core/graph/reference.ts";
import { spanIn } from "#core/languages/traced-text.ts";
import type { TracedTemplate, TracedText } from "#core/languages/traced-text.ts";
import {
  expandVariables,
  isSecretName,
  listVariables,
  loneVariable,
} from "#core/text/environment.ts";
import type { Expansion, VariableUse } from "#core/text/environment.ts";
import { noteVariables, say } from "./scope.ts";
import type { Scope } from "./scope.ts";

/** A text with its environment; `known` is false if a variable has no value. */
export interface ExpandedText {
  readonly text: string;
  readonly known: boolean;
}

/** A text and its references. */
export function traceTemplate(written: TracedText): TracedTemplate {
  const { parts, faults } = parseTemplate(written.text);
  return { written, parts, faults };
}

/**
 * The text of a property. An unset variable is reported unless `optional`; the text then stays as
 * it was written, so that the graph can still be drawn.
 */
export function expandText(
  scope: Scope,
  text: TracedText,
  rule: { readonly keepsSecrets: boolean; readonly optional: boolean; readonly sample: string },
): ExpandedText {
  const expansion = expandVariables(text.text, scope.options.environment, {
    secrets: rule.keepsSecrets ? "name" : "value",
  });
  noteVariables(scope, expansion.names);
  if (!rule.optional) reportUnset(scope, text, expansion.unset, rule.sample);
  const known = expansion.unset.length === 0;
  return { text: known ? expansion.text : text.text, known };
}

/** Reports variables that have neither a value nor a default. */
export function reportUnset(
  scope: Scope,
  text: TracedText,
  unset: readonly VariableUse[],
  sample: string,
): void {
  const severity = scope.options.planning ? "error" : "warning";
  for (const { name, start, end } of unset)
    say(scope, "C102", spanIn(text, start, end), { name, sample }, { severity });
}

/** Reports secrets that would be written to the log; true if there is one. */
export function refuseSecrets(scope: Scope, text: TracedText): boolean {
  const secrets = listVariables(text.text).filter(({ name }) => isSecretName(name));
  for (const { name, start, end } of secrets)
    say(scope, "C122", spanIn(text, start, end), { name });
  return secrets.length > 0;
}

/** The value of a mapping's key. */
export function lowerMapped(scope: Scope, template: TracedTemplate): Template {
  const text = template.written;
  refuseSecrets(scope, text);
  return lowerTemplate(template, (slice, offset) => {
    const expansion = expandSlice(scope, slice);
    const unset = expansion.unset.map((use) => shift(use, offset));
    reportUnset(scope, text, unset, "none");
    return expansion.text;
  });
}

/** The body of a prompt; unset variables and secrets stay as they are written. */
export function lowerPrompt(scope: Scope, template: TracedTemplate): Template {
  return lowerTemplate(template, (slice) => expandSlice(scope, slice).text);
}

/** A shell line and the variables that are handed to the shell. */
export function lowerCommand(
  scope: Scope,
  template: TracedTemplate,
): { readonly value: Template; readonly handed: readonly string[] } {
  const { text } = template.written;
  const lone = loneVariable(text);
  if (lone !== undefined && !isSecretName(lone.name)) {
    const expansion = expandSlice(scope, text);
    if (expansion.unset.length === 0) return { value: [expansion.text], handed: [] };
  }
  const handed = [...new Set(listVariables(text).map((use) => use.name))];
  noteVariables(scope, handed);
  return { value: toTemplate(template), handed };
}

/** Secrets stay as they are written: templates are part of the log. */
function expandSlice(scope: Scope, slice: string): Expansion {
  const expansion = expandVariables(slice, scope.options.environment, {
    secrets: "kept",
    literal: (literal) => literal.replaceAll("\\{{", "{{"),
  });
  noteVariables(scope, expansion.names);
  return expansion;
}

/** Cuts out the references; what stands between them is expanded slice by slice. */
function lowerTemplate(
  template: TracedTemplate,
  expand: (slice: string, offset: number) => string,
): Template {
  const { text } = template.written;
  if (!text.includes("${")) return toTemplate(template);
  const parts: TemplatePart[] = [];
  let from = 0;
  const take = (end: number): void => {
    const slice = end > from ? expand(text.slice(from, end), from) : "";
    if (slice !== "") parts.push(slice);
  };
  for (const part of template.parts) {
    if (typeof part === "string") continue;
    take(part.start);
    parts.push({ ref: part.ref });
    from = part.end;
  }
  take(text.length);
  return parts;
}

function shift(use: VariableUse, by: number): VariableUse {
  return { ...use, start: use.start + by, end: use.end + by };
}
