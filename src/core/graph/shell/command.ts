/**
 * Commands and scripts with references filled in.
 *
 * No value ever becomes source: in a shell line it travels in a variable, in a script it is a literal
 * of the script's language. Spec: language §9.4.
 */
import type { Template } from "../graph.ts";
import type { Resolve } from "../reference.ts";
import { toText } from "../value.ts";
import type { Value } from "../value.ts";
import { renderJavaScriptLiteral, renderPythonLiteral } from "./literal.ts";
import { createQuotingReader } from "./quoting.ts";
import type { Quoting } from "./quoting.ts";

/** Languages of scripts. */
export type ScriptLanguage = "sh" | "bash" | "js" | "node" | "py" | "python" | "python3";

/** A text to run, and the variables that it reads. */
export interface Rendered {
  readonly text: string;
  /** `ITER_REF_1` … in the order of the references. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * A shell line: the n-th reference becomes `ITER_REF_n`, quoted so that it is one word where it stands.
 *
 * In a here-document with a quoted delimiter the shell expands nothing, so the variable's name stays
 * there as text. In arithmetic a value that is no whole number ends the command with a message,
 * since some shells would evaluate it.
 *
 * @example
 * renderCommand(["grep ", { ref: ["input", "word"] }, " src"], resolve).text; // grep "$ITER_REF_1" src
 */
export function renderCommand(template: Template, resolve: Resolve): Rendered {
  return renderShell(template, resolve, { bash: false, literals: false });
}

/**
 * A script: each reference becomes a literal of the language.
 *
 * In `sh` and `bash` that is one single-quoted word; inside quotes, substitutions, here-documents and
 * comments it is the variable `ITER_REF_n` as in a command.
 */
export function renderScript(
  template: Template,
  language: ScriptLanguage,
  resolve: Resolve,
): Rendered {
  switch (language) {
    case "sh":
    case "bash":
      return renderShell(template, resolve, { bash: language === "bash", literals: true });
    case "js":
    case "node":
      return { text: fill(template, resolve, renderJavaScriptLiteral), env: {} };
    case "py":
    case "python":
    case "python3":
      return { text: fill(template, resolve, renderPythonLiteral), env: {} };
  }
}

function fill(template: Template, resolve: Resolve, literal: (value: Value) => string): string {
  return template
    .map((part) => (typeof part === "string" ? part : literal(resolve(part.ref))))
    .join("");
}

function renderShell(
  template: Template,
  resolve: Resolve,
  options: { readonly bash: boolean; readonly literals: boolean },
): Rendered {
  const reader = createQuotingReader(options.bash);
  const env: Record<string, string> = {};
  let text = "";
  let count = 0;
  template.forEach((part, index) => {
    if (typeof part === "string") {
      reader.read(part, index === template.length - 1);
      text += part;
      return;
    }
    count += 1;
    // No environment and no shell word can hold a NUL.
    const value = toText(resolve(part.ref)).replaceAll("\0", "");
    const quoting = reader.quoting();
    reader.skipWord();
    if (options.literals && quoting === "plain") {
      text += quoteWord(value);
      return;
    }
    const variable = `ITER_REF_${count}`;
    env[variable] = quoting === "arithmetic" && !/^-?\d+$/.test(value) ? "" : value;
    text += variableIn(quoting, variable);
  });
  return { text, env };
}

function variableIn(quoting: Quoting, variable: string): string {
  switch (quoting) {
    case "plain":
    case "nested":
    case "comment":
      return `"$${variable}"`;
    case "double":
    case "here-document":
    case "literal-here-document":
      return `\${${variable}}`;
    case "single":
      return `'"$${variable}"'`;
    case "ansi":
      return `'"$${variable}"$'`;
    case "arithmetic":
      return `\${${variable}:?is not a whole number}`;
  }
}

function quoteWord(value: string): string {
  return `'${value.replaceAll("'", "'\\''")}'`;
}
