/** Where a run is reported to: an input that was given wins over the file. Spec: github §2.2, §3.1. */
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

/** The settings of a job. */
export function reportSettings({ config, job }: Pick<Door, "config" | "job">): ReportSettings {
  const { report: chosen, given } = job.inputs;
  const { report = {} } = config;
  const named = given.has("report");
  const silent = !mayWrite({ job });
  const comment = report.comment ?? "sticky";
  const check = !silent && (named ? chosen.has("check") : (report.check ?? true));
  return {
    comment: silent || (named && !chosen.has("comment")) ? false : comment || (named && "sticky"),
    check,
    perNodeChecks: check && report["per-node-checks"] === true,
    annotations: !silent && (named ? chosen.has("annotations") : (report.annotations ?? true)),
    footer: report.footer ?? true,
    throttleSeconds: report["throttle-seconds"] ?? 10,
  };
}
