/** Variables of a trigger, which may name what raised it. Spec: github §3.1. */
import { evaluateTemplate, parseTemplate, resolverOf, toTemplate } from "#core/graph/reference.ts";
import { isFields, isList } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";

/** The variables with `{{github.…}}` filled in; `github` is asked for only if one names it. */
export async function renderVars(vars: Fields, github: () => Promise<Fields>): Promise<Fields> {
  if (!JSON.stringify(vars).includes("{{")) return vars;
  const resolve = resolverOf({ github: await github() });
  const render = (value: Value): Value => {
    if (typeof value === "string")
      return evaluateTemplate(toTemplate(parseTemplate(value)), resolve);
    if (isList(value)) return value.map(render);
    return isFields(value) ? renderAll(value) : value;
  };
  const renderAll = (fields: Fields): Fields =>
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, render(value)]));
  return renderAll(vars);
}
