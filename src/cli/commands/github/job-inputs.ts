/** The `with:` of the job that an event starts, as far as it can be known without GitHub. */
import { isFields, toText } from "#core/graph/value.ts";
import { eventOf, iterJobs } from "#src/github/setup/check/jobs.ts";
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
}

/** Reads the first job that starts Iter on the event; secrets and other expressions stay unknown. */
export function readJobInputs(root: string, event: string): JobInputs {
  const job = readJobFiles(root)
    .filter((file) => eventOf(file, event) !== undefined)
    .flatMap(iterJobs)
    .at(0);
  if (job === undefined) return { from: null, file: null, given: {}, unknown: [] };
  const inputs = Object.entries(isFields(job.inputs) ? job.inputs : {}).map(
    ([name, value]) => [name, toText(value)] as const,
  );
  const isKnown = (text: string): boolean => !text.includes("${{");
  return {
    from: `${job.file.path}, job ${job.job}`,
    file: job.file.path,
    given: Object.fromEntries(inputs.filter(([, text]) => isKnown(text))),
    unknown: inputs.filter(([, text]) => !isKnown(text)).map(([name]) => name),
  };
}
