/** C124: the schema of a `use` wants what its file doesn't give. */
import { diagnose } from "#core/diagnostics/catalog.ts";
import type { FieldType } from "#core/graph/graph.ts";
import type { Lowered } from "#core/languages/language.ts";
import { indexOf } from "../graph-index.ts";
import { usedPath } from "../link-uses.ts";
import { fits } from "../value-type.ts";
import type { Rule } from "./rule.ts";

/** Fields that no node of the file has the name of, and those of other types. */
export const usedOutput: Rule = {
  codes: ["C124"],
  needsWorkflow: false,
  check(lowered, report) {
    for (const [id, used] of lowered.uses ?? []) {
      const node = indexOf(lowered).nodes.get(id);
      const output = lowered.origins.nodes.get(id)?.properties.get("output");
      if (node === undefined || output === undefined || "problem" in used) continue;
      const wrong = fieldsNotGiven(lowered, node.output ?? "", used.gives);
      if (wrong.length === 0) continue;
      const file = usedPath(node) ?? "";
      const known = [...used.gives].map(([name, type]) =>
        type === "json" ? name : `${name}: ${type}`,
      );
      const said = { node: id, file, schema: node.output ?? "", fields: wrong, known };
      report(diagnose("C124", output.value, said));
    }
  },
};

function fieldsNotGiven(
  { origins }: Lowered,
  schema: string,
  gives: ReadonlyMap<string, FieldType>,
): string[] {
  const fields = origins.schemas.get(schema)?.schema.fields ?? [];
  return fields.flatMap(({ name, type }) => {
    const given = gives.get(name);
    if (given !== undefined && fits(given, type)) return [];
    return name.startsWith("_") ? [] : [given === undefined ? name : `${name}: ${type}`];
  });
}
