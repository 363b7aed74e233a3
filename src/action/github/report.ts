/** Reports a run where it belongs: checkpoint, then comment, then check, so that any of it can be repeated. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { saveCheckpoint } from "#adapters/github/checkpoints.ts";
import type { RunResult } from "#core/engine/world.ts";
import type { Fields } from "#core/graph/value.ts";
import type { Reporter } from "#core/ports/reporter.ts";
import type { RunState } from "#core/run/state.ts";
import { openCheckReport } from "./check-report.ts";
import { openCommentReport } from "./comment-report.ts";
import type { Door } from "./door.ts";
import { openAttempts } from "./permissions.ts";
import { reportSettings } from "./report-settings.ts";
import type { ReportedRun, SavedCheckpoint } from "./reported-run.ts";

/** Reports one run. */
export interface RunReport {
  readonly reporter: Reporter;
  /** Keeps the log as it is, before something is written that others see. */
  checkpoint(): Promise<void>;
  /** The last word of this job. */
  finish(result: RunResult): Promise<void>;
}

/** Opens the reports of a run. */
export async function openReport(door: Door, run: ReportedRun): Promise<RunReport> {
  const settings = reportSettings(door);
  const attempts = openAttempts();
  const opening = { door, run, settings };
  const comment = await attempts.attempt("comment", () => openCommentReport(opening));
  const check = openCheckReport(opening);
  const events = [...run.before];
  let begun: Promise<unknown> | undefined;
  let latest: RunState | null = null;

  return {
    reporter: {
      on(event, state) {
        events.push(event);
        latest = state;
        const shown = { state, events: [...events], saved: null };
        if (event.type === "node_finished" || event.type === "run_started") comment?.refresh(shown);
        if (event.type === "run_started" || event.type === "run_resumed")
          begun = attempts.attempt("check", () => check.show(shown));
      },
    },
    async checkpoint() {
      const state = latest;
      if (state !== null) await attempts.attempt("checkpoint", () => keep(door, run, state));
    },
    async finish({ state }) {
      await begun;
      const keeps = door.job.inputs.effects !== "none";
      const saved = keeps
        ? await attempts.attempt("checkpoint", () => keep(door, run, state))
        : null;
      const shown = { state, events, saved };
      await attempts.attempt("comment", async () => comment?.write(shown));
      await attempts.attempt("check", () => check.show(shown));
      if (attempts.lacks("check")) await check.annotate(shown);
      tellReports(door, { comment: comment?.id ?? null, check: check.id });
    },
  };
}

function tellReports(
  { steps, runUrl }: Door,
  { comment, check }: { readonly comment: number | null; readonly check: number | null },
): void {
  steps.tell(
    {
      ...(comment === null ? {} : { "comment-id": String(comment) }),
      ...(check === null ? {} : { "check-run-id": String(check) }),
    },
    { links: { log: runUrl } },
  );
}

function keep(
  { client, job, repositoryId }: Door,
  run: ReportedRun,
  state: RunState,
): Promise<SavedCheckpoint> {
  const log = readFileSync(join(job.store, "runs", run.run, "events.jsonl"), "utf8");
  const { seq, trigger, thread, initiator, headSha } = run;
  const manifest: Fields = {
    run: run.run,
    seq,
    repository: repositoryId,
    trigger,
    thread,
    head_sha: headSha,
    base_sha: run.baseSha,
    initiator: { ...initiator },
    status: state.status,
  };
  return saveCheckpoint(client, run.run, { manifest, log });
}
