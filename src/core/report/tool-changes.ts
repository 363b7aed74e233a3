/** Says how the tools of an MCP server differ from what a run knew of them. */
import { isList, toText } from "../graph/value.ts";
import type { Fields } from "../graph/value.ts";

/** The sentence of an `mcp_tools_changed`. */
export function describeToolChanges(data: Fields): string {
  const changes = ["changed", "added", "removed"].flatMap((how) => {
    const names = data[how];
    return isList(names) && names.length > 0 ? [`${how} ${names.map(toText).join(", ")}`] : [];
  });
  return `the tools of the MCP server ${toText(data["server"] ?? "")} have changed: ${changes.join("; ")}`;
}
