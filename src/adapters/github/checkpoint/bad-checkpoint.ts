/** Why a checkpoint can't be used; the message names the test that failed. */

/** Codes of refusals that concern checkpoints. */
export type CheckpointCode =
  "bad_checkpoint" | "state_key_needed" | "checkpoint_too_large" | "work_does_not_apply";

/** A checkpoint that is not what the run wrote. */
export class BadCheckpoint extends Error {
  override readonly name = "BadCheckpoint";
  readonly code: CheckpointCode;

  constructor(message: string, code: CheckpointCode = "bad_checkpoint") {
    super(message);
    this.code = code;
  }
}
