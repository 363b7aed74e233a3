/** The part of Mermaid's flowchart grammar that diagrams use, written as strictly as it can be. */

const id = "[A-Za-z_][A-Za-z0-9_]*";
const label = '"(?:[^"<>&`%\\r\\n]|<br/>|%(?!%))*"';
const shapes = [
  ["\\[", "\\]"],
  ["\\{", "\\}"],
  ["\\[\\[", "\\]\\]"],
  [">", "\\]"],
  ["\\[/", "/\\]"],
  ["\\(\\[", "\\]\\)"],
];
const shape = shapes.map(([open = "", close = ""]) => `${open}${label}${close}`).join("|");
const style = "[a-z-]+:[#a-z0-9.]+(?:,[a-z-]+:[#a-z0-9.]+)*";

const lines = {
  node: new RegExp(`^(${id})(?:${shape})$`, "u"),
  edge: new RegExp(`^(${id}) -->(?:\\|${label}\\|)? (${id})$`, "u"),
  subgraph: new RegExp(`^subgraph (${id})\\[${label}\\]$`, "u"),
  end: /^end$/,
  classDef: new RegExp(`^classDef (${id}) ${style}$`),
  class: new RegExp(`^class (${id}(?:,${id})*) (${id})$`),
  linkStyle: new RegExp(`^linkStyle \\d+(?:,\\d+)* ${style}$`),
};

const reserved = /^(?:end|graph|subgraph|flowchart|style|class|classDef|linkStyle|click|default)$/i;

/** The first line that is no Mermaid or names what isn't there, or undefined. */
export function findMermaidFault(text: string): string | undefined {
  const [first, ...rest] = text.split("\n");
  if (first !== "flowchart TD") return first;
  const nodes = new Set<string>();
  const classes = new Set<string>();
  return rest.find((line) => {
    const found = Object.entries(lines)
      .map(([kind, form]) => ({ kind, match: form.exec(line.slice(2)) }))
      .filter(({ match }) => match !== null && line.startsWith("  "));
    const [only] = found;
    if (only === undefined || found.length > 1) return true;
    const [, name = "", other = ""] = only.match ?? [];
    switch (only.kind) {
      case "node":
      case "subgraph":
        return nodes.has(name) || reserved.test(name) || nodes.add(name).size === 0;
      case "edge":
        return !nodes.has(name) || !nodes.has(other);
      case "classDef":
        return classes.has(name) || classes.add(name).size === 0;
      case "class":
        return !classes.has(other) || name.split(",").some((each) => !nodes.has(each));
      default:
        return false;
    }
  });
}
