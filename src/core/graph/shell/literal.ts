/**
 * Values as literals of script languages.
 *
 * In strings everything but letters, digits, blanks and underscores is escaped. So a value stays data
 * even where an author wrote the reference between quotes or in a comment: there it may break the
 * script, but it can't add to it.
 */
import { once } from "../once.ts";
import { isFields, isList } from "../value.ts";
import type { Value } from "../value.ts";

interface Notation {
  readonly null: string;
  readonly true: string;
  readonly false: string;
  string(text: string): string;
  key(text: string): string;
}

const special = once(() => /[^\p{L}\p{M}\p{N} _]/gu);

const javaScript: Notation = {
  null: "null",
  true: "true",
  false: "false",
  string: javaScriptString,
  // `"__proto__": …` in a literal would set the prototype instead of a key.
  key: (text) => (text === "__proto__" ? '["__proto__"]' : javaScriptString(text)),
};

const python: Notation = {
  null: "None",
  true: "True",
  false: "False",
  string: pythonString,
  key: pythonString,
};

/** A value as JSON that is a JavaScript expression. */
export function renderJavaScriptLiteral(value: Value): string {
  return render(value, javaScript);
}

/** A value as a Python expression. */
export function renderPythonLiteral(value: Value): string {
  return render(value, python);
}

function render(value: Value, notation: Notation): string {
  if (value === null) return notation.null;
  if (typeof value === "boolean") return value ? notation.true : notation.false;
  if (typeof value === "string") return notation.string(value);
  if (isList(value)) return `[${value.map((item) => render(item, notation)).join(",")}]`;
  if (!isFields(value)) return JSON.stringify(value);
  const entries = Object.entries(value).map(
    ([key, item]) => `${notation.key(key)}:${render(item, notation)}`,
  );
  return `{${entries.join(",")}}`;
}

function javaScriptString(text: string): string {
  const escaped = text.replace(special(), (character) =>
    Array.from({ length: character.length }, (_, index) =>
      escapeUnit(character.charCodeAt(index)),
    ).join(""),
  );
  return `"${escaped}"`;
}

function pythonString(text: string): string {
  const escaped = text.replace(special(), (character) => {
    const point = character.codePointAt(0) ?? 0;
    return point > 0xffff ? `\\U${point.toString(16).padStart(8, "0")}` : escapeUnit(point);
  });
  return `"${escaped}"`;
}

function escapeUnit(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, "0")}`;
}
