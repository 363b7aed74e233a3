/** What a played GitHub begins with: what the payload tells, and what a state file says over it. */
import { parse } from "yaml";
import { z } from "zod";
import { Refusal } from "#core/run/failure.ts";
import type { Value } from "#core/graph/value.ts";
import { isFields } from "#core/graph/value.ts";
import { levels } from "#src/github/levels.ts";
import type { Level } from "#src/github/levels.ts";
import { at, numberAt, textAt } from "#src/github/payload.ts";
import type { Account, GithubSetup, Thread } from "#testing/github/state.ts";

/** The token of the played job. */
export const playedToken = "token-of-the-played-job";

const bot: Account = { id: 41_898_282, login: "github-actions[bot]", type: "Bot", level: "write" };

const stateSchema = z.strictObject({
  people: z.record(z.string(), z.enum(levels)).default({}),
  teams: z.record(z.string(), z.array(z.string())).default({}),
  threads: z
    .array(
      z.strictObject({
        number: z.int().min(1),
        title: z.string().default(""),
        body: z.string().default(""),
        author: z.string(),
        state: z.enum(["open", "closed"]).default("open"),
        files: z.array(z.string()).default([]),
      }),
    )
    .default([]),
  comments: z
    .array(z.strictObject({ thread: z.int().min(1), author: z.string(), body: z.string() }))
    .default([]),
});

/** What a state file says. */
export interface PlayedState {
  /** Levels by login. */
  readonly people: Readonly<Record<string, Level>>;
  /** Logins by `org/team`. */
  readonly teams: Readonly<Record<string, readonly string[]>>;
  readonly threads: readonly Thread[];
  readonly comments: readonly {
    readonly thread: number;
    readonly author: string;
    readonly body: string;
  }[];
}

/** Reads a state file; without one everybody in the payload may write. */
export function readPlayedState(path: string, text: string): PlayedState {
  const read = stateSchema.safeParse(parse(text) ?? {});
  if (read.success) return read.data;
  throw new Refusal(
    "INPUT_INVALID",
    read.error.issues
      .map((issue) => `${path}: \`${issue.path.join(".")}\`: ${issue.message}.`)
      .join("\n"),
    { hint: "a state has `people`, `teams`, `threads` and `comments`" },
  );
}

/** The GitHub in which the event happens. */
export function toSetup(
  payload: Value,
  state: PlayedState,
  files: Readonly<Record<string, string>>,
): GithubSetup {
  const [owner = "octo-org", name = "hello-world"] = textAt(
    payload,
    "repository",
    "full_name",
  ).split("/");
  const thread = threadOf(payload);
  const threads = [
    ...(thread === null ? [] : [thread]),
    ...state.threads.filter(({ number }) => number !== thread?.number),
  ];
  return {
    repository: { id: numberAt(payload, "repository", "id") ?? 5001, owner, name },
    accounts: accountsOf(payload, state, threads),
    tokens: { [playedToken]: bot.login },
    threads,
    files,
    teams: state.teams,
  };
}

function accountsOf(
  payload: Value,
  state: PlayedState,
  threads: readonly Thread[],
): readonly Account[] {
  const told = ["sender", "comment.user", "pull_request.user", "issue.user", "review.user"]
    .map((path) => at(payload, ...path.split(".")))
    .filter(isFields)
    .map((user): Account => ({ id: numberAt(user, "id") ?? 0, login: textAt(user, "login") }));
  const named = [
    ...Object.keys(state.people),
    ...state.comments.map(({ author }) => author),
    ...threads.map(({ author }) => author),
  ].map((login, index): Account => ({ id: 90_000 + index, login }));
  const accounts = new Map<string, Account>();
  for (const account of [bot, ...told, ...named]) {
    const key = account.login.toLowerCase();
    if (key !== "" && !accounts.has(key))
      accounts.set(key, { level: state.people[account.login] ?? "write", ...account });
  }
  return [...accounts.values()];
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
