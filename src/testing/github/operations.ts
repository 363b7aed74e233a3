/** The operations of GitHub's API that the loopback GitHub plays. */

const repository = "/repos/{owner}/{repo}";

/** By method and path, as GitHub's description has them. */
export const operations: readonly string[] = [
  `GET ${repository}`,
  `GET ${repository}/issues/{issue_number}`,
  `GET ${repository}/issues/{issue_number}/comments`,
  `POST ${repository}/issues/{issue_number}/comments`,
  `GET ${repository}/issues/comments/{comment_id}`,
  `PATCH ${repository}/issues/comments/{comment_id}`,
  `POST ${repository}/issues/comments/{comment_id}/reactions`,
  `DELETE ${repository}/issues/comments/{comment_id}/reactions/{reaction_id}`,
  `GET ${repository}/pulls/{pull_number}`,
  `GET ${repository}/pulls/{pull_number}/files`,
  `GET ${repository}/pulls/{pull_number}/commits`,
  `GET ${repository}/pulls/{pull_number}/reviews`,
  `POST ${repository}/pulls/{pull_number}/requested_reviewers`,
  `GET ${repository}/collaborators/{username}/permission`,
  "GET /orgs/{org}/teams/{team_slug}/memberships/{username}",
  `POST ${repository}/check-runs`,
  `PATCH ${repository}/check-runs/{check_run_id}`,
  `GET ${repository}/commits/{ref}/check-runs`,
  `GET ${repository}/contents/{path}`,
  `GET ${repository}/git/ref/{ref}`,
  `POST ${repository}/git/refs`,
  `PATCH ${repository}/git/refs/{ref}`,
  `DELETE ${repository}/git/refs/{ref}`,
  `GET ${repository}/git/commits/{commit_sha}`,
  `POST ${repository}/git/commits`,
  `GET ${repository}/git/trees/{tree_sha}`,
  `POST ${repository}/git/trees`,
  `GET ${repository}/git/blobs/{file_sha}`,
  `POST ${repository}/git/blobs`,
  `GET ${repository}/actions/runs/{run_id}`,
  `POST ${repository}/actions/workflows/{workflow_id}/dispatches`,
];
