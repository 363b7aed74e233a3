/** Reads `.github/iter.yml` over the defaults of the repository's owner. Spec: github §3.3, §3.4. */
import { debug, warning } from "@actions/core";
import { statusOf } from "#adapters/github/answers.ts";
import { openGithub } from "#adapters/github/client.ts";
import type { GithubAccess } from "#adapters/github/octokit.ts";
import type { TrustedTree } from "#adapters/github/trusted-tree.ts";
import { isFields } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type { Config } from "#src/github/config/config.ts";
import { findPolicyMistakes, readConfig } from "#src/github/config/read-config.ts";
import { at } from "#src/github/payload.ts";
import { explainReason } from "#src/github/reasons.ts";
import { openYaml } from "#src/github/yaml-file.ts";
import type { Job } from "#src/action/job.ts";
import { JobRefusal } from "#src/action/job-refusal.ts";

/** The configuration of a job, and what is wrong with it. */
interface LoadedConfig {
  /** What holds where nothing is said, if there are mistakes. */
  readonly config: Config;
  /** Why nothing starts. */
  readonly mistaken: JobRefusal | null;
}

const usualFile = ".github/iter.yml";

/** Loads the configuration; one with mistakes starts nothing, and may still be told of. */
export async function loadConfig(
  access: GithubAccess,
  trusted: TrustedTree,
  job: Job,
): Promise<LoadedConfig> {
  try {
    const config = await loadSound(access, trusted, job);
    return { config, mistaken: lackOfKey(config, job) };
  } catch (fault) {
    if (!(fault instanceof JobRefusal) || fault.reason !== "bad_config") throw fault;
    return { config: { version: 1 }, mistaken: fault };
  }
}

/** Only the owner's file has a policy. */
async function loadSound(
  access: GithubAccess,
  trusted: TrustedTree,
  { inputs }: Job,
): Promise<Config> {
  const path = inputs.config;
  const usual = usualOwners(access);
  const [text, defaults, ruling] = await Promise.all([
    trusted.text(path),
    readOwners(access, usual, path),
    // Whatever file the job names, the policy lies where owners write it.
    path === usualFile ? null : readOwners(access, usual, usualFile),
  ]);
  const owners = await chooseOwners(access, { text, usual, defaults, path });
  // Whatever a repository extends, its owner's policy holds.
  const policy = policyIn(ruling) ?? policyIn(defaults) ?? policyIn(owners);
  if (text === null && owners === null) return withPolicy({ version: 1 }, policy);
  const read = readConfig(text ?? "{}", owners);
  if ("config" in read) return withPolicy(read.config, policy);
  const told = read.mistakes.map(({ line, message }) => `${path}:${line}: ${message}`);
  throw new JobRefusal("bad_config", told.join("\n"), {
    hint: "mend the file on the default branch",
  });
}

/** The owner's file below a text that isn't trusted, or isn't yet; null if there is none. */
export async function readBase(access: GithubAccess, path: string, text: string): Promise<Value> {
  const usual = usualOwners(access);
  const defaults = await readOwners(access, usual, path);
  return chooseOwners(access, { text, usual, defaults, path });
}

function usualOwners({ repository }: GithubAccess): string {
  return `${repository.split("/")[0] ?? ""}/.github`;
}

interface Choice {
  /** The repository's file. */
  readonly text: string | null;
  readonly usual: string;
  readonly defaults: Value;
  readonly path: string;
}

async function chooseOwners(
  access: GithubAccess,
  { text, usual, defaults, path }: Choice,
): Promise<Value> {
  const named = text === null ? null : at(openYaml(text).value, "extends");
  if (named === false) return null;
  if (typeof named !== "string" || named === usual) return defaults;
  const owner = usual.split("/")[0] ?? "";
  if (!named.startsWith(`${owner}/`))
    throw new JobRefusal(
      "bad_config",
      `\`${path}\` extends \`${named}\`, which isn't of ${owner}.`,
      {
        hint: `name a repository of ${owner}, or say \`extends: false\``,
      },
    );
  const found = await readOwners(access, named, path);
  if (found === null && named !== access.repository)
    warning(
      `\`${path}\` extends \`${named}\`, which has no such file that this job can read. ${explainReason("org_config_unreadable")}`,
    );
  return found;
}

/**
 * Null where there is no such file, or where the job's token doesn't reach it.
 *
 * @throws whatever else went wrong: without the file there would be no policy.
 */
async function readOwners(access: GithubAccess, repository: string, path: string): Promise<Value> {
  if (repository === access.repository) return null;
  try {
    const text = await openGithub({ ...access, repository }).file(path, "HEAD");
    if (text !== null) return readYaml(text, `${repository}/${path}`);
  } catch (fault) {
    if (statusOf(fault) !== 403) throw fault;
  }
  // GitHub tells a private repository from none only to those who may read it.
  debug(
    `${repository} has no \`${path}\` that this job can read (org_config_unreadable). ${explainReason("org_config_unreadable")}`,
  );
  return null;
}

function readYaml(text: string, named: string): Value {
  const { value, broken } = openYaml(text);
  const mistakes = broken === null ? findPolicyMistakes(text) : [broken];
  if (mistakes.length === 0) return value;
  const told = mistakes.map(({ line, message }) => `${named}:${line}: ${message}`);
  throw new JobRefusal("bad_config", told.join("\n"), {
    hint: "the owner's file holds for all repositories; mend it on its default branch",
  });
}

function policyIn(owners: Value): Fields | null {
  const policy = at(owners, "policy");
  return isFields(policy) ? policy : null;
}

/** A policy is the owner's; a repository can't give itself one that looks like it. */
function withPolicy(config: Config, policy: Fields | null): Config {
  return { ...config, policy: policy ?? undefined };
}

/** Without the key that the owner wants nothing is kept, so nothing starts or goes on. */
function lackOfKey({ policy }: Config, { inputs }: Job): JobRefusal | null {
  if (policy?.["require-state-key"] !== true || inputs.stateKey !== undefined) return null;
  return new JobRefusal("state_key_needed", "The owner's policy wants checkpoints encrypted.", {
    hint: "give the Action a `state-key` of 32 characters or more",
  });
}
