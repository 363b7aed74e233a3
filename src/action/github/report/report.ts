/** Reports a run where it belongs: checkpoint, then comment, then check, so that any of it can be repeated. */
import type { RunResult } from "#core/engine/world.ts";
import type { Reporter } from "#core/ports/reporter.ts";
import type { RunState } from "#core/run/state.ts";
import { addToSummary } from "#src/action/summary.ts";
import { callPeople } from "./call-people.ts";
import { openCheckReport } from "./check-report.ts";
import { openCommentReport, renderSummary } from "./comment-report.ts";
import type { Door } from "../door.ts";
import { hasNotBegun } from "../queue/lanes.ts";
import { showNodeChecks } from "./node-checks.ts";
import { openAttempts } from "./permissions.ts";
import { reportSettings, reportsOf } from "./report-settings.ts";
import type { ReportedRun, Shown } from "./reported-run.ts";
import { mayWrite } from "../state/claim-run.ts";

/** Reports one run. */
export interface RunReport {
  readonly reporter: Reporter;
  /** Shows the run on the page of its job, if it is to be shown there. */
  summarise(result: RunResult, reportUrl: string | null): void;
  /** The last word of this job, with where its report lies; false if some of it might be said later. */
  finish(result: RunResult, reportUrl: string | null): Promise<boolean>;
}

/** After these the comment says something else. */
const refreshing: ReadonlySet<string> = new Set(["run_started", "run_resumed", "node_finished"]);

/** Opens the reports of a run. */
export async function openReport(door: Door, run: ReportedRun): Promise<RunReport> {
  const settings = reportSettings(door);
  const attempts = openAttempts();
  const opening = { door, run, settings };
  const comment = await attempts.attempt("comment", () => openCommentReport(opening));
  const check = openCheckReport(opening);
  const events = [...run.before];
  let begun: Promise<unknown> | undefined;

  function shownAt(state: RunState, reportUrl: string | null): Shown {
    return { state, events, kept: true, ...(reportUrl === null ? {} : { reportUrl }) };
  }

  return {
    reporter: {
      on(event, state) {
        events.push(event);
        const shown = { state, events: [...events], kept: false };
        if (refreshing.has(event.type) && run.waits !== true) comment?.refresh(shown);
        if (event.type === "run_started" || event.type === "run_resumed")
          begun = attempts.attempt("check", () => check.show(shown));
      },
    },
    summarise({ state }, reportUrl) {
      if (!reportsOf(door).has("summary")) return;
      addToSummary(door.job.environment, renderSummary(opening, shownAt(state, reportUrl)));
    },
    async finish({ state }, reportUrl) {
      await begun;
      const shown = shownAt(state, reportUrl);
      if (!hasNotBegun(events))
        await attempts.attempt("comment", async () => comment?.write(shown));
      await attempts.attempt("check", () => check.show(shown));
      await attempts.attempt("check", () => showNodeChecks(opening, shown));
      if (!settings.check || attempts.lacks("check"))
        await attempts.attempt("annotations", () => check.annotate(shown));
      if (mayWrite(door)) await callPeople(opening, shown, attempts);
      tellReports(door, run.thread, {
        ...{ comment: comment?.id ?? null, check: check.id, report: reportUrl },
      });
      return !attempts.broken();
    },
  };
}

interface Told {
  readonly comment: number | null;
  readonly check: number | null;
  readonly report: string | null;
}

function tellReports(
  { steps, runUrl, repositoryUrl }: Door,
  thread: number | null,
  { comment, check, report }: Told,
): void {
  const commentUrl = `${repositoryUrl}/issues/${thread ?? 0}#issuecomment-${comment ?? 0}`;
  const links = {
    log: runUrl,
    ...(comment === null || thread === null ? {} : { comment: commentUrl }),
    ...(check === null ? {} : { check: `${repositoryUrl}/runs/${check}` }),
    ...(report === null ? {} : { report }),
  };
  steps.tell(
    {
      ...(comment === null ? {} : { "comment-id": String(comment) }),
      ...(check === null ? {} : { "check-run-id": String(check) }),
    },
    { links },
  );
}
