/** What an MCP tool gave, as the text that a model reads. */
import type { CallToolResult, ContentBlock } from "@modelcontextprotocol/sdk/types.js";
import type { Value } from "#core/graph/value.ts";
import type { ToolOutput } from "#core/ports/tool.ts";
import { firstPart } from "../excerpt.ts";

/** The result; what is no text is named, not shown. */
export function toOutput(
  { content, structuredContent, isError }: CallToolResult,
  redact: (text: string) => string = (text) => text,
): ToolOutput {
  const texts = content.map(describe);
  const structured = structuredContent === undefined ? [] : [JSON.stringify(structuredContent)];
  const said = texts.length > 0 ? texts : structured;
  return { output: firstPart(redact(said.join("\n\n"))), failed: isError === true };
}

/**
 * The result as a value: what is structured, else the one text, as JSON where it is that, else all.
 *
 * @throws Error with the tool's own words if it calls its result an error.
 */
export function toValue(result: CallToolResult): Value {
  const { content, structuredContent, isError } = result;
  if (isError === true) throw new Error(toOutput(result).output);
  if (structuredContent !== undefined) return toJson(structuredContent);
  const [first, ...others] = content;
  return first?.type === "text" && others.length === 0 ? readText(first.text) : toJson(content);
}

function readText(text: string): Value {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return text;
  }
}

function toJson(value: unknown): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}

function describe(block: ContentBlock): string {
  switch (block.type) {
    case "text":
      return block.text;
    case "image":
    case "audio":
      return `[${block.type}: ${block.mimeType}, ${sizeOf(block.data)} bytes, not shown]`;
    case "resource_link":
      return `[resource: ${block.uri}, ${block.title ?? block.name}]`;
    case "resource": {
      const { resource } = block;
      if ("text" in resource) return `[resource: ${resource.uri}]\n${resource.text}`;
      const type = resource.mimeType ?? "bytes";
      return `[resource: ${resource.uri}, ${type}, ${sizeOf(resource.blob)} bytes, not shown]`;
    }
  }
}

function sizeOf(base64: string): number {
  return Buffer.byteLength(base64, "base64");
}
