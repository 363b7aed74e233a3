/**
 * Carries what was said of a pull request to the commit by which a merge queue tries it: nothing is
 * started for that. Spec: github §2.4, §10.2.
 */
import { info } from "@actions/core";
import type { CheckVerdict } from "#adapters/github/checks.ts";
import { eventsOf, triggerOf } from "#src/github/config/config.ts";
import { textAt } from "#src/github/payload.ts";
import type { Door } from "../door.ts";
import { reportSettings } from "./report-settings.ts";

/** The check of each trigger of pull requests, as the head of the pull request has it last. */
export async function carryVerdicts(door: Door): Promise<number> {
  const { client, config, payload, steps, attempts } = door;
  steps.tell({ status: "none" });
  const headSha = textAt(payload, "merge_group", "head_sha");
  const number = pullOf(textAt(payload, "merge_group", "head_ref"));
  const head = number === null ? undefined : (await client.thread(number)).headSha;
  steps.tell({}, { thread: number });
  if (headSha === "" || !reportSettings(door).check) return 0;
  const names = Object.keys(config.triggers ?? {}).filter((name) =>
    eventsOf(triggerOf(config, name) ?? {}).includes("pull_request"),
  );
  for (const trigger of names) {
    const name = `iter / ${trigger}`;
    const verdict = head === undefined ? null : await client.lastVerdict({ name, headSha: head });
    const report = { name, headSha, externalId: carried, ...describe(verdict, number) };
    info(`${name}: ${report.conclusion}`);
    await attempts.attempt("check", async () => {
      // An event that comes again says the same in the same place.
      await client.saveCheck(report, await client.findCheck({ name, headSha }, carried));
    });
  }
  return 0;
}

const carried = "carried";

function describe(
  verdict: CheckVerdict | null,
  number: number | null,
): Pick<Parameters<Door["client"]["saveCheck"]>[0], "title" | "summary"> & {
  readonly conclusion: CheckVerdict["conclusion"];
} {
  const pull = number === null ? "the pull request" : `#${number}`;
  if (verdict === null)
    return { conclusion: "neutral", title: "no verdict", summary: `No run of ${pull} has ended.` };
  const { run, conclusion, title } = verdict;
  return { conclusion, title, summary: `What \`${run}\` came to on ${pull}.` };
}

/** `refs/heads/gh-readonly-queue/main/pr-42-<sha>` */
function pullOf(ref: string): number | null {
  const digits = /\/pr-(\d+)-[0-9a-f]+$/.exec(ref)?.[1];
  return digits === undefined ? null : Number(digits);
}
