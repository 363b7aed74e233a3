import { expect, it } from "vitest";
import type { DiagnosticDocument } from "#core/diagnostics/diagnostic.ts";
import { toAnnotations } from "#core/report/annotations.ts";

const diagnostic: DiagnosticDocument = {
  code: "C019",
  severity: "error",
  message: "`fix -> review` closes a cycle that no loop bounds.",
  file: "review.iter",
  line: 41,
  column: 3,
  endLine: 41,
  endColumn: 16,
  text: "fix -> review",
  help: "name the loop and bound it",
  related: [],
};

it("puts a diagnostic beside its line, with its help", () => {
  expect(toAnnotations([diagnostic])).toEqual([
    {
      level: "error",
      file: "review.iter",
      title: "C019",
      message:
        "`fix -> review` closes a cycle that no loop bounds.\nhelp: name the loop and bound it",
      startLine: 41,
      endLine: 41,
      startColumn: 3,
      endColumn: 16,
    },
  ]);
});

it("gives columns within one line only, and never an empty stretch", () => {
  const [several] = toAnnotations([
    { ...diagnostic, endLine: 43, help: null, severity: "warning" },
  ]);
  const [empty] = toAnnotations([{ ...diagnostic, endColumn: 3 }]);

  expect(several).toMatchObject({ level: "warning", endLine: 43, message: diagnostic.message });
  expect(several).not.toHaveProperty("startColumn");
  expect(empty).toMatchObject({ startColumn: 3, endColumn: 4 });
});
