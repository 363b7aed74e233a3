/** What GitHub refuses by its limits and by the permissions of a token. */
import type { Value } from "#core/graph/value.ts";
import { listAt, textAt } from "#src/github/payload.ts";
import type { Reply } from "./call.ts";

/** A permission that a token may lack. */
export type Permission = "contents" | "issues" | "pull-requests" | "checks" | "actions";

const longestComment = 65_536;
const longestOutput = 65_535;
const mostAnnotations = 50;

/** Which operations that write need which permission. */
const areas: readonly (readonly [RegExp, Permission])[] = [
  [/\/git\/|\/contents\//, "contents"],
  [/\/check-runs/, "checks"],
  [/\/pulls\//, "pull-requests"],
  [/\/issues/, "issues"],
  [/\/actions\//, "actions"],
];

/** The refusal of a request; undefined if nothing speaks against it. */
export function refuseByLimit(
  name: string,
  body: Value,
  lacks: readonly Permission[],
): Reply | undefined {
  const writes = !name.startsWith("GET ");
  const area = areas.find(([pattern]) => pattern.test(name))?.[1];
  if (writes && area !== undefined && lacks.includes(area))
    return { status: 403, body: { message: "Resource not accessible by integration" } };
  if (name.includes("/comments") && textAt(body, "body").length > longestComment)
    return refuse(`body is too long (maximum is ${longestComment} characters)`);
  if (!name.includes("/check-runs")) return undefined;
  const tooLong = ["title", "summary", "text"].find(
    (part) => textAt(body, "output", part).length > longestOutput,
  );
  if (tooLong !== undefined) return refuse(`Only ${longestOutput} characters are allowed`);
  return listAt(body, "output", "annotations").length > mostAnnotations
    ? refuse(`No more than ${mostAnnotations} annotations are permitted`)
    : undefined;
}

function refuse(message: string): Reply {
  return { status: 422, body: { message } };
}
