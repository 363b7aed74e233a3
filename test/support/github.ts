/** A small repository with its people, for tests against the loopback GitHub. */
import type { GithubSetup } from "#testing/github/state.ts";

/** The commit that the pull request of the repository is at. */
export const headSha = "4f2c1ab90d3e5b6a7c8d9e0f1a2b3c4d5e6f7081";

/** `octocat` opens pull request 42; `monalisa` writes, `octo-lead` maintains, `hubot` may read. */
export const helloWorld: GithubSetup = {
  accounts: [
    { id: 10_001, login: "octocat", level: "write" },
    { id: 10_002, login: "monalisa", level: "write" },
    { id: 10_003, login: "hubot", level: "read" },
    { id: 10_004, login: "octo-lead", level: "maintain" },
    { id: 41_898_282, login: "github-actions[bot]", type: "Bot", level: "write" },
  ],
  tokens: { "job-token-of-the-loopback": "github-actions[bot]" },
  threads: [
    {
      number: 42,
      title: "Validate the session cookie before use",
      author: "octocat",
      head: { sha: headSha, ref: "fix/session-cookie" },
      base: { sha: "c0ffee254729296a45a3885639ac7e10f9d54979", ref: "main" },
      files: ["src/session.ts"],
    },
  ],
};

/** The token of the job. */
export const jobToken = "job-token-of-the-loopback";
