/** What `iter github init` asks somebody who sits at a terminal and gave no flags for it. */
import { createLineReader } from "#adapters/humans/line-reader.ts";
import type { LineReader } from "#adapters/humans/line-reader.ts";
import { didYouMean } from "#core/text/suggest.ts";
import type { Session } from "#src/cli/session.ts";
import { isReadyName, readyNames } from "#src/github/setup/ready.ts";
import type { ReadyName } from "#src/github/setup/ready.ts";

/** What was answered. */
export interface InitAnswers {
  /** Ready workflows besides the first. */
  readonly with: readonly string[];
  /** Workflows whose end is listened to. */
  readonly ci: readonly string[];
}

const about: Readonly<Record<Exclude<ReadyName, "pr-review">, string>> = {
  "pr-refine": "review → plan → compliance → act → verify, on a branch, by `/iter run refine`",
  "ci-fix": "mends what CI finds, until it is green",
  "issue-to-pr": "plans and writes what an issue asks for, with a person's consent",
};

/** Whether there is somebody to ask. */
export function mayAskAbout({ host, output }: Session): boolean {
  return !output.json && host.stdin.isTTY === true && host.stderr.isTTY === true;
}

/** Asks for the workflows, and for CI's name where one of them needs it; null if nobody answers. */
export async function askAboutInit(
  { host, output }: Session,
  found: readonly string[],
): Promise<InitAnswers | null> {
  const controller = new AbortController();
  const lines = createLineReader({
    input: host.stdin,
    output: host.stderr,
    signal: controller.signal,
    interrupt: () => controller.abort(),
  });
  try {
    output.note("pr-review comes with it. There are also:");
    for (const [name, text] of Object.entries(about)) output.note(`  ${name.padEnd(12)} ${text}`);
    const wanted = await askNames(lines, (mistake) => output.note(mistake));
    if (wanted === null) return null;
    if (!wanted.includes("ci-fix") || found.length > 0) return { with: wanted, ci: found };
    const named = await lines.ask("What is the workflow called that `ci-fix` mends? ");
    return named === undefined ? null : { with: wanted, ci: [named.trim()].filter(Boolean) };
  } finally {
    lines.close();
  }
}

async function askNames(
  lines: LineReader,
  say: (mistake: string) => void,
): Promise<readonly string[] | null> {
  for (;;) {
    const line = await lines.ask("Which of them, with commas between (none)? ");
    if (line === undefined) return null;
    const names = line.split(/[\s,]+/).filter((name) => name !== "" && name !== "none");
    const unknown = names.find((name) => !isReadyName(name));
    if (unknown === undefined) return names;
    const hint = didYouMean(unknown, readyNames, `there are ${readyNames.join(", ")}`);
    say(`There is no \`${unknown}\`: ${hint}`);
  }
}
