/** What was probably meant by a line with a fault: help that knows common slips. */
import { parseExpression } from "#core/graph/expression/parse.ts";
import { suggest } from "#core/text/suggest.ts";

/** A physical line, and where in it the fault begins. */
export interface FaultyLine {
  readonly text: string;
  readonly at: number;
  /** Its lines are properties: a value in quotes may be what it takes. */
  readonly takesTexts: boolean;
  /** It is a property that names a prompt. */
  readonly takesPrompt: boolean;
}

/** What to do about a slip that is known; undefined for any other fault. */
export function adviseOn(line: FaultyLine): string | undefined {
  return (
    adviseOnPrompt(line) ??
    adviseOnQuote(line) ??
    adviseOnArrow(line) ??
    adviseOnCondition(line) ??
    adviseOnClause(line) ??
    adviseOnEnum(line) ??
    adviseOnName(line) ??
    adviseOnValue(line) ??
    adviseOnReference(line)
  );
}

/** Where the text of a prompt belongs that was written behind a property. */
export function advisePrompt(property: string): string {
  return (
    `a prompt is a block of its own: write \`${property}: a_prompt\` here, and at the margin ` +
    "`prompt a_prompt:` with the text below it, indented"
  );
}

/** `user: hello there`; one word is a name. */
function adviseOnPrompt({ text, at, takesPrompt }: FaultyLine): string | undefined {
  const [, property = "", value = ""] = /^\s*(\w+):\s+(.+)$/.exec(text) ?? [];
  if (!takesPrompt || at < text.length - value.length) return undefined;
  return /^[\w-]*$/.test(withoutComment(value)) ? undefined : advisePrompt(property);
}

/** “…” as word processors write it. */
function adviseOnQuote({ text, at }: FaultyLine): string | undefined {
  return /[“”„‟‘’‚«»]/.test(text.charAt(at)) ? 'write straight quotes: `"…"`' : undefined;
}

/** `a - > b`, `a > b`, `a => b`, `a → b` */
function adviseOnArrow({ text, at }: FaultyLine): string | undefined {
  const slip = /^(\s*)(\w+)\s*(-\s+>|[-=]*>+|[-–—]+>|[→⇒⟶➔➜])\s*(\w+.*)$/u.exec(text);
  if (slip === null || slip[3] === "->") return undefined;
  const [, , from = "", arrow = "", to = ""] = slip;
  const start = text.indexOf(arrow);
  if (at < start || at > start + arrow.length) return undefined;
  return `write \`${from} -> ${withoutComment(to)}\``;
}

/** `when a == b` without the quotes of an expression. */
function adviseOnCondition({ text, at }: FaultyLine): string | undefined {
  const edge = /->.*?\bwhen\s+(not\s+)?(.+)$/.exec(text);
  if (edge === null || at < edge.index) return undefined;
  const [, not = "", rest = ""] = edge;
  const [written = ""] = withoutComment(rest).split(/\s+(?=as\s+\w+\s*\(|with\s*\{)/);
  if (written.startsWith('"') || at >= text.length - rest.length + written.length) return undefined;
  const expression = written.replaceAll('"', "'").replaceAll(/(?<![=!<>])=(?!=)/g, "==");
  if (!/\W/.test(expression) || "faults" in parseExpression(expression)) return undefined;
  return `write \`when ${not === "" ? "" : "not "}"${expression}"\``;
}

/** `a -> b whn c`, and `if` as other languages say it. */
function adviseOnClause({ text, at }: FaultyLine): string | undefined {
  if (!/^\s*\w+\s*->\s*\w+\s/.test(text.slice(0, at))) return undefined;
  const word = /^[A-Za-z]+/.exec(text.slice(at))?.[0] ?? "";
  const meant = word === "if" ? "when" : suggest(word, ["when", "as", "with"]);
  return meant === undefined || meant === word ? undefined : `did you mean \`${meant}\`?`;
}

/** `[enum: a, b]` */
function adviseOnEnum({ text, at }: FaultyLine): string | undefined {
  const list = /\[\s*enum\s*:([^\]]*)\]/.exec(text);
  if (list === null || at < list.index || at >= list.index + list[0].length) return undefined;
  const words = (list[1] ?? "").split(",").map((word) => word.trim().replaceAll(/["']/g, ""));
  const quoted = words.filter((word) => word !== "").map((word) => `"${word}"`);
  return quoted.length === 0 ? undefined : `write \`[enum: ${quoted.join(", ")}]\``;
}

/** `review-er` */
function adviseOnName({ text, at }: FaultyLine): string | undefined {
  const property = /^\s*(\w+):/.exec(text)?.[1];
  if (property?.endsWith("model") === true) return undefined;
  for (const { index, 0: name } of text.matchAll(/(?<![\w./:-])[A-Za-z_]\w*(?:-\w+)+(?![\w./-])/g))
    if (at > index && at < index + name.length && !isInString(text, index))
      return `names have no \`-\`: write \`${name.replaceAll("-", "_")}\``;
  return undefined;
}

/** `model: openai/gpt-5`, `timeout: 5 minutes` */
function adviseOnValue({ text, at, takesTexts }: FaultyLine): string | undefined {
  const property = /^(\s*)([A-Za-z_]\w*):\s+(.+)$/.exec(text);
  if (property === null || !takesTexts) return undefined;
  const [, , name = "", rest = ""] = property;
  const value = withoutComment(rest);
  const start = text.length - rest.length;
  if (at < start || at >= start + value.length) return undefined;
  const duration = durationOf(value);
  if (duration !== undefined) return `write \`${name}: "${duration}"\``;
  if (/^(?:[-\d"'`[|]|\{(?!\{))|["`\\]|->/.test(value)) return undefined;
  return `write \`${name}: "${value}"\``;
}

const units =
  /^(\d+(?:\.\d+)?)\s*(ms|milliseconds?|([smhd])|(s)ec(?:ond)?s?|(m)in(?:ute)?s?|(h)(?:ou)?rs?|(d)ays?)$/i;

/** `5 minutes` as a duration; undefined for any other text. */
function durationOf(value: string): string | undefined {
  const found = units.exec(value);
  if (found === null) return undefined;
  const [, count = "", , ...letters] = found;
  return (
    count +
    (letters.find((letter: string | undefined) => letter !== undefined) ?? "ms").toLowerCase()
  );
}

/** `{{input.code}}` without the quotes around it. */
function adviseOnReference({ text, at }: FaultyLine): string | undefined {
  for (const { index, 0: reference } of text.matchAll(/\{\{[^{}"]*\}\}/g))
    if (at >= index && at < index + reference.length && !isInString(text, index))
      return `write \`"${reference}"\``;
  return undefined;
}

function isInString(text: string, at: number): boolean {
  return text.slice(0, at).split('"').length % 2 === 0;
}

function withoutComment(text: string): string {
  return text.replace(/\s+#.*$/, "").trim();
}
