/** Asks GitHub what the files of a repository can't tell, where somebody gave a token for it. */
import { messageOf } from "#core/text/fault.ts";
import { useProxy } from "#adapters/network/proxy.ts";
import { statusOf } from "#adapters/github/answers.ts";
import type { GithubAccess } from "#adapters/github/octokit.ts";
import type { Value } from "#core/graph/value.ts";
import { at } from "#src/github/payload.ts";
import { openYaml } from "#src/github/yaml-file.ts";
import type { Session } from "#src/cli/session.ts";
import type { ApiFacts } from "#src/github/setup/check/finding.ts";

/** What GitHub said; without an answer, why there is none. */
export type Asked =
  | { readonly facts: ApiFacts; readonly base: Value }
  | { readonly facts: null; readonly base: null; readonly reason: string };

/** What the files of a repository refer to elsewhere. */
export interface Elsewhere {
  /** The path of the configuration, and its text if it is there. */
  readonly config: { readonly path: string; readonly text: string | null };
  /** Workflow files that jobs call, as they are named. */
  readonly called: readonly string[];
}

const patienceMs = 5_000;

/** Never throws: a repository can be checked by its files alone. */
export async function askGithub(
  { env }: Session,
  root: string,
  elsewhere: Elsewhere,
): Promise<Asked> {
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
    const access = { token, apiUrl: apiOf(env, server), repository };
    const [facts, base, called] = await Promise.all([
      readApiFacts(access),
      readBase(access, elsewhere.config),
      readCalled(access, elsewhere.called),
    ]);
    return { facts: { ...facts, called }, base };
  } catch (fault) {
    const said = messageOf(fault);
    return unasked(`GitHub doesn't show ${repository}: ${said}`);
  }
}

function unasked(reason: string): Asked {
  return { facts: null, base: null, reason };
}

/** The owner's file that lies below the repository's; null where it can't be read. */
async function readBase(access: GithubAccess, { path, text }: Elsewhere["config"]): Promise<Value> {
  const [owner = ""] = access.repository.split("/");
  const named = at(openYaml(text ?? "").value, "extends");
  const base = typeof named === "string" ? named : `${owner}/.github`;
  if (named === false || base === access.repository || !base.startsWith(`${owner}/`)) return null;
  const found = await readFile({ ...access, repository: base }, path, "HEAD");
  return found === null ? null : openYaml(found).value;
}

async function readCalled(
  access: GithubAccess,
  called: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  const texts: Record<string, string> = {};
  for (const name of called) {
    const [, repository = "", path = "", ref = ""] =
      /^([^/\s]+\/[^/\s]+)\/([^@\s]+)@(\S+)$/.exec(name) ?? [];
    const text = path === "" ? null : await readFile({ ...access, repository }, path, ref);
    if (text !== null) texts[name] = text;
  }
  return texts;
}

/** What the token doesn't show is as if it weren't there. */
async function readFile(access: GithubAccess, path: string, ref: string): Promise<string | null> {
  const { openGithub } = await import("#adapters/github/client.ts");
  try {
    return await openGithub(access).file(path, ref);
  } catch (fault) {
    if ([401, 403, 404].includes(statusOf(fault) ?? 0)) return null;
    throw fault;
  }
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
