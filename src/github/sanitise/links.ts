/** Takes out of links what is not shown: definitions, images' words, titles, links without a text. */

const newline = String.raw`\n(?![ \t]*\n)`;
const title = String.raw`(?:"(?:\\.|[^"\\\n]|${newline})*"|'(?:\\.|[^'\\\n]|${newline})*'|\((?:\\.|[^()\\\n]|${newline})*\))`;
const label = String.raw`\[(?![ \t\n]*\])(?!\^)(?:\\.|[^\[\]\\\n]|${newline}){1,999}\]`;
const target = String.raw`(?:<[^<>\n]*>|[^\s<]\S*)`;
const space = String.raw`(?:[ \t]+(?:\n[ \t]*)?|\n[ \t]*)`;

/** `[label]: target "title"`, the title perhaps on the next line, and nothing after. */
const definition = new RegExp(
  String.raw`^ {0,3}${label}:[ \t]*(?:\n[ \t]*)?${target}(?:${space}${title})?[ \t]*(?:\n|$(?![^]))`,
  "gm",
);

const inBrackets = String.raw`\[(?:\\.|[^\[\]\\]|\[[^\[\]]*\])*\]`;
const inParentheses = String.raw`\((?:\\.|[^()\\]|\([^()]*\))*\)`;
const image = new RegExp(`!${inBrackets}(?:${inParentheses}|${inBrackets})?`, "g");
const titled = new RegExp(
  String.raw`\]\(([ \t\n]*(?:<[^<>\n]*>|(?:[^\s()<]|\([^\s()]*\))+))[ \t\n]+(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\((?:\\.|[^()\\])*\))[ \t\n]*\)`,
  "g",
);
const empty = new RegExp(String.raw`\[[ \t\n]*\]${inParentheses}`, "g");

/** The text without link reference definitions. */
export function dropDefinitions(text: string): string {
  return text.replaceAll(definition, "");
}

/** Images as `[image]`, links without titles, no links without a text. */
export function plainLinks(text: string): string {
  return text.replaceAll(image, "[image]").replaceAll(titled, "]($1)").replaceAll(empty, "");
}
