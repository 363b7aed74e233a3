/** What a played GitHub begins with: what the payload tells, and what a state file says over it. */
import type { Value } from "#core/graph/value.ts";
import { isFields } from "#core/graph/value.ts";
import { at, numberAt, textAt } from "#src/github/payload.ts";
import type { GithubSetup, Thread } from "#testing/github/state.ts";
import { accountsOf, bot } from "./people.ts";
import type { PlayedEnd, PlayedState } from "./state-file.ts";

/** The token of the played job. */
export const playedToken = "token-of-the-played-job";

/** The GitHub in which some events happen, one after the other. */
export function toSetup(
  payloads: readonly Value[],
  state: PlayedState,
  files: Readonly<Record<string, string>>,
): GithubSetup {
  const payload = payloads.at(-1) ?? null;
  const owner = textAt(payload, "repository", "owner", "login");
  const name = textAt(payload, "repository", "name");
  const threads = threadsOf(payloads, state);
  return {
    repository: { id: numberAt(payload, "repository", "id") ?? 5001, owner, name },
    accounts: accountsOf(payloads, { ...state, threads }),
    tokens: { [playedToken]: bot.login },
    threads,
    files,
    teams: state.teams,
  };
}

/** What later payloads tell stands over what earlier ones do, and what the file says over both. */
function threadsOf(payloads: readonly Value[], state: PlayedState): readonly Thread[] {
  const threads = new Map<number, Thread>();
  for (const thread of payloads.map(threadOf)) {
    if (thread !== null) threads.set(thread.number, { ...threads.get(thread.number), ...thread });
  }
  for (const { head, base, ...written } of state.threads) {
    const known = threads.get(written.number) ?? {
      number: written.number,
      title: "",
      author: bot.login,
    };
    const told = Object.entries(written).filter(([, value]) => value !== undefined);
    const ends = {
      ...(head === undefined ? {} : { head: toEnd(head) }),
      ...(base === undefined ? {} : { base: { sha: base.sha, ref: base.ref } }),
    };
    threads.set(known.number, { ...known, ...Object.fromEntries(told), ...ends });
  }
  return [...threads.values()];
}

function toEnd({ sha, ref, repository }: PlayedEnd): NonNullable<Thread["head"]> {
  return { sha, ref, ...(repository === undefined ? {} : { repositoryId: repository }) };
}

function threadOf(payload: Value): Thread | null {
  const pull = at(payload, "pull_request");
  const source = isFields(pull) ? pull : at(payload, "issue");
  const number = numberAt(source, "number");
  if (number === null) return null;
  const sha = textAt(source, "head", "sha");
  const repositoryId = numberAt(source, "head", "repo", "id");
  return {
    number,
    title: textAt(source, "title"),
    body: textAt(source, "body"),
    author: textAt(source, "user", "login") || textAt(payload, "sender", "login"),
    state: textAt(source, "state") === "closed" ? "closed" : "open",
    ...(sha === ""
      ? {}
      : {
          head: {
            sha,
            ref: textAt(source, "head", "ref"),
            ...(repositoryId === null ? {} : { repositoryId }),
          },
          base: { sha: textAt(source, "base", "sha"), ref: textAt(source, "base", "ref") },
        }),
  };
}
