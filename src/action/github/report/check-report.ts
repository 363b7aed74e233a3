/** The check run of a run, with what nodes found beside the lines. Spec: github §10.2. */
import { error, notice, warning } from "@actions/core";
import type { CheckConclusion, KnownCheck } from "#adapters/github/checks.ts";
import { findFindings } from "#core/report/findings.ts";
import type { Finding } from "#core/report/findings.ts";
import { openGates } from "#core/report/run-document.ts";
import { viewRun } from "#core/report/run-view.ts";
import { describeStanding, standingOf } from "#core/report/standing.ts";
import type { Standing } from "#core/report/standing.ts";
import { stopChoice } from "#src/github/loops/stop-gate.ts";
import { explainReason } from "#src/github/reasons.ts";
import { sanitiseOut } from "#src/github/sanitise/sanitise-out.ts";
import { addToSummary } from "#src/action/summary.ts";
import { reportsOf } from "./report-settings.ts";
import { renderPlain } from "./comment-report.ts";
import type { Opening, Shown } from "./reported-run.ts";

/** Writes the check run of a run. */
export interface CheckReport {
  readonly id: number | null;
  show(shown: Shown): Promise<void>;
  /** The findings as commands of the runner, where no check run is written. */
  annotate(shown: Shown): Promise<void>;
}

const conclusions: Readonly<Record<Standing, CheckConclusion | null>> = {
  running: null,
  queued: null,
  finished: "success",
  failed: "failure",
  failed_resumable: "failure",
  handed_over: "failure",
  cancelled: "cancelled",
  paused_waiting_human: "action_required",
  waiting_for_ci: null,
  ci_held: "action_required",
  effects_pending: null,
  paused: "action_required",
  over_budget: "action_required",
};

/** A job takes no more of each. */
const mostCommands = 10;
const longestSummary = 60_000;

/** Opens the check of a run. */
export function openCheckReport(opening: Opening): CheckReport {
  const { door, run, settings } = opening;
  const { client } = door;
  const name = `iter / ${run.trigger}`;
  let known: KnownCheck | null = null;

  async function show(shown: Shown): Promise<void> {
    if (run.headSha === null || !settings.check) return;
    // A job that was lost may have made it and never heard of it.
    known ??= await client.findCheck({ name, headSha: run.headSha }, run.run);
    const standing = standingOf(shown.state);
    const [gate] = openGates(shown.state);
    const conclusion = isLeftAsItIs(shown) ? "neutral" : conclusions[standing];
    const { findings, left } =
      conclusion === null ? { findings: [], left: 0 } : await findingsOf(opening, shown);
    const summary = renderPlain(opening, shown, longestSummary);
    const more = left === 0 ? "" : `\n\nFindings on lines that the change doesn't show: ${left}.`;
    const report = {
      name,
      headSha: run.headSha,
      externalId: [
        run.run,
        run.keeper.standing().seq,
        ...(gate === undefined ? [] : [gate.gate]),
      ].join(":"),
      conclusion,
      title: standing === "ci_held" ? explainReason(standing) : describeStanding(standing),
      summary: `${summary}${more}`,
      findings,
    };
    known = await client.saveCheck(report, known);
  }

  return {
    get id() {
      return known?.id ?? null;
    },
    show,
    async annotate(shown) {
      if (conclusions[standingOf(shown.state)] === null) return;
      const { findings, left } = await findingsOf(opening, shown);
      const said = (["failure", "warning", "notice"] as const).map((level) => {
        const some = findings.filter((finding) => finding.level === level).slice(0, mostCommands);
        some.forEach(sayFinding);
        return some.length;
      });
      const unsaid = findings.length + left - said.reduce((sum, count) => sum + count, 0);
      if (unsaid > 0 && reportsOf(door).has("summary"))
        addToSummary(door.job.environment, `\nFindings without an annotation: ${unsaid}.\n`);
    },
  };
}

function sayFinding({ level, message, title, path, startLine, endLine }: Finding): void {
  const say = { failure: error, warning, notice }[level];
  say(message, { title, file: path, startLine, endLine });
}

/** A loop that people have told to stop is over, and has mended nothing. */
function isLeftAsItIs({ state }: Shown): boolean {
  const choice = stopChoice(state);
  return state.status === "finished" && choice !== null && choice !== "retry";
}

/** What may be shown beside lines, and how many findings are elsewhere. */
async function findingsOf(
  { door, run, settings }: Opening,
  { events }: Shown,
): Promise<{ readonly findings: readonly Finding[]; readonly left: number }> {
  if (!settings.annotations) return { findings: [], left: 0 };
  const all = findFindings(viewRun(events)).map((finding) => ({
    ...finding,
    message: sanitiseOut(door.job.redactor.text(finding.message)),
    title: sanitiseOut(door.job.redactor.text(finding.title), { target: "title" }),
  }));
  // Only pull requests have a base.
  if (all.length === 0 || run.baseSha === null || run.thread === null)
    return { findings: all, left: 0 };
  const lines = await door.client.diffLines(run.thread);
  const findings = all.filter(({ path, startLine }) => lines.get(path)?.has(startLine) === true);
  return { findings, left: all.length - findings.length };
}
