/** Tells on the commit why an event started nothing, and what a person may type instead. Spec: github §3.2. */
import { warning } from "@actions/core";
import { explainReason } from "#src/github/reasons.ts";
import { optionsOf } from "../commands/command-options.ts";
import type { Door } from "../door.ts";
import { describeLack } from "./permissions.ts";
import { reportSettings } from "./report-settings.ts";

/** A neutral check run; one that can't be written costs nothing but itself. */
export async function tellRefused(
  door: Door,
  { trigger, headSha }: { readonly trigger: string; readonly headSha: string | null },
  reason: string,
): Promise<void> {
  if (headSha === null || !reportSettings(door).check) return;
  const { prefix } = optionsOf(door);
  const report = {
    name: `iter / ${trigger}`,
    headSha,
    externalId: "",
    conclusion: "neutral" as const,
    title: "not started",
    summary: `${explainReason(reason)} Somebody with write access can start it by the comment \`${prefix} run ${trigger}\`.`,
  };
  try {
    await door.client.saveCheck(report, null);
  } catch {
    warning(describeLack("check"));
  }
}
