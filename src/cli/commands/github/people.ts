/** Who is in a played GitHub, and what they may: as the state file says, else as the payloads let assume. */
import type { Fields, Value } from "#core/graph/value.ts";
import { isFields } from "#core/graph/value.ts";
import type { Level } from "#src/github/levels.ts";
import { at, numberAt, textAt } from "#src/github/payload.ts";
import type { Account } from "#testing/github/state.ts";
import type { PlayedState } from "./state-file.ts";

/** Whose token the played job has. */
export const bot: Account = {
  id: 41_898_282,
  login: "github-actions[bot]",
  type: "Bot",
  level: "write",
};

type Told = Pick<PlayedState, "people" | "comments" | "reviews" | "environments"> & {
  readonly threads: readonly { readonly author: string }[];
};

/** What wrote it and what it says of its author. */
const authored = ["comment", "review", "pull_request", "issue"];
const members: ReadonlySet<string> = new Set(["OWNER", "MEMBER", "COLLABORATOR"]);

/** Everybody who is named somewhere, each once. */
export function accountsOf(payloads: readonly Value[], told: Told): readonly Account[] {
  const levels = levelsOf(told);
  const inPayloads = payloads.flatMap((payload) =>
    [at(payload, "sender"), ...authored.map((key) => at(payload, key, "user"))].filter(isFields),
  );
  const named = [
    ...Object.keys(told.people),
    ...Object.values(told.environments).flat(),
    ...[...told.comments, ...told.reviews, ...told.threads].map(({ author }) => author),
  ].map((login, index): Account => ({ id: 90_000 + index, login }));
  const accounts = new Map<string, Account>();
  for (const account of [bot, ...inPayloads.map(toAccount), ...named]) {
    const key = account.login.toLowerCase();
    if (key === "" || accounts.has(key)) continue;
    accounts.set(key, { level: levels.get(key) ?? assume(payloads, key), ...account });
  }
  return [...accounts.values()];
}

/** Levels that nobody told, by login; accounts of programs go by no level. */
export function assumedLevels(
  accounts: readonly Account[],
  told: Pick<PlayedState, "people">,
): Readonly<Record<string, string>> {
  const levels = levelsOf(told);
  return Object.fromEntries(
    accounts
      .filter(({ login, type }) => type !== "Bot" && !levels.has(login.toLowerCase()))
      .map(({ login, level = "none" }) => [login, level]),
  );
}

function levelsOf({ people }: Pick<PlayedState, "people">): ReadonlyMap<string, Level> {
  return new Map(Object.entries(people).map(([login, level]) => [login.toLowerCase(), level]));
}

function toAccount(user: Fields): Account {
  const account = { id: numberAt(user, "id") ?? 0, login: textAt(user, "login") };
  return textAt(user, "type") === "Bot" ? { ...account, type: "Bot" } : account;
}

/** What stands in a later payload is newer. */
function assume(payloads: readonly Value[], login: string): Level {
  const said = payloads.toReversed().flatMap((payload) => {
    const associations = authored
      .filter((key) => isLogin(at(payload, key, "user"), login))
      .map((key) => textAt(payload, key, "author_association"))
      .filter((association) => association !== "");
    const pushes = isLogin(at(payload, "sender"), login) && onlyByWriters(payload);
    return pushes ? ["COLLABORATOR", ...associations] : associations;
  });
  if (said.some((association) => members.has(association))) return "write";
  const [payload = null] = payloads.toReversed();
  return at(payload, "repository", "private") === true ? "none" : "read";
}

function isLogin(user: Value, login: string): boolean {
  return textAt(user, "login").toLowerCase() === login;
}

/** Pushes, dispatches and ends of workflows of the repository itself are raised by nobody else. */
function onlyByWriters(payload: Value): boolean {
  const head = numberAt(payload, "workflow_run", "head_repository", "id");
  return (
    (head !== null && head === numberAt(payload, "repository", "id")) ||
    (at(payload, "after") !== null && at(payload, "ref") !== null) ||
    ["workflow", "client_payload"].some((key) => at(payload, key) !== null)
  );
}
