/** A use: another file that runs as one node, with an input and an output of its own. */
import { diagnose } from "#core/diagnostics/catalog.ts";
import type { Report } from "#core/diagnostics/collect.ts";
import { defineKind } from "#core/kinds/kind.ts";
import type { NodeKind, WrittenNode } from "#core/kinds/kind.ts";
import { awaitProperty, publishProperty, schemaProperties } from "#core/kinds/properties.ts";
import { runUse } from "./run-use.ts";

/** Runs another file: a flow, or a workflow. */
export const use: NodeKind = defineKind({
  name: "use",
  summary: "Runs another file: a flow, or a workflow.",
  declared: true,
  properties: {
    file: {
      form: "string",
      field: "file",
      required: true,
      summary: "The path of a flow or an `.iter` file, seen from this file.",
    },
    ...schemaProperties,
    ...publishProperty,
    ...awaitProperty,
  },
  ports: ["next"],
  drawing: {
    icon: "🧩",
    open: "[[",
    close: "]]",
    style: "fill:#4b0082,stroke:#310055,color:#fff",
    details: [{ label: "file", field: "file" }],
  },
  check: checkFile,
  run: runUse,
});

/** Its name says in which language a file is. */
function checkFile(written: WrittenNode, report: Report): void {
  const file = written.property("file");
  const path = written.fields["file"];
  if (file?.known !== true || typeof path !== "string") return;
  if (/\.(?:iter|json|yaml|yml)$/.test(path)) return;
  report(diagnose("C123", file.value, { file: path, problem: { kind: "ending" } }));
}
