/** The files of a run that are made from its log: `run.json` and `report.md`. */
import type { Drawing } from "../graph/drawing.ts";
import type { Graph } from "../graph/graph.ts";
import type { RunEvent } from "../run/events.ts";
import type { RunState } from "../run/state.ts";
import { retryReasonSummary } from "./flow/inspect.ts";
import { readRetries } from "./flow/retries.ts";
import { renderReport } from "./markdown.ts";
import { toRunDocument } from "./run-document.ts";
import { viewRun } from "./run-view.ts";

/** Makes the files; `reporter` has to hear of every event. */
export interface RunFiles {
  readonly reporter: { on(event: RunEvent): void };
  readonly files: (
    state: RunState,
    graph: Graph,
  ) => readonly { readonly path: string; readonly content: string }[];
}

/** Creates the maker of files; `before` are the events of earlier processes. */
export function createRunFiles(
  before: readonly RunEvent[],
  drawings: ReadonlyMap<string, Drawing>,
): RunFiles {
  const events = [...before];
  return {
    reporter: { on: (event) => void events.push(event) },
    files: (state, graph) => [
      {
        path: "run.json",
        content: `${JSON.stringify(toRunDocument(state, { graph }), null, 2)}\n`,
      },
      { path: "report.md", content: writeReport(state, events, { graph, drawings }) },
    ],
  };
}

/** The report of a run as Markdown. */
function writeReport(
  state: RunState,
  events: readonly RunEvent[],
  { graph, drawings }: { readonly graph: Graph; readonly drawings: ReadonlyMap<string, Drawing> },
): string {
  const loops = new Map(graph.loops.map(({ name, max }) => [name, max]));
  const retries = retryReasonSummary(readRetries(state, events));
  return renderReport(viewRun(events, { loops }), { graph, drawings, retries });
}
