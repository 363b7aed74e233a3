/** Whether a patch may become a commit; the first fault that is found says why not. Spec: github §11.5, §11.6. */
import { createRedactor } from "#core/run/redact.ts";
import { isProtected, resolveTreePath } from "../protected-paths.ts";
import type { ProtectedPaths } from "../protected-paths.ts";
import type { SafeOutputs } from "./limits.ts";

/** One file of a patch. */
export interface PatchFile {
  readonly path: string;
  /** Modes of git, `000000` where there is no file. */
  readonly before: string;
  readonly after: string;
  readonly bytes: number;
  readonly binary: boolean;
}

/** What a node wants committed. */
export interface Patch {
  readonly files: readonly PatchFile[];
  /** A unified diff, in which binary files stand as text too; the files in the same order. */
  readonly text: string;
}

/** Why a proposal isn't carried out. */
export interface Refused {
  readonly code: string;
  readonly message: string;
}

const plain = "100644";
const none = "000000";
const mostBinary = 1_048_576;

/** Null for a patch that may be committed. */
export function checkPatch(
  { files, text }: Patch,
  limits: SafeOutputs,
  secrets: readonly string[],
): Refused | null {
  const { commit, protectedPaths } = limits;
  const outside = files.find(({ path }) => resolveTreePath(path) !== path);
  if (outside !== undefined)
    return refuse("odd_file", `\`${outside.path}\` is no path of the tree`);
  const odd = files.find(isOdd);
  if (odd !== undefined)
    return refuse("odd_file", `\`${odd.path}\` is a link, a submodule or a change of mode`);
  const [kept] = protectedFiles({ files }, protectedPaths);
  if (kept !== undefined) return refuse("protected_path", `only people change \`${kept}\``);
  if (files.length > commit.files)
    return refuse(
      "patch_too_large",
      `${files.length} files, and no more than ${commit.files} may be`,
    );
  const kb = Math.ceil(sizeOf(files, text) / 1024);
  if (kb > commit.patchKb)
    return refuse("patch_too_large", `${kb} KB, and no more than ${commit.patchKb} may be`);
  const large = files.find(({ binary, bytes }) => binary && bytes > mostBinary);
  if (large !== undefined) return refuse("patch_too_large", `\`${large.path}\` is over 1 MB`);
  const searched = [...files.map(({ path }) => path), ...addedLines(text)].join("\n");
  return createRedactor({ values: secrets }).text(searched) === searched
    ? null
    : refuse("secret_found", "an added line, or a file's name, holds a secret");
}

/** The files of a patch that only people change. */
export function protectedFiles(
  { files }: Pick<Patch, "files">,
  paths: ProtectedPaths,
): readonly string[] {
  return files.map(({ path }) => path).filter((path) => isProtected(path, paths));
}

/** Bytes of the diff but for those of binary files, which have a limit of their own. */
function sizeOf(files: readonly PatchFile[], text: string): number {
  const counted = sectionsOf(text).filter((_, index) => files[index]?.binary !== true);
  return Buffer.byteLength(counted.join(""));
}

/** The part of each file. */
function sectionsOf(text: string): readonly string[] {
  return text.split(/^(?=diff --git )/m);
}

/** Lines behind `+++ b/file` are content, whatever they begin with. */
function addedLines(text: string): readonly string[] {
  return sectionsOf(text).flatMap((section) => {
    const hunks = section.startsWith("diff --git ") ? section.search(/^@@ /m) : 0;
    if (hunks < 0) return [];
    const lines = section.slice(hunks).split("\n");
    return lines.filter((line) => line.startsWith("+")).map((line) => line.slice(1));
  });
}

/** Executable files may be changed, but neither made nor unmade. */
function isOdd({ before, after }: PatchFile): boolean {
  const known = [none, plain, "100755"];
  if (!known.includes(before) || !known.includes(after)) return true;
  if (before === none) return after !== plain;
  return after !== none && before !== after;
}

function refuse(code: string, message: string): Refused {
  return { code, message };
}
