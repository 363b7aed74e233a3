/** Where checkpoints lie: as artifacts of workflow runs, or as commits on a ref of their own. */
import type { Fields, Value } from "#core/graph/value.ts";
import { numberAt, textAt } from "#src/github/payload.ts";

/** Where a checkpoint is, as a marker says it. */
export type Pointer =
  | { readonly artifact: number; readonly digest: string; readonly expires: string }
  | { readonly ref: string; readonly commit: string };

/** The pointer as markers and notes have it. */
export function describePointer(pointer: Pointer): Fields {
  if (!("artifact" in pointer)) return { ...pointer };
  const { artifact, digest, expires } = pointer;
  return { artifact, digest, expires_at: expires };
}

/** The pointer in a marker or a note; null if there is none. */
export function readPointer(value: Value): Pointer | null {
  const artifact = numberAt(value, "artifact");
  const [digest = "", ref = "", commit = ""] = ["digest", "ref", "commit"].map((key) =>
    textAt(value, key),
  );
  if (artifact !== null && digest !== "")
    return { artifact, digest, expires: textAt(value, "expires_at") };
  return ref !== "" && commit !== "" ? { ref, commit } : null;
}

/** A checkpoint to be kept. */
export interface KeptBytes {
  readonly run: string;
  readonly seq: number;
  readonly bytes: Uint8Array;
}

/** Keeps checkpoints. */
export interface CheckpointStore {
  /** What a checkpoint may be at most, and whether it takes sessions. */
  readonly mostBytes: number;
  readonly sessions: boolean;
  save(kept: KeptBytes): Promise<Pointer>;
}
