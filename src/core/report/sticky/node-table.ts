/** The nodes that a run visited, a row each, in a fold. Spec: github §10.1. */
import type { Graph } from "#core/graph/graph.ts";
import { formatCount } from "../format.ts";
import { nodeRows } from "../job-summary.ts";
import type { RunView } from "../run-view.ts";
import { table } from "./table.ts";

const head = ["Node", "Kind", "State", "Visits", "Time", "Tokens", "Cost", "Says"];
const numbers: ReadonlySet<string> = new Set(["Visits", "Time", "Tokens", "Cost"]);

/** The table; `says` units of what a node said, none at all for 0. */
export function renderNodeTable(
  view: RunView,
  graph: Graph,
  { says, rows }: { readonly says: number; readonly rows: number },
): string {
  const { cells, of } = nodeRows(view, graph, Math.max(1, says));
  if (cells.length === 0) return "";
  const columns = says === 0 ? head.slice(0, -1) : head;
  const shown = cells
    .slice(0, rows)
    .map((row) =>
      row.slice(0, columns.length).map((cell) => (cell === "finished" ? "done" : cell)),
    );
  const more = cells.length - shown.length;
  const rest = more > 0 ? `\n\n… ${formatCount(more)} more` : "";
  const title = `Nodes: ${formatCount(cells.length)} of ${formatCount(of)} visited`;
  return `<details><summary>${title}</summary>\n\n${table(columns, shown, numbers)}${rest}\n\n</details>`;
}
