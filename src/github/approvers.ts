/** People as gates name them: logins, teams, levels, and words for those who have a part in a change. Spec: github §3.1. */
import { didYouMean } from "#core/text/suggest.ts";
import { levels } from "./levels.ts";

const words: readonly string[] = ["codeowners", "author", "initiator"];
const roles: readonly string[] = levels.slice(1).map((level) => `role:${level}`);
/** Of an account, or of a team with its organisation. */
const named = /^@?[A-Za-z0-9](?:[\w-]*[A-Za-z0-9])?(?:\/[\w.-]+)?$/;
const takes = "it takes logins, @org/team, role:LEVEL, codeowners, author, initiator.";

/** Why nobody is meant by an entry; null if somebody may be. */
export function faultOfApprover(entry: string): string | null {
  if (words.includes(entry) || roles.includes(entry)) return null;
  if (entry.startsWith("role:")) return didYouMean(entry, roles, `it takes ${roles.join(", ")}.`);
  if (!named.test(entry)) return takes;
  const meant = entry.toLowerCase().replace(/[-_]/g, "").replace(/s$/, "");
  const word = words.find((one) => one.replace(/s$/, "") === meant);
  return word === undefined || /[@/]/.test(entry)
    ? null
    : `write \`${word}\`, or \`@${entry}\` for an account of that name.`;
}
