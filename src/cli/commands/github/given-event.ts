/** An event as a file of its payload, with the name that its shape tells. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Refusal } from "#core/run/failure.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { isFields } from "#core/graph/value.ts";
import { didYouMean } from "#core/text/suggest.ts";
import type { Session } from "#src/cli/session.ts";
import { eventNameOf, eventNames, missingIn } from "#src/github/event-name.ts";

/** An event that is played. */
export interface GivenEvent {
  readonly name: string;
  readonly payload: Fields;
}

/** Reads a payload; its name is told where its shape doesn't tell it. */
export function readEvent({ host }: Session, file: string, told?: string): GivenEvent {
  const payload = readJson(resolve(host.cwd(), file), file);
  const name = told ?? eventNameOf(payload);
  if (name === null)
    throw new Refusal("INPUT_INVALID", `The shape of \`${file}\` fits no event.`, {
      hint: "name it: `--event issue_comment`",
    });
  if (!eventNames.includes(name))
    throw new Refusal("INPUT_INVALID", `There is no event \`${name}\`.`, {
      hint: didYouMean(name, eventNames, `there are ${eventNames.join(", ")}`),
    });
  const [lacking] = missingIn(name, payload);
  if (lacking === undefined) return { name, payload };
  throw new Refusal(
    "INPUT_INVALID",
    `\`${file}\` is no whole \`${name}\`: it lacks \`${lacking}\`.`,
    {
      hint: "take the payload of a real event: a job finds it at `$GITHUB_EVENT_PATH`",
    },
  );
}

function readJson(path: string, named: string): Fields {
  try {
    const value = JSON.parse(readFileSync(path, "utf8")) as Value;
    if (isFields(value)) return value;
  } catch (cause) {
    throw new Refusal("INPUT_INVALID", `\`${named}\` can't be read as JSON.`, {
      hint: "name a file with the payload of an event",
      cause,
    });
  }
  throw new Refusal("INPUT_INVALID", `\`${named}\` is no payload: it holds no object.`, {
    hint: "name a file with the payload of an event",
  });
}
