/** Turns what the file system says into one clear refusal. */
import { errorCode, messageOf } from "#core/text/fault.ts";
import { Refusal } from "#core/run/failure.ts";

const reasons: Readonly<Record<string, readonly [reason: string, remedy: string]>> = {
  ENOSPC: ["no space is left on the device", "free some space"],
  EDQUOT: ["the disk quota is used up", "free some space"],
  EFBIG: ["the file would be larger than allowed", "raise the limit on file sizes"],
  EROFS: ["the file system is read-only", "choose another folder with --store-dir"],
  EACCES: [
    "permission is denied",
    "change its permissions, or choose another folder with --store-dir",
  ],
  EPERM: [
    "permission is denied",
    "change its permissions, or choose another folder with --store-dir",
  ],
  ENOTDIR: ["a file stands where a folder is needed", "choose another folder with --store-dir"],
  EEXIST: ["a file stands where a folder is needed", "choose another folder with --store-dir"],
  ENOENT: ["no folder can be made there", "choose another folder with --store-dir"],
  EISDIR: ["a folder stands where a file is needed", "move that folder away"],
  ENAMETOOLONG: ["a name is too long for the file system", "choose a shorter name"],
  EMFILE: ["too many files are open", "raise the limit on open files"],
  ENFILE: ["too many files are open", "raise the limit on open files"],
  EIO: ["the disk reports an error", "check the disk"],
};

/** The refusal `STORE_FAILED` for an error at a path; refusals pass as they are. */
export function storeFailed(error: unknown, path: string, doing: "read" | "write"): Refusal {
  if (error instanceof Refusal) return error;
  const code = errorCode(error) ?? "unknown error";
  const [reason, remedy] = reasons[code] ?? [messageOf(error), "check the folder"];
  const verb = doing === "read" ? "read" : "written";
  return new Refusal("STORE_FAILED", `The store can't be ${verb}: ${reason} (${code}, ${path}).`, {
    hint: `${remedy}; what was recorded before is safe, and a run goes on with \`iter resume\``,
    cause: error,
  });
}

/** Runs `work`; an error of the file system becomes `STORE_FAILED`. */
export function guarded<Result>(path: string, doing: "read" | "write", work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw storeFailed(error, path, doing);
  }
}
