/** Texts of the source as the graph has them: environment put in, references cut out. */
import type { Template, TemplatePart } from "#core/graph/graph.ts";
import { parseTemplate, toTemplate } from "#core/graph/reference.ts";
import type { TracedText } from "#core/languages/language.ts";
import {
  expandVariables,
  isSecretName,
  listVariables,
  loneVariable,
} from "#core/text/environment.ts";
import type { Expansion, VariableUse } from "#core/text/environment.ts";
import type { Span } from "#core/text/span.ts";
import { sourceOffset } from "#core/languages/iter/syntax.ts";
import type { Text } from "#core/languages/iter/syntax.ts";
import type { Scope } from "./scope.ts";

/** A text with its environment; `known` is false if a variable has no value. */
export interface ExpandedText {
  readonly text: string;
  readonly known: boolean;
}

/** A text whose pieces can be found in the source. */
export function traceText(text: Text): TracedText {
  return { text: text.text, span: text.span, spanOf: (start, end) => spanIn(text, start, end) };
}

function spanIn(text: Text, start: number, end: number): Span {
  const from = sourceOffset(text, start);
  if (end <= start) return { start: from, end: from };
  const closing = text.span.end - 1;
  if (text.style === "quoted")
    return { start: from, end: end < text.text.length ? sourceOffset(text, end) : closing };
  return { start: from, end: sourceOffset(text, end - 1) + 1 };
}

/**
 * The text of a property. An unset variable is reported unless `optional`; the text then stays as
 * it was written, so that the graph can still be drawn.
 */
export function expandText(
  scope: Scope,
  text: Text,
  rule: { readonly keepsSecrets: boolean; readonly optional: boolean; readonly sample: string },
): ExpandedText {
  const expansion = expandVariables(text.text, scope.options.environment, {
    secrets: rule.keepsSecrets ? "name" : "value",
  });
  scope.noteVariables(expansion.names);
  if (!rule.optional) reportUnset(scope, text, expansion.unset, rule.sample);
  const known = expansion.unset.length === 0;
  return { text: known ? expansion.text : text.text, known };
}

/** Reports variables that have neither a value nor a default. */
export function reportUnset(
  scope: Scope,
  text: Text,
  unset: readonly VariableUse[],
  sample: string,
): void {
  const severity = scope.options.planning ? "error" : "warning";
  for (const { name, start, end } of unset)
    scope.say("C102", spanIn(text, start, end), { name, sample }, { severity });
}

/** Reports secrets that would be written to the log; true if there is one. */
export function refuseSecrets(scope: Scope, text: Text): boolean {
  const secrets = listVariables(text.text).filter(({ name }) => isSecretName(name));
  for (const { name, start, end } of secrets) scope.say("C122", spanIn(text, start, end), { name });
  return secrets.length > 0;
}

/** The value of a mapping's key. */
export function lowerMapped(scope: Scope, text: Text): Template {
  refuseSecrets(scope, text);
  return lowerTemplate(text, (slice, offset) => {
    const expansion = expandSlice(scope, slice);
    const unset = expansion.unset.map((use) => shift(use, offset));
    reportUnset(scope, text, unset, "none");
    return expansion.text;
  });
}

/** The body of a prompt; unset variables and secrets stay as they are written. */
export function lowerPrompt(scope: Scope, text: Text): Template {
  return lowerTemplate(text, (slice) => expandSlice(scope, slice).text);
}

/** A shell line and the variables that are handed to the shell. */
export function lowerCommand(
  scope: Scope,
  text: Text,
): { readonly template: Template; readonly handed: readonly string[] } {
  const lone = loneVariable(text.text);
  if (lone !== undefined && !isSecretName(lone.name)) {
    const expansion = expandSlice(scope, text.text);
    if (expansion.unset.length === 0) return { template: [expansion.text], handed: [] };
  }
  const handed = [...new Set(listVariables(text.text).map((use) => use.name))];
  scope.noteVariables(handed);
  return { template: lowerScript(text), handed };
}

/** A program: references, and nothing else is looked at. */
export function lowerScript(text: Text): Template {
  return toTemplate(parseTemplate(text.text));
}

/** Secrets stay as they are written: templates are part of the log. */
function expandSlice(scope: Scope, slice: string): Expansion {
  const expansion = expandVariables(slice, scope.options.environment, {
    secrets: "kept",
    literal: (literal) => literal.replaceAll("\\{{", "{{"),
  });
  scope.noteVariables(expansion.names);
  return expansion;
}

/** Cuts out the references; what stands between them is expanded slice by slice. */
function lowerTemplate(text: Text, expand: (slice: string, offset: number) => string): Template {
  const parsed = parseTemplate(text.text);
  if (!text.text.includes("${")) return toTemplate(parsed);
  const parts: TemplatePart[] = [];
  let from = 0;
  const take = (end: number): void => {
    const slice = end > from ? expand(text.text.slice(from, end), from) : "";
    if (slice !== "") parts.push(slice);
  };
  for (const part of parsed.parts) {
    if (typeof part === "string") continue;
    take(part.start);
    parts.push({ ref: part.ref });
    from = part.end;
  }
  take(text.text.length);
  return parts;
}

function shift(use: VariableUse, by: number): VariableUse {
  return { ...use, start: use.start + by, end: use.end + by };
}
