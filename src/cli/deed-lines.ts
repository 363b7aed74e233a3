/** What an activation did, as lines for a terminal. */
import type { ActivationView } from "#core/report/activations.ts";
import type { AttemptView } from "#core/report/deeds/deed.ts";
import { cutWithNote, tellDeed, tellFault, tellUsage } from "#core/report/deeds/tell-deed.ts";
import type { ToldDeed } from "#core/report/deeds/tell-deed.ts";
import { formatDuration } from "#core/report/format.ts";
import { toPrintable, toPrintableLine } from "#core/text/printable.ts";
import type { Output } from "./output.ts";

const longestPart = 4_000;

/** The attempts of an activation with everything in them; texts are cut unless all is wanted. */
export function attemptLines(
  { kind }: ActivationView,
  attempts: readonly AttemptView[],
  { output, whole }: { readonly output: Output; readonly whole: boolean },
): string[] {
  return attempts.flatMap((attempt) => [
    headOf(kind, attempt, output),
    ...attempt.deeds.flatMap((deed) => deedLines(tellDeed(deed), output, whole)),
  ]);
}

function headOf(kind: string, attempt: AttemptView, output: Output): string {
  const { attempt: number, startedAt, finishedAt, workedMs, fault, usage } = attempt;
  const took = finishedAt === null ? [] : [formatDuration(workedMs)];
  const facts = [`attempt ${number}`, kind, startedAt.slice(11, 19), ...took, ...tellUsage(usage)];
  const failed = fault === null ? "" : `: ${toPrintableLine(tellFault(fault))}`;
  return `  ${output.paint("bold", facts.join(" · "), "stdout")}${failed}`;
}

function deedLines(deed: ToldDeed, output: Output, whole: boolean): string[] {
  const { title, facts, fault, parts } = deed;
  const head = [output.paint("cyan", toPrintableLine(title), "stdout"), ...facts].join(" · ");
  return [
    `    ${head}`,
    ...(fault === null
      ? []
      : [`      ${output.paint("red", "failed:", "stdout")} ${toPrintableLine(fault)}`]),
    ...parts.flatMap(({ label, text }) => {
      const shown = toPrintable(whole ? text : cutWithNote(text, longestPart)).trimEnd();
      return [`      ${output.paint("dim", `${label}:`, "stdout")}`, indent(shown)];
    }),
  ];
}

function indent(text: string): string {
  return text.replaceAll(/^(?=.)/gm, "        ");
}
