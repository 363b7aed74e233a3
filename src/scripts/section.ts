/** Writes generated sections of Markdown files, between `<!-- generated: name -->` and its end. */
import { readFileSync, writeFileSync } from "node:fs";
import { format } from "prettier";

/** Replaces the section's content and lays the file out as Prettier does; the rest stays as it is. */
export async function writeSection(file: string, name: string, content: string): Promise<void> {
  const [begin, end] = [`<!-- generated: ${name} -->`, `<!-- /generated: ${name} -->`];
  const text = readFileSync(file, "utf8");
  const [start, stop] = [text.indexOf(begin), text.indexOf(end)];
  if (start === -1 || stop < start) throw new Error(`${file} has no generated section "${name}".`);
  const changed = `${text.slice(0, start)}${begin}\n\n${content.trim()}\n\n${text.slice(stop)}`;
  const laidOut = await format(changed, { parser: "markdown", printWidth: 100 });
  if (laidOut !== text) writeFileSync(file, laidOut);
}
