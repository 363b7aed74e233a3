/** Asks GitHub what the files of a repository can't tell, where somebody gave a token for it. */
import { messageOf } from "#core/text/fault.ts";
import { useProxy } from "#adapters/network/proxy.ts";
import type { Session } from "#src/cli/session.ts";
import type { ApiFacts } from "#src/github/setup/check/finding.ts";

/** What GitHub said; without an answer, why there is none. */
export type Asked =
  | { readonly facts: ApiFacts; readonly repository: string }
  | { readonly facts: null; readonly reason: string };

const patienceMs = 5_000;

/** Never throws: a repository can be checked by its files alone. */
export async function askGithub({ env }: Session, root: string): Promise<Asked> {
  const token = env["GITHUB_TOKEN"] ?? env["GH_TOKEN"] ?? "";
  if (token === "") return unasked("there is no GITHUB_TOKEN or GH_TOKEN in the environment");
  const server = env["GITHUB_SERVER_URL"] ?? "https://github.com";
  const remote = env["GITHUB_REPOSITORY"] ?? (await remoteOf(env, root));
  const repository = nameIn(remote, new URL(server).hostname);
  if (repository === null)
    return unasked(`no remote \`origin\` of ${server} and no GITHUB_REPOSITORY says which it is`);
  const { readApiFacts } = await import("#adapters/github/repository-facts.ts");
  try {
    await useProxy(env);
    return {
      facts: await readApiFacts({ token, apiUrl: apiOf(env, server), repository }),
      repository,
    };
  } catch (fault) {
    const said = messageOf(fault);
    return unasked(`GitHub doesn't show ${repository}: ${said}`);
  }
}

function unasked(reason: string): Asked {
  return { facts: null, reason };
}

async function remoteOf(env: Session["env"], cwd: string): Promise<string> {
  const { runGit } = await import("#adapters/processes/git.ts");
  const signal = AbortSignal.timeout(patienceMs);
  const { stdout } = await runGit(env, { args: ["remote", "get-url", "origin"], cwd, signal });
  return stdout.trim();
}

/** The `owner/name` of a remote's address, or null if it is of another server. */
function nameIn(remote: string, host: string): string | null {
  const isName = /^[\w.-]+\/[\w.-]+$/;
  if (isName.test(remote)) return remote;
  const address = remote.replace(/^(?:\w+@)?([\w.-]+):(?!\/)/, "ssh://$1/");
  if (!URL.canParse(address)) return null;
  const { hostname, pathname } = new URL(address);
  const name = pathname.replace(/^\/|(?:\.git)?\/?$/g, "");
  return hostname === host && isName.test(name) ? name : null;
}

function apiOf(env: Session["env"], server: string): string {
  const own = server === "https://github.com" ? "https://api.github.com" : `${server}/api/v3`;
  return env["GITHUB_API_URL"] ?? own;
}
