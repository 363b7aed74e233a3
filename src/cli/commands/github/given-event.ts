/** An event as a file of its payload, with the name that its shape tells. */
import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { Refusal } from "#core/run/failure.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { isFields } from "#core/graph/value.ts";
import { messageOf } from "#core/text/fault.ts";
import { readJsonTree } from "#core/text/json-tree.ts";
import { createSourceFile, positionAt } from "#core/text/source-file.ts";
import { didYouMean } from "#core/text/suggest.ts";
import type { Session } from "#src/cli/session.ts";
import { eventNameOf, eventNames, missingIn } from "#src/github/event-name.ts";

const hint = "name a file with the payload of an event";

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
  const value = parseJson(readText(path, named), named);
  if (isFields(value)) return value;
  throw new Refusal("INPUT_INVALID", `\`${named}\` is no payload: it holds no object.`, { hint });
}

function readText(path: string, named: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined)
    throw new Refusal("INPUT_INVALID", `There is no file \`${named}\`.`, { hint });
  if (found.isDirectory())
    throw new Refusal("INPUT_INVALID", `\`${named}\` is a folder.`, { hint });
  return readFileSync(path, "utf8");
}

function parseJson(text: string, named: string): Value {
  try {
    return JSON.parse(text) as Value;
  } catch (cause) {
    const read = readJsonTree(text);
    const { start } = "fault" in read ? read.fault.span : { start: 0 };
    const said = "fault" in read ? read.fault.message : messageOf(cause);
    const { line, column } = positionAt(createSourceFile(named, text), start);
    const place = `${named}:${line}:${column}`;
    throw new Refusal("INPUT_INVALID", `${place}: \`${named}\` can't be read as JSON: ${said}`, {
      hint,
      cause,
    });
  }
}
