/** Finds the jobs that start Iter in the files under `.github/workflows`. */
import { isFields } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { at, listAt, textAt } from "#src/github/payload.ts";
import type { IterJob, JobFile } from "./finding.ts";

/** The Action, or the reusable workflow around it, in whichever repository a fork of it lies. */
const ours = /^(?:iter\/action|[^/\s]+\/iter)(?:\/\.github\/workflows\/run\.yml)?(?:@|$)|^\.\/$/;

/** Every job of the file that starts Iter. */
export function iterJobs(file: JobFile): readonly IterJob[] {
  return Object.entries(fieldsAt(file.yaml.value, "jobs")).flatMap(([job, value]) => {
    const throughBot = isThroughBot(file.yaml.value);
    if (ours.test(textAt(value, "uses")))
      return [{ file, job, value, inputs: givenTo(value), place: ["jobs", job], throughBot }];
    return listAt(value, "steps").flatMap((step, index) =>
      ours.test(textAt(step, "uses"))
        ? [
            {
              file,
              job,
              value,
              inputs: fieldsAt(step, "with"),
              place: ["jobs", job, "steps", index],
              throughBot,
            },
          ]
        : [],
    );
  });
}

/** What a called workflow is given: secrets stand beside the other inputs. */
function givenTo(job: Value): Fields {
  return { ...fieldsAt(job, "with"), ...fieldsAt(job, "secrets") };
}

/** What an event of the file is given; undefined if it is none of its events. */
export function eventOf(file: JobFile, event: string): Value | undefined {
  const on = at(file.yaml.value, "on");
  if (on === event) return null;
  if (Array.isArray(on)) return on.includes(event) ? null : undefined;
  return isFields(on) && Object.hasOwn(on, event) ? at(on, event) : undefined;
}

/** A mapping in a document; empty where there is none. */
export function fieldsAt(value: Value, ...path: readonly string[]): Fields {
  const found = at(value, ...path);
  return isFields(found) ? found : {};
}

/** The texts of a list or of one text. */
export function textsAt(value: Value, ...path: readonly string[]): readonly string[] {
  const found = at(value, ...path);
  return [found].flat().filter((one) => typeof one === "string");
}

function isThroughBot(value: Value): boolean {
  const events = Object.keys(fieldsAt(value, "on"));
  const inputs = fieldsAt(value, "on", "workflow_dispatch", "inputs");
  const known = ["workflow_dispatch", "repository_dispatch", "schedule"];
  return "iter-event" in inputs && events.every((event) => known.includes(event));
}
