/** How checks and statuses of a commit stand. */
import { textAt } from "#src/github/payload.ts";
import { sanitiseIn } from "#src/github/sanitise/sanitise-in.ts";
import type { GithubPlace } from "./around.ts";

/** A check of a commit. */
export interface CheckNow {
  readonly name: string;
  readonly status: string;
  readonly conclusion: string | null;
  readonly required: boolean;
}

/** Checks and statuses of a commit. */
export async function readChecks(place: GithubPlace, sha: string): Promise<readonly CheckNow[]> {
  const { api, baseRef } = place;
  const [checks, statuses, required] = await Promise.all([
    api.checks(sha),
    api.statuses(sha),
    api.requiredChecks(baseRef),
  ]);
  const isRequired = (name: string): boolean => required?.includes(name) === true;
  return [
    ...checks.map((one) => ({
      name: sanitiseIn(textAt(one, "name")),
      status: textAt(one, "status"),
      conclusion: textAt(one, "conclusion") || null,
      required: isRequired(textAt(one, "name")),
    })),
    ...statuses.map((one) => {
      const state = textAt(one, "state");
      return {
        name: sanitiseIn(textAt(one, "context")),
        status: state === "pending" ? "in_progress" : "completed",
        conclusion: state === "pending" ? null : state,
        required: isRequired(textAt(one, "context")),
      };
    }),
  ];
}
