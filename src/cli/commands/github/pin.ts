/** Finds out which commit a version of the Action is, so that nobody can change it afterwards. */
import { runGit } from "#adapters/processes/git.ts";
import { Refusal } from "#core/run/failure.ts";
import type { Session } from "#src/cli/session.ts";
import type { ActionRef } from "#src/github/setup/files.ts";

const patienceMs = 10_000;

/** `owner/name@ref` with the commit that the server names; without an answer the ref stands alone. */
export async function pinAction(session: Session, written: string): Promise<ActionRef> {
  const [repository = "", ref = "", ...rest] = written.split("@");
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository) || ref === "" || rest.length > 0)
    throw new Refusal("INPUT_INVALID", `\`--action ${written}\` names no version of an Action.`, {
      hint: "write it like `iter/action@v1`",
    });
  if (/^[0-9a-f]{40}$/.test(ref)) return { repository, ref, commit: null };
  return { repository, ref, commit: await ask(session, repository, ref) };
}

async function ask(
  { env, host }: Session,
  repository: string,
  ref: string,
): Promise<string | null> {
  const server = env["GITHUB_SERVER_URL"] ?? "https://github.com";
  const args = ["ls-remote", `${server}/${repository}`, `refs/tags/${ref}^{}`, `refs/tags/${ref}`];
  try {
    const signal = AbortSignal.timeout(patienceMs);
    const { exitCode, stdout } = await runGit(env, { args, cwd: host.cwd(), signal });
    // A tag with a message is listed twice; the commit is what it stands for.
    const lines = stdout.split("\n").map((line) => line.split("\t"));
    const peeled = lines.find(([, name]) => name === `refs/tags/${ref}^{}`);
    const commit = (peeled ?? lines[0])?.[0] ?? "";
    return exitCode === 0 && /^[0-9a-f]{40}$/.test(commit) ? commit : null;
  } catch {
    return null;
  }
}
