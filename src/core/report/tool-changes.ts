/** Says how tools differ from what a run knew of them. */
import { isList, toText } from "../graph/value.ts";
import type { Fields } from "../graph/value.ts";

/** The sentence of an `mcp_tools_changed`. */
export function describeToolChanges(data: Fields): string {
  return `the tools of the MCP server ${toText(data["server"] ?? "")} have changed: ${listChanges(data)}`;
}

/** The sentence of an `own_tools_changed`. */
export function describeOwnToolChanges(data: Fields): string {
  return `the workflow's own tools have changed since the run began or was last resumed: ${listChanges(data)}`;
}

function listChanges(data: Fields): string {
  const changes = ["changed", "added", "removed"].flatMap((how) => {
    const names = data[how];
    return isList(names) && names.length > 0 ? [`${how} ${names.map(toText).join(", ")}`] : [];
  });
  return changes.join("; ");
}
