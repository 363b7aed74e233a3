/** The job that an event starts, as far as it can be known without GitHub: its `with:`, and what it may. */
import { isFields, toText } from "#core/graph/value.ts";
import type { Value } from "#core/graph/value.ts";
import { fitsPatterns } from "#src/github/patterns.ts";
import { textAt } from "#src/github/payload.ts";
import type { IterJob } from "#src/github/setup/check/finding.ts";
import { hears } from "#src/github/setup/check/events.ts";
import { eventOf, iterJobs, textsAt } from "#src/github/setup/check/jobs.ts";
import { lackedBy } from "#src/github/setup/check/permissions.ts";
import type { GivenEvent } from "./given-event.ts";
import { holds } from "./job-condition.ts";
import { readJobFiles } from "./repository.ts";

/** What a job gives the Action. */
export interface JobInputs {
  /** Where the job stands; null if no file has a job for the event. */
  readonly from: string | null;
  /** The file of the job. */
  readonly file: string | null;
  /** Inputs by name. */
  readonly given: Readonly<Record<string, string>>;
  /** Inputs whose value only GitHub knows. */
  readonly unknown: readonly string[];
  /** What its token may not write. */
  readonly lacks: ReturnType<typeof lackedBy>;
  /** Where GitHub would do otherwise, or may: a sentence each. */
  readonly asIf: readonly string[];
}

/** Reads the first job that starts Iter on the event; secrets and other expressions stay unknown. */
export function readJobInputs(root: string, { name, payload }: GivenEvent): JobInputs {
  const jobs = readJobFiles(root)
    .flatMap(iterJobs)
    .filter(({ file }) => eventOf(file, name) !== undefined);
  const heard = jobs.find(({ file }) => isHeard(eventOf(file, name) ?? null, { name, payload }));
  const job = heard ?? jobs.at(0);
  if (job === undefined) {
    const asIf = [`GitHub would start no job: no workflow file starts Iter on \`${name}\``];
    return { from: null, file: null, given: {}, unknown: [], lacks: [], asIf };
  }
  const inputs = Object.entries(isFields(job.inputs) ? job.inputs : {}).map(
    ([input, value]) => [input, toText(value)] as const,
  );
  const isKnown = (text: string): boolean => !text.includes("${{");
  const place = `${job.file.path}, job ${job.job}`;
  return {
    from: place,
    file: job.file.path,
    given: Object.fromEntries(inputs.filter(([, text]) => isKnown(text))),
    unknown: inputs.filter(([, text]) => !isKnown(text)).map(([input]) => input),
    lacks: lackedBy(job),
    asIf:
      heard === undefined
        ? [
            `GitHub would start no job: \`types\` or \`branches\` of \`${name}\` in ${job.file.path} leave it out`,
          ]
        : byCondition(job, { name, payload }),
  };
}

function isHeard(on: Value, { name, payload }: GivenEvent): boolean {
  const branches = textsAt(on, "branches");
  const branch =
    textAt(payload, "pull_request", "base", "ref") ||
    textAt(payload, "ref").replace("refs/heads/", "");
  const fits = branches.length === 0 || branch === "" || fitsPatterns(branch, branches);
  return fits && hears(on, name, textAt(payload, "action"));
}

function byCondition({ value }: IterJob, event: GivenEvent): readonly string[] {
  const condition = textAt(value, "if");
  if (condition === "") return [];
  const held = holds(condition, event);
  if (held === true) return [];
  return [
    held === null
      ? `GitHub looks at \`if: ${condition}\`, which isn't looked at here`
      : `GitHub would skip the job: \`if: ${condition}\` doesn't hold`,
  ];
}
