/** `read_file`: the text of one file, whole or in part. */
import { readFileSync, statSync } from "node:fs";
import { z } from "zod";
import { defineTool, ToolFault } from "../define-tool.ts";
import type { Tool } from "../index.ts";
import { fitting } from "../excerpt.ts";
import type { Places } from "./places.ts";

const bytesLimit = 10 * 1024 * 1024;
/** A file with a zero byte in so many first bytes is no text, as git has it. */
const probeBytes = 8_000;

/** The tool that reads files. */
export function createReadTool(places: Places): Tool {
  return defineTool({
    name: "read_file",
    description:
      "Reads a text file. Long files come in parts: the last line then says where to go on.",
    readsOnly: true,
    input: z.strictObject({
      path: z.string().min(1).describe("The file, relative to the workspace."),
      start_line: z.int().min(1).optional().describe("The first line, from 1."),
      end_line: z.int().min(1).optional().describe("The last line, itself included."),
      line_numbers: z.boolean().optional().describe("Put `12: ` before each line."),
    }),
    run: (input) => Promise.resolve(readPart(places, input)),
  });
}

interface Part {
  readonly path: string;
  readonly start_line?: number | undefined;
  readonly end_line?: number | undefined;
  readonly line_numbers?: boolean | undefined;
}

function readPart(places: Places, { path, start_line: start = 1, end_line, line_numbers }: Part) {
  const text = readText(places, path);
  if (text === "") return "[the file is empty]";
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  const end = Math.min(end_line ?? lines.length, lines.length);
  if (start > end) {
    throw new ToolFault(`\`${path}\` has ${lines.length} lines; none from ${start} to ${end}`);
  }
  const asked = lines
    .slice(start - 1, end)
    .map((line, index) => (line_numbers === true ? `${start + index}: ${line}` : line));
  const { kept, count } = fitting(asked);
  const last = start + count - 1;
  if (last === end) return kept;
  return `${kept}\n[lines ${start} to ${last} of ${lines.length}; go on with start_line ${last + 1}]`;
}

/**
 * The text of a file of the workspace.
 *
 * @throws ToolFault if there is none, or none that a model can read.
 */
export function readText(places: Places, path: string): string {
  const { absolute } = places.locate(path);
  const found = statSync(absolute, { throwIfNoEntry: false });
  if (found === undefined) throw new ToolFault(`there is no file \`${path}\``);
  if (found.isDirectory()) throw new ToolFault(`\`${path}\` is a folder; use list_files`);
  if (!found.isFile()) throw new ToolFault(`\`${path}\` is no ordinary file`);
  if (found.size > bytesLimit) {
    const size = `${(found.size / 1024 / 1024).toFixed(0)} MiB`;
    throw new ToolFault(`\`${path}\` is too large to read (${size}); use search_codebase`);
  }
  const bytes = readFileSync(absolute);
  if (bytes.subarray(0, probeBytes).includes(0)) {
    throw new ToolFault(`\`${path}\` is no text file (${bytes.length} bytes)`);
  }
  return bytes.toString("utf8");
}
