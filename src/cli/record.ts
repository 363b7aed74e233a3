/** `--record`: writes what a run was answered as a script of the simulator. */
import { accessSync, constants, statSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { toScript } from "#core/report/recorded-script.ts";
import { fold } from "#core/run/evolve/evolve.ts";
import type { RunEvent } from "#core/run/events.ts";
import { Refusal } from "#core/run/failure.ts";
import type { Session } from "./session.ts";

/** Refuses a file that can't be written, before anything is paid for. */
export function checkRecord({ host }: Session, file: string | undefined): void {
  if (file === undefined) return;
  const place = resolve(host.cwd(), file);
  const found = statSync(place, { throwIfNoEntry: false });
  if (found?.isDirectory() === true) throw unwritable(file, "it is a folder");
  try {
    accessSync(found === undefined ? dirname(place) : place, constants.W_OK);
  } catch (error) {
    throw unwritable(file, reasonOf(error));
  }
}

/** Writes the script of a run; secrets stay out of it as out of the log. */
export async function writeRecord(
  { host, output, redactor }: Session,
  file: string,
  events: readonly RunEvent[],
): Promise<void> {
  const { writeScript } = await import("#adapters/simulator/write-script.ts");
  const { runId, source } = fold(events.slice(0, 1));
  const asked = events.some(({ type }) => type === "human_input_requested");
  const script = writeScript(toScript(events), [
    `What the run ${runId} was answered. To play it again without a key:`,
    `  iter run ${source.path} --simulate --script ${file}`,
    ...(asked ? aboutPeople(runId) : []),
  ]);
  try {
    writeFileSync(resolve(host.cwd(), file), redactor.text(script));
  } catch (error) {
    throw unwritable(file, reasonOf(error));
  }
  output.print(`Script: ${file}`);
}

/** A script has no place for what people answer. */
function aboutPeople(runId: string): readonly string[] {
  return [
    "What people answered is not in it: the run pauses again and waits for them. With their answers:",
    `  iter run --replay ${runId}`,
  ];
}

function unwritable(file: string, reason: string): Refusal {
  return new Refusal("INPUT_INVALID", `The script can't be written to \`${file}\`: ${reason}.`, {
    hint: "name another file; `iter run --replay ID --record FILE` writes that of a run that there is",
  });
}

function reasonOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
