/** Tells on the commit why an event started nothing, and what a person may type instead. Spec: github §3.2. */
import { warning } from "@actions/core";
import { explainReason } from "#src/github/reasons.ts";
import { optionsOf } from "../commands/command-options.ts";
import type { Door } from "../door.ts";
import { describeLack } from "./permissions.ts";
import { reportSettings } from "./report-settings.ts";

/**
 * A neutral check run; one that can't be written costs nothing but itself. Where the commit has a check
 * of that name there is none: of two the newer counts, and would stand for one that is red.
 */
export async function tellRefused(
  door: Door,
  { trigger, headSha }: { readonly trigger: string; readonly headSha: string | null },
  reason: string,
): Promise<void> {
  if (headSha === null || !reportSettings(door).check) return;
  const { prefix } = optionsOf(door);
  const name = `iter / ${trigger}`;
  // Nobody may start anything on a commit of a fork without naming it.
  const grant = reason === "fork_not_allowed" ? ` --sha ${headSha.slice(0, 12)}` : "";
  const report = {
    name,
    headSha,
    externalId: "",
    conclusion: "neutral" as const,
    title: "not started",
    summary: `${explainReason(reason)} Somebody with write access can start it by the comment \`${prefix} run ${trigger}${grant}\`.`,
  };
  try {
    if (!(await door.client.hasCheck({ name, headSha }))) await door.client.saveCheck(report, null);
  } catch {
    warning(describeLack("check"));
  }
}
