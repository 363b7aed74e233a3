/** A check run for each node that a job finished, where the configuration wants them. Spec: github §3.1, §10.2. */
import type { CheckConclusion } from "#adapters/github/checks.ts";
import type { ActivationView } from "#core/report/activations.ts";
import { escapeInline } from "#core/report/escape.ts";
import { formatCount, formatDuration, formatNearCost } from "#core/report/format.ts";
import { viewRun } from "#core/report/run-view.ts";
import { tellOutput } from "#core/report/timeline/output.ts";
import { sanitiseOut } from "#src/github/sanitise/sanitise-out.ts";
import type { Opening, Shown } from "./reported-run.ts";

const conclusions: Partial<Readonly<Record<ActivationView["status"], CheckConclusion>>> = {
  finished: "success",
  failed: "failure",
};

/** Shows what each node came to at its last visit; what earlier jobs finished was shown by them. */
export async function showNodeChecks(
  { door, run, settings }: Opening,
  { events }: Shown,
): Promise<void> {
  if (!settings.perNodeChecks || run.headSha === null) return;
  const earlier = new Set(run.before.map(({ seq }) => seq));
  const touched = new Set(
    events.filter(({ seq }) => !earlier.has(seq)).map(({ activation_id: id }) => id),
  );
  const last = new Map(viewRun(events).activations.map((visit) => [visit.node, visit]));
  for (const [node, visit] of last) {
    const ended = visit.kind === "done" ? undefined : conclusions[visit.status];
    if (ended === undefined || !touched.has(visit.id)) continue;
    const conclusion = visit.kind === "fail" ? "failure" : ended;
    const place = { name: `iter / ${run.trigger} / ${node}`, headSha: run.headSha };
    const known = await door.client.findCheck(place, run.run);
    const report = {
      ...place,
      externalId: `${run.run}:${visit.id}`,
      conclusion,
      title: describeVisit(visit),
      summary: sanitiseOut(
        door.job.redactor.text(escapeInline(tellOutput(visit.output) ?? "It says nothing.")),
      ),
    };
    await door.client.saveCheck(report, known);
  }
}

function describeVisit({ status, finishedAt, workedMs, usage }: ActivationView): string {
  const tokens = usage.input_tokens + usage.output_tokens;
  return [
    status,
    formatDuration(finishedAt === null ? 0 : workedMs),
    ...(tokens === 0 ? [] : [`${formatCount(tokens)} tokens`]),
    ...(tokens === 0 ? [] : [formatNearCost(usage.cost_usd, usage.cost_source !== "unknown")]),
  ].join(" · ");
}
