/** Numbers and the ranges they must be in. */
import type { PropertySpec } from "#core/kinds/kind.ts";
import type { NumberValue } from "#core/languages/iter/syntax.ts";
import type { NumberFault } from "#core/diagnostics/catalog/values.ts";
import { refuseForm, unread } from "./forms.ts";
import type { Given, Reading } from "./forms.ts";
import { say, sourceAt } from "./scope.ts";
import type { Scope } from "./scope.ts";

/** Reads a number of a property, whole unless the property takes any. */
export function readNumber(scope: Scope, given: Given<NumberValue>): Reading {
  const { name, spec, value } = given;
  if (spec.form !== "number" && !value.whole)
    return refuseForm(scope, given, {
      span: value.span,
      found: `\`${sourceAt(scope, value.span)}\``,
    });
  const fault = isExact(value) ? faultOf(name, spec, value.value) : ({ bound: "size" } as const);
  if (fault === undefined) return { value: value.value, known: true };
  say(scope, "C114", value.span, fault);
  return unread;
}

/** Reports a number that can't be kept exactly; true if it can. */
export function checkExact(scope: Scope, value: NumberValue): boolean {
  if (isExact(value)) return true;
  say(scope, "C114", value.span, { bound: "size" });
  return false;
}

function isExact({ value, whole }: NumberValue): boolean {
  return whole ? Number.isSafeInteger(value) : Number.isFinite(value);
}

function faultOf(property: string, spec: PropertySpec, value: number): NumberFault | undefined {
  const { min, max, above } = spec;
  if (min !== undefined && value < min) return { bound: "least", property, limit: min };
  if (above !== undefined && value <= above) return { bound: "above", property, limit: above };
  if (max !== undefined && value > max) return { bound: "most", property, limit: max };
  return undefined;
}
