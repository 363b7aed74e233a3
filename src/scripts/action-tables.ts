/** The Action's inputs and outputs as Markdown tables, from `action.yml`. */
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";

const text = z.string().optional();
const action = z.object({
  inputs: z.record(z.string(), z.object({ description: text, default: text })),
  outputs: z.record(z.string(), z.object({ description: text })),
});

/** Both tables, in the order of the file. */
export function drawActionTables(file: string): string {
  const { inputs, outputs } = action.parse(parse(readFileSync(file, "utf8")));
  return [
    "| input | default | is |",
    "| --- | --- | --- |",
    ...Object.entries(inputs).map(
      ([name, input]) => `| \`${name}\` | ${code(input.default)} | ${cell(input.description)} |`,
    ),
    "",
    "| output | is |",
    "| --- | --- |",
    ...Object.entries(outputs).map(
      ([name, output]) => `| \`${name}\` | ${cell(output.description)} |`,
    ),
  ].join("\n");
}

function code(value = ""): string {
  return value === "" ? "" : `\`${value}\``;
}

function cell(value = ""): string {
  return value.replaceAll("|", "\\|").replaceAll(/\s+/g, " ").trim();
}
