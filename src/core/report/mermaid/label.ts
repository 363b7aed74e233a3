/** Texts and names in Mermaid: nothing in a label can end it, and every id is one. */

const entities: Readonly<Record<string, string>> = {
  "#": "#35;",
  '"': "#quot;",
  "<": "#lt;",
  ">": "#gt;",
  "&": "#amp;",
  "`": "#96;",
  "%%": "#37;#37;",
};

/**
 * A text as part of a quoted label: what could end or format it is an entity, line ends are breaks.
 * `%%` would begin a comment or a directive, which Mermaid looks for before it reads labels.
 */
export function escapeLabel(text: string): string {
  return text
    .replaceAll(/%%|[#"<>&`]/g, (found) => entities[found] ?? found)
    .replaceAll(/\r\n|[\n\r\u2028\u2029]/g, "<br/>")
    .replaceAll(/\p{Cc}/gu, " ");
}

/** The first 40 characters of a text, with `…` if there are more. */
export function cutText(text: string, length = 40): string {
  const points = Array.from(text.slice(0, length * 2 + 2));
  return points.length > length ? `${points.slice(0, length).join("")}…` : text;
}

const reserved = new Set(
  "end graph subgraph flowchart style class classdef linkstyle interpolate click default direction href call".split(
    " ",
  ),
);

/** Gives every name an id of its own: ASCII letters, digits and `_`, no word that Mermaid reserves. */
export function createIds(): (name: string) => string {
  const taken = new Set<string>();
  return (name) => {
    const plain = name.replaceAll(/[^A-Za-z0-9_]/g, "_");
    const needsPrefix = !/^[A-Za-z_]/.test(name) || reserved.has(plain.toLowerCase());
    const base = needsPrefix ? `n_${plain}` : plain;
    let id = base;
    for (let count = 2; taken.has(id); count += 1) id = `${base}_${count}`;
    taken.add(id);
    return id;
  };
}
