/** What only GitHub knows of a repository: who sees it, its secrets' names, its environments. */
import type { Value } from "#core/graph/value.ts";
import { listAt, textAt } from "#src/github/payload.ts";
import type { ApiFacts } from "#src/github/setup/check/finding.ts";
import { statusOf, readValue } from "./answers.ts";
import { asksSomebody } from "./workflow-runs.ts";
import type { GithubAccess } from "./octokit.ts";
import { openOctokit } from "./octokit.ts";

/**
 * Asks for all of them. What the token may not read is null.
 *
 * @throws What the API answers when it doesn't even show the repository.
 */
export async function readApiFacts(access: GithubAccess): Promise<ApiFacts> {
  const octokit = openOctokit(access);
  const { rest } = octokit;
  const [owner = "", repo = ""] = access.repository.split("/");
  const all = { owner, repo, per_page: 100 };
  const repository = await rest.repos.get({ owner, repo });
  const [own, shared, environments] = await Promise.all([
    listOrNull(octokit.paginate(rest.actions.listRepoSecrets, all)),
    listOrNull(octokit.paginate(rest.actions.listRepoOrganizationSecrets, all)),
    listOrNull(octokit.paginate(rest.repos.getAllEnvironments, all)),
  ]);
  return {
    public: !repository.data.private,
    // Where the owner's secrets can't be read, a name that is missing may be one of them.
    secrets: own === null || shared === null ? null : [...own, ...shared].map(nameOf),
    environments:
      environments === null
        ? null
        : Object.fromEntries(environments.map((one) => [nameOf(one), asksSomebody(one)])),
  };
}

async function listOrNull(asked: Promise<unknown>): Promise<readonly Value[] | null> {
  try {
    return listAt({ all: readValue(await asked) }, "all");
  } catch (fault) {
    if ([401, 403, 404].includes(statusOf(fault) ?? 0)) return null;
    throw fault;
  }
}

function nameOf(one: Value): string {
  return textAt(one, "name");
}
