import { expect, it } from "vitest";
import type { Diagnostic } from "#core/diagnostics/diagnostic.ts";
import { renderDiagnostic } from "#core/diagnostics/render.ts";
import { createSourceFile } from "#core/text/source-file.ts";

function render(text: string, offending: string, more: Partial<Diagnostic> = {}): string {
  const start = text.indexOf(offending);
  const span = { start, end: start + offending.length };
  return renderDiagnostic(createSourceFile("a.iter", text), {
    code: "E001",
    severity: "error",
    message: "This is wrong.",
    span,
    ...more,
  });
}

it("shows the line with the offending place marked", () => {
  expect(render("agent a:\n  model: b c\n", "b c", { help: "write `b`" })).toBe(
    [
      "a.iter:2:10 error E001: This is wrong.",
      "",
      "  2 |   model: b c",
      "    |          ^^^",
      "",
      "  help: write `b`",
      "  more: iter explain E001",
    ].join("\n"),
  );
});

it("cuts a long line around the offending place", () => {
  const text = `${"x".repeat(5_000)}HERE${"y".repeat(5_000)}`;

  const [, , line = "", carets = ""] = render(text, "HERE").split("\n");

  expect(line).toBe(`  1 | …${"x".repeat(60)}HERE${"y".repeat(96)}…`);
  expect(carets.indexOf("^")).toBe(line.indexOf("HERE"));
  expect(carets.trimEnd().length).toBe(line.indexOf("HERE") + 4);
});

it("keeps a long line's end in sight", () => {
  const text = `${"x".repeat(5_000)}HERE`;

  const [, , line = "", carets = ""] = render(text, "HERE").split("\n");

  expect(line).toBe(`  1 | …${"x".repeat(156)}HERE`);
  expect(carets.indexOf("^")).toBe(line.indexOf("HERE"));
});

it("shows nothing that a terminal would obey", () => {
  const text = 'model: "\u001B[2J\u202Egpt"';

  const shown = render(text, '"', { message: "`\u001B[2J` is bad.", help: "write `\u0007`" });

  expect(shown).toContain('model: "\uFFFD[2J\uFFFDgpt"');
  expect(shown).toContain("`\uFFFD[2J` is bad.");
  expect(shown).not.toMatch(/[\u0000-\u0008\u000B-\u001F\u202E]/);
});
