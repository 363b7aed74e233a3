/** Where a run is reported to: an input that was given wins over the file. Spec: github §2.2, §3.1. */
import { reports } from "#src/action/inputs.ts";
import type { Report } from "#src/action/inputs.ts";
import { mayWrite } from "../state/claim-run.ts";
import type { Door } from "../door.ts";

/** What is reported, and how. */
export interface ReportSettings {
  readonly comment: "sticky" | "append" | false;
  readonly check: boolean;
  readonly perNodeChecks: boolean;
  readonly annotations: boolean;
  readonly footer: boolean;
  readonly throttleSeconds: number;
}

/** The settings of a job; one that may not write says nothing on GitHub. */
export function reportSettings(door: Pick<Door, "config" | "job">): ReportSettings {
  const { report = {} } = door.config;
  const wanted = mayWrite(door) ? reportsOf(door) : new Set<Report>();
  const check = wanted.has("check");
  return {
    comment: wanted.has("comment") && (report.comment === "append" ? "append" : "sticky"),
    check,
    perNodeChecks: check && report["per-node-checks"] === true,
    annotations: wanted.has("annotations"),
    footer: report.footer ?? true,
    throttleSeconds: report["throttle-seconds"] ?? 10,
  };
}

/** Where the job reports to, the summary of its own page included. */
export function reportsOf({ config, job }: Pick<Door, "config" | "job">): ReadonlySet<Report> {
  const { report: chosen, given } = job.inputs;
  if (given.has("report")) return chosen;
  return new Set(reports.filter((name) => config.report?.[name] !== false));
}
