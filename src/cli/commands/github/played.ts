/** What a played GitHub begins with: what the payload tells, and what a state file says over it. */
import type { Value } from "#core/graph/value.ts";
import { isFields } from "#core/graph/value.ts";
import { at, listAt, numberAt, textAt } from "#src/github/payload.ts";
import type { GithubSetup, Thread, WorkflowRun } from "#testing/github/state.ts";
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
    environments: state.environments,
    workflowRuns: payloads.flatMap((one) => runOf(at(one, "workflow_run"), state)),
  };
}

/** What later payloads tell stands over what earlier ones do, and what the file says over both. */
function threadsOf(payloads: readonly Value[], state: PlayedState): readonly Thread[] {
  const threads = new Map<number, Thread>();
  for (const thread of payloads.flatMap((one) => [...ofRun(one), threadOf(one)])) {
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
  return {
    number,
    title: textAt(source, "title"),
    body: textAt(source, "body"),
    author: textAt(source, "user", "login") || textAt(payload, "sender", "login"),
    state: textAt(source, "state") === "closed" ? "closed" : "open",
    ...endsOf(source),
  };
}

function endsOf(pull: Value): Pick<Thread, "head" | "base"> {
  const sha = textAt(pull, "head", "sha");
  const repositoryId = numberAt(pull, "head", "repo", "id");
  if (sha === "") return {};
  return {
    head: {
      sha,
      ref: textAt(pull, "head", "ref"),
      ...(repositoryId === null ? {} : { repositoryId }),
    },
    base: { sha: textAt(pull, "base", "sha"), ref: textAt(pull, "base", "ref") },
  };
}

/** Pull requests that the end of a workflow names; it tells nothing of them but their ends. */
function ofRun(payload: Value): readonly Thread[] {
  const run = at(payload, "workflow_run");
  return listAt(run, "pull_requests").flatMap((pull) => {
    const number = numberAt(pull, "number");
    const author = textAt(run, "actor", "login");
    const title = textAt(run, "display_title");
    return number === null ? [] : [{ number, title, author, ...endsOf(pull) }];
  });
}

/** The workflow run that an event tells of, with the jobs that the state tells. */
function runOf(run: Value, { jobs }: PlayedState): readonly WorkflowRun[] {
  const id = numberAt(run, "id");
  if (id === null) return [];
  const conclusion = textAt(run, "conclusion") || null;
  const head = numberAt(run, "head_repository", "id");
  return [
    {
      id,
      name: textAt(run, "name"),
      path: textAt(run, "path"),
      head_sha: textAt(run, "head_sha"),
      head_branch: textAt(run, "head_branch"),
      event: textAt(run, "event"),
      status: textAt(run, "status"),
      conclusion,
      run_attempt: numberAt(run, "run_attempt") ?? 1,
      ...(head === null ? {} : { headRepositoryId: head }),
      jobs: jobs
        .filter((job) => job.run === id)
        .map(({ name, conclusion: ended, step, log }, index) => {
          const steps = [{ name: step, conclusion: ended }];
          return { id: 80_000 + index, name, conclusion: ended, steps, log };
        }),
    },
  ];
}
