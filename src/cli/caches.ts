/** The files of a run that are made from its log: `run.json` and `report.md`. */
import type { RunFile } from "#core/engine/world.ts";
import type { Graph } from "#core/graph/graph.ts";
import type { Reporter } from "#core/ports/reporter.ts";
import { renderReport } from "#core/report/markdown.ts";
import { toRunDocument } from "#core/report/run-document.ts";
import { viewRun } from "#core/report/run-view.ts";
import type { RunEvent } from "#core/run/events.ts";
import type { RunState } from "#core/run/state.ts";
import { drawings, loopBounds } from "./drawings.ts";

/** Makes the files; the reporter has to hear of every event. */
export function createCaches(before: readonly RunEvent[]): {
  readonly reporter: Reporter;
  readonly files: (state: RunState, graph: Graph) => readonly RunFile[];
} {
  const events = [...before];
  return {
    reporter: { on: (event) => void events.push(event) },
    files: (state, graph) => [
      {
        path: "run.json",
        content: `${JSON.stringify(toRunDocument(state, { graph }), null, 2)}\n`,
      },
      { path: "report.md", content: writeReport(events, graph) },
    ],
  };
}

/** The report of a run as Markdown. */
export function writeReport(events: readonly RunEvent[], graph: Graph): string {
  return renderReport(viewRun(events, { loops: loopBounds(graph) }), { graph, drawings });
}
