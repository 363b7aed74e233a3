/** C116: a prompt or schema that no node uses. */
import { diagnose } from "#core/diagnostics/catalog.ts";
import type { Rule } from "./rule.ts";

/** At the name; not where something that couldn't be read, or a mistyped name, may use it. */
export const unusedDeclaration: Rule = {
  codes: ["C116"],
  needsWorkflow: true,
  check({ graph, origins, gaps }, report) {
    if (gaps.anyUnreadable || [...origins.nodes.values()].some((node) => node.damaged)) return;
    const { prompts: usedPrompts, schemas: usedSchemas } = graph;
    const isAllUsed =
      usedPrompts.length === origins.prompts.size && usedSchemas.length === origins.schemas.size;
    if (isAllUsed) return;
    const prompts = new Set(usedPrompts.map((prompt) => prompt.name));
    const schemas = new Set(usedSchemas.map((schema) => schema.name));
    const given = [...origins.nodes.values()];
    if (given.every((node) => node.prompts.every((name) => origins.prompts.has(name))))
      for (const [name, origin] of origins.prompts)
        if (!prompts.has(name)) report(diagnose("C116", origin.name, { what: "prompt", name }));
    if (given.every((node) => node.schemas.every((name) => origins.schemas.has(name))))
      for (const [name, origin] of origins.schemas)
        if (!schemas.has(name)) report(diagnose("C116", origin.name, { what: "schema", name }));
  },
};
