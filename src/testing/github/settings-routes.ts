/** What the loopback GitHub tells of a repository's settings: its secrets' names, its environments. */
import type { Fields } from "#core/graph/value.ts";
import { missing, ok, page } from "./call.ts";
import type { Call, Reply, Route } from "./call.ts";
import { toUserNamed } from "./shapes.ts";
import { apiTime } from "./state.ts";

const repository = "/repos/{owner}/{repo}";

/** By operation. */
export const settingsRoutes: Readonly<Record<string, Route>> = {
  [`GET ${repository}/actions/secrets`]: (call) => listSecrets(call, call.state.setup.secrets),
  [`GET ${repository}/actions/organization-secrets`]: (call) => listSecrets(call, []),
  [`GET ${repository}/environments`]: (call) => {
    const all = Object.entries(call.state.setup.environments ?? {});
    const environments = page(call, all).map(([name, logins]) => toEnvironment(call, name, logins));
    return ok({ total_count: all.length, environments });
  },
  [`GET ${repository}/environments/{environment_name}`]: (call) => {
    const name = call.values["environment_name"] ?? "";
    const logins = call.state.setup.environments?.[name];
    return logins === undefined ? missing : ok(toEnvironment(call, name, logins));
  },
  [`GET ${repository}/actions/runs/{run_id}/approvals`]: (call) => {
    const said = call.state.environmentReviews.get(Number(call.values["run_id"])) ?? [];
    return ok(
      said.map(({ environment, state, by, comment }) => ({
        environments: [toEnvironment(call, environment, [by])],
        ...{ state, comment, user: toUserNamed(call.state, by) },
      })),
    );
  },
};

function listSecrets(call: Call, names: readonly string[] = []): Reply {
  const at = apiTime();
  const secrets = page(call, names).map((name) => ({ name, created_at: at, updated_at: at }));
  return ok({ total_count: names.length, secrets });
}

function toEnvironment({ state }: Call, name: string, logins: readonly string[]): Fields {
  const { owner, name: repo } = state.setup.repository;
  const here = `https://github.com/${owner}/${repo}`;
  const reviewers = logins.map((login) => ({ type: "User", reviewer: toUserNamed(state, login) }));
  const rule = { id: 1, node_id: "R1", type: "required_reviewers", reviewers };
  const at = apiTime();
  return {
    id: 1,
    node_id: "E1",
    name,
    url: `${here}/environments/${name}`,
    html_url: `${here}/deployments/${name}`,
    created_at: at,
    updated_at: at,
    protection_rules: logins.length === 0 ? [] : [rule],
  };
}
