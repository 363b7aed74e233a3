/** Whether somebody owns what a pull request changes, by the file of its base branch. Spec: github §5. */
import type { ThreadNow } from "#adapters/github/client.ts";
import type { AuthorisationRequest } from "#src/github/authorise/authorise.ts";
import { codeOwnersPaths, readCodeOwners } from "#src/github/code-owners.ts";
import type { Door } from "../door.ts";

/** An owner that is a team that can't be read makes it unreadable, if nobody else's name fits. */
export async function ownsChange(
  door: Door,
  { number, pullRequest, baseRef }: ThreadNow,
  login: string,
): Promise<AuthorisationRequest["code_owner"]> {
  if (!pullRequest || baseRef === undefined) return false;
  const text = await readOwnersFile(door, baseRef);
  if (text === null) return false;
  const ownersOf = readCodeOwners(text);
  const changed = await door.client.changedFiles(number);
  const owners = [...new Set(changed.flatMap((path) => ownersOf(path).map(toKey)))];
  if (owners.includes(`@${login.toLowerCase()}`)) return true;
  const teams = owners.filter((owner) => owner.startsWith("@") && owner.includes("/"));
  const memberships = await Promise.all(teams.map((team) => door.client.team(team, login)));
  if (memberships.includes("active")) return true;
  return memberships.includes("unreadable") ? "unreadable" : false;
}

async function readOwnersFile({ client }: Door, ref: string): Promise<string | null> {
  for (const path of codeOwnersPaths) {
    const text = await client.file(path, ref);
    if (text !== null) return text;
  }
  return null;
}

function toKey(owner: string): string {
  return owner.toLowerCase();
}
