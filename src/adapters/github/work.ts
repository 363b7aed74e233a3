/**
 * What a run has done in its checkout, as files that travel with it: commits as a bundle, the rest as
 * a patch. Never a raw tree, and nothing of git's own settings. Spec: github §8.1.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Environment } from "#adapters/processes/environment.ts";
import { runGit } from "#adapters/processes/git.ts";
import type { Redactor } from "#core/run/redact.ts";
import { BadCheckpoint } from "./checkpoint/bad-checkpoint.ts";
import type { ArchivedFile } from "./checkpoint/tar.ts";

/** The work of a run, from the commit that it began at. */
export interface Work {
  readonly base: string;
  readonly head: string;
  readonly files: readonly ArchivedFile[];
}

/** A checkout, and what git is started with in it. */
export interface Checkout {
  readonly folder: string;
  readonly environment: Environment;
}

const bundle = "work/commits.bundle";
const patch = "work/changes.patch";
const mostBytes = 64 * 1024 * 1024;
/** What comes from elsewhere is looked through before it is kept; large files stay where they are. */
const careful = { GIT_LFS_SKIP_SMUDGE: "1" };

/** The commit of a checkout; null where there is none. */
export async function headOf(checkout: Checkout): Promise<string | null> {
  if (!existsSync(join(checkout.folder, ".git"))) return null;
  const { exitCode, stdout } = await run(checkout, ["rev-parse", "--verify", "HEAD"]);
  return exitCode === 0 ? stdout.trim() : null;
}

/** Reads what was done since a commit; null where there is no checkout. */
export async function captureWork(
  checkout: Checkout,
  base: string,
  { text: redact }: Pick<Redactor, "text">,
): Promise<Work | null> {
  const head = await headOf(checkout);
  if (head === null) return null;
  const commits = await readCommits(checkout, { base, head, redact });
  const from = commits === null ? base : head;
  const changes = withoutSecrets(await readChanges(checkout, from), redact);
  const files = [
    ...(commits === null || commits.length === 0 ? [] : [{ path: bundle, bytes: commits }]),
    ...(changes.length === 0 ? [] : [{ path: patch, bytes: changes }]),
  ];
  return { base, head: from, files };
}

/** All that was done since a commit, committed or not, as one patch for people; empty where there is nothing. */
export async function readPatch(
  checkout: Checkout,
  base: string,
  { text }: Pick<Redactor, "text">,
): Promise<Uint8Array> {
  if ((await headOf(checkout)) === null) return new Uint8Array();
  return withoutSecrets(await readChanges(checkout, base), text);
}

/**
 * Brings a fresh checkout to where the work of earlier jobs left theirs.
 *
 * @throws BadCheckpoint `work_does_not_apply` if that can't be done.
 */
export async function restoreWork(checkout: Checkout, work: Work): Promise<void> {
  const { base, head, files } = work;
  const scratch = mkdtempSync(join(tmpdir(), "iter-work-"));
  try {
    const written = (name: string): string | null => {
      const file = files.find(({ path }) => path === name);
      if (file === undefined) return null;
      const place = join(scratch, name.replace("/", "-"));
      writeFileSync(place, file.bytes, { mode: 0o600 });
      return place;
    };
    const now = await headOf(checkout);
    if (now === null && files.length === 0) return;
    if (now !== base && now !== head) await goTo(checkout, base);
    const commits = written(bundle);
    if (commits !== null && now !== head) {
      const fetch = [
        "-c",
        "fetch.fsckObjects=true",
        "fetch",
        "--quiet",
        "--no-tags",
        "--no-write-fetch-head",
      ];
      await git(checkout, [...fetch, "--recurse-submodules=no", commits, "HEAD"]);
      await goTo(checkout, head);
    }
    const changes = written(patch);
    if (changes !== null) await applyChanges(checkout, changes);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The files of a checkpoint that are work. */
export function workFiles(files: readonly ArchivedFile[]): readonly ArchivedFile[] {
  return files.filter(({ path }) => path === bundle || path === patch);
}

async function goTo(checkout: Checkout, commit: string): Promise<void> {
  await git(checkout, ["checkout", "--quiet", "--detach", "--no-recurse-submodules", commit]);
}

/** On the same machine the changes may be there still. */
async function applyChanges(checkout: Checkout, file: string): Promise<void> {
  const apply = ["apply", "--binary", "--whitespace=nowarn"];
  const there = await run(checkout, [...apply, "--reverse", "--check", file]);
  if (there.exitCode !== 0) await git(checkout, [...apply, file]);
}

/** The commits since the base; empty if there are none, null if one of them holds a secret. */
async function readCommits(
  checkout: Checkout,
  { base, head, redact }: { base: string; head: string; redact: Redactor["text"] },
): Promise<Uint8Array | null> {
  if (head === base) return new Uint8Array();
  const range = `${base}..${head}`;
  const said = await git(checkout, [
    "log",
    "--patch",
    "--format=%B",
    "--no-ext-diff",
    "--no-textconv",
    range,
  ]);
  if (said === "") return new Uint8Array();
  if (redact(said) !== said) return null;
  return toFile("commits", async (file) => {
    await git(checkout, ["bundle", "create", "--quiet", file, "HEAD", `^${base}`]);
  });
}

/** Everything that isn't committed, new files too, but none that are ignored. */
async function readChanges(checkout: Checkout, from: string): Promise<Uint8Array> {
  return toFile("changes", async (file) => {
    const own = { GIT_INDEX_FILE: `${file}.index` };
    await git(checkout, ["read-tree", "HEAD"], own);
    await git(checkout, ["add", "--all", "--", ":/"], own);
    const diff = ["diff", "--cached", "--binary", "--no-renames", "--no-ext-diff", "--no-textconv"];
    await git(checkout, [...diff, `--output=${file}`, from], own);
  });
}

async function toFile(name: string, make: (file: string) => Promise<void>): Promise<Uint8Array> {
  const scratch = mkdtempSync(join(tmpdir(), "iter-work-"));
  const file = join(scratch, name);
  try {
    await make(file);
    return readFileSync(file);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Added lines are as everything is that is kept; the others are the repository's own, and have to fit it. */
function withoutSecrets(changes: Uint8Array, redact: Redactor["text"]): Uint8Array {
  const before = Buffer.from(changes).toString("latin1");
  const clean = before
    .split("\n")
    .map((line) => (line.startsWith("+") && !line.startsWith("+++ ") ? redact(line) : line))
    .join("\n");
  return clean === before ? changes : Buffer.from(clean, "latin1");
}

async function git(
  checkout: Checkout,
  args: readonly string[],
  own: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { exitCode, stdout, stderr } = await run(checkout, args, own);
  if (exitCode === 0) return stdout;
  const [why = ""] = stderr.trim().split("\n");
  throw new BadCheckpoint(`git could not carry the work on: ${why}`, "work_does_not_apply");
}

function run(
  { folder, environment }: Checkout,
  args: readonly string[],
  own: Readonly<Record<string, string>> = {},
): ReturnType<typeof runGit> {
  const { signal } = new AbortController();
  const call = { args, cwd: folder, signal, own: { ...careful, ...own }, limit: mostBytes };
  return runGit(environment, call);
}
