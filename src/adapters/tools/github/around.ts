/** What the tools of GitHub work on: one repository, one thread, as it was when the run began. */
import type { ThreadsApi } from "#adapters/github/threads-api.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { frameUntrusted } from "#core/text/untrusted.ts";
import { at, numberAt, textAt } from "#src/github/payload.ts";
import { sanitiseIn } from "#src/github/sanitise/sanitise-in.ts";
import { ToolFault } from "../define-tool.ts";
import type { ToolData } from "../define-tool.ts";

/** Where the tools are used. */
export interface GithubPlace {
  readonly api: ThreadsApi;
  readonly thread: number | null;
  /** What was written or edited later than this is not shown. */
  readonly until: string;
  /** The commit that the run works on. */
  readonly headSha: string | null;
  readonly baseRef: string;
  /** The run may know numbers and names of files, and nothing that people wrote. */
  readonly withoutTexts?: boolean;
}

/** So much is shown of what people wrote. */
export const mostItems = 100;

/** The thread that a call is about. */
export function threadOf({ thread }: GithubPlace, asked: number | undefined): number {
  const number = asked ?? thread;
  if (number === null) throw new ToolFault("the run belongs to no thread; give a `number`");
  return number;
}

/** The pull request that a call is about. */
export async function pullOf(place: GithubPlace, asked: number | undefined): Promise<Value> {
  const number = threadOf(place, asked);
  const pull = await place.api.pull(number);
  if (pull === null) throw new ToolFault(`#${number} is no pull request`);
  return pull;
}

/** JSON from outside, framed for models as what it is. */
export function tell(source: string, answer: Fields): ToolData {
  return { output: frameUntrusted(JSON.stringify(answer, null, 1), { source }), data: answer };
}

/** A list that is cut, with the number of those left out. */
export function cutList<Item>(
  items: readonly Item[],
  most: number = mostItems,
): { readonly items: readonly Item[]; readonly total: number; readonly left_out: number } {
  const shown = items.slice(0, most);
  return { items: shown, total: items.length, left_out: items.length - shown.length };
}

/** True if title and text of a thread are as they were when the run was raised; what can't be told is not. */
export async function isAsItWas(place: GithubPlace, thread: Value): Promise<boolean> {
  if (textAt(thread, "updated_at") !== "" && isBefore(place, thread)) return true;
  const since = Date.parse(place.until);
  if (Date.parse(textAt(thread, "created_at")) > since) return false;
  try {
    const edited = await place.api.editedAt(numberAt(thread, "number") ?? 0);
    return edited === null || Date.parse(edited) <= since;
  } catch {
    return false;
  }
}

/** True for what was there as it is when the run was raised. */
export function isBefore({ until }: GithubPlace, item: Value): boolean {
  const times = ["created_at", "updated_at", "submitted_at", "createdAt", "lastEditedAt"];
  return times.every((name) => {
    const time = textAt(item, name);
    return time === "" || Date.parse(time) <= Date.parse(until);
  });
}

/** Reads the level of each author once. */
export function createLevels({ api }: GithubPlace): (user: Value) => Promise<string> {
  const known = new Map<string, Promise<string>>();
  return (user) => {
    const login = textAt(user, "login");
    if (login === "") return Promise.resolve("none");
    const level = known.get(login) ?? api.level(login).catch(() => "none");
    known.set(login, level);
    return level;
  };
}

/** A text of people. */
export function said(value: Value, ...path: readonly string[]): string {
  return sanitiseIn(textAt(value, ...path));
}

/** Names of labels. */
export function labelsOf(value: Value): readonly string[] {
  const labels = at(value, "labels");
  return Array.isArray(labels) ? labels.map((label: Value) => said(label, "name")) : [];
}
