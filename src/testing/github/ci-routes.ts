/** What the loopback GitHub knows of continuous integration: workflow runs, their jobs, what they said. */
import type { Fields } from "#core/graph/value.ts";
import { missing, ok, page } from "./call.ts";
import type { Call, Reply, Route } from "./call.ts";
import type { GithubState, WorkflowJob, WorkflowRun } from "./state.ts";

const repository = "/repos/{owner}/{repo}";

/** By operation. */
export const ciRoutes: Readonly<Record<string, Route>> = {
  [`GET ${repository}/actions/runs`]: (call) => {
    const { head_sha: sha, branch, status } = call.query;
    return listRuns(
      call,
      (run) =>
        (sha === undefined || run.head_sha === sha) &&
        (branch === undefined || run.head_branch === branch) &&
        (status === undefined || run.status === status),
    );
  },
  [`GET ${repository}/actions/workflows/{workflow_id}/runs`]: (call) => {
    const wanted = call.values["workflow_id"] ?? "";
    return listRuns(call, ({ path }) => path.endsWith(`/${wanted}`));
  },
  [`GET ${repository}/actions/runs/{run_id}`]: (call) =>
    withRun(call, (run) => ok(toRun(call.state, run))),
  [`GET ${repository}/actions/runs/{run_id}/jobs`]: (call) =>
    withRun(call, (run) =>
      ok({
        total_count: run.jobs.length,
        jobs: page(call, run.jobs).map((job) => toJob(run, job)),
      }),
    ),
  [`POST ${repository}/actions/runs/{run_id}/rerun-failed-jobs`]: (call) =>
    withRun(call, (run) => {
      run.run_attempt += 1;
      run.status = "queued";
      run.conclusion = null;
      return { status: 201, body: {} };
    }),
  [`GET ${repository}/actions/jobs/{job_id}/logs`]: ({ state, values }) => {
    const id = values["job_id"] ?? "";
    const known = state.workflowRuns.some(({ jobs }) => jobs.some((job) => String(job.id) === id));
    return known ? { status: 302, body: null, location: `/_logs/${id}` } : missing;
  },
  [`GET ${repository}/commits/{ref}/status`]: ({ values }) =>
    ok({ sha: values["ref"] ?? "", state: "success", statuses: [], total_count: 0 }),
};

function withRun({ state, values }: Call, then: (run: WorkflowRun) => Reply): Reply {
  const run = state.workflowRuns.find(({ id }) => String(id) === values["run_id"]);
  return run === undefined ? missing : then(run);
}

function listRuns(call: Call, fits: (run: WorkflowRun) => boolean): Reply {
  const runs = call.state.workflowRuns.filter(fits).toSorted((one, other) => other.id - one.id);
  return ok({
    total_count: runs.length,
    workflow_runs: page(call, runs).map((run) => toRun(call.state, run)),
  });
}

function toRun({ setup }: GithubState, run: WorkflowRun): Fields {
  const { id, name, path, head_sha, head_branch, event, status, conclusion, run_attempt } = run;
  const { id: ours } = setup.repository;
  return {
    ...{ id, name, path, head_sha, head_branch, event, status, conclusion, run_attempt },
    repository: { id: ours },
    head_repository: { id: run.headRepositoryId ?? ours },
  };
}

function toJob(run: WorkflowRun, { id, name, conclusion, steps }: WorkflowJob): Fields {
  const status = "completed";
  return {
    ...{ id, run_id: run.id, name, head_sha: run.head_sha, status, conclusion },
    steps: steps.map((step, index) => ({ ...step, number: index + 1, status })),
    html_url: `https://github.com/octo-org/hello-world/actions/runs/${run.id}/job/${id}`,
  };
}
