/** The page of a run beside its log, so that whoever uploads the run's folder has it. */
import { join } from "node:path";
import { warning } from "@actions/core";
import { writeAtomically } from "#adapters/stores/file/atomic.ts";
import type { RunResult, World } from "#core/engine/world.ts";
import { viewRun } from "#core/report/run-view.ts";
import type { Job } from "./job.ts";

/** Writes `report.html`; a page that can't be written fails no job. */
export async function writePage(
  { store, redactor }: Job,
  world: World,
  { runId, graph }: RunResult,
): Promise<void> {
  try {
    const [{ viewPage }, { renderPage }, { pageAssets }] = await Promise.all([
      import("#core/report/page/view-page.ts"),
      import("#core/report/page/render-page.ts"),
      import("#core/report/page/assets.generated.ts"),
    ]);
    const { events } = await world.store.read(runId);
    const loops = new Map(graph.loops.map(({ name, max }) => [name, max]));
    const data = viewPage({ view: viewRun(events, { loops }), events, graph });
    const page = renderPage(data, { ...pageAssets, redact: redactor.value });
    writeAtomically(join(store, "runs", runId, "report.html"), page);
  } catch (fault) {
    warning(`The page of the run can't be written: ${String(fault)}`);
  }
}
