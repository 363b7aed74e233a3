/** Encrypts checkpoints, so that who can read an artifact can't read the run. Spec: github §8.2. */
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { deriveKey } from "#src/github/hashes.ts";
import { BadCheckpoint } from "./bad-checkpoint.ts";

/** What a sealed checkpoint is bound to. */
export interface Bound {
  readonly run: string;
  readonly seq: number;
}

const magic = "ITERENC1";
const nonceBytes = 12;
const tagBytes = 16;

/** The bytes encrypted under the state key, bound to the run and its seq. */
export function seal(bytes: Uint8Array, stateKey: string, bound: Bound): Uint8Array {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", deriveKey(stateKey, "checkpoint"), nonce);
  cipher.setAAD(Buffer.from(`${bound.run}/${bound.seq}`));
  const sealed = [cipher.update(bytes), cipher.final()];
  return Buffer.concat([Buffer.from(magic), nonce, ...sealed, cipher.getAuthTag()]);
}

/**
 * The bytes as they were; bytes that were never sealed stay as they are without a key.
 *
 * @throws BadCheckpoint `state_key_needed` if the key is missing or another one.
 */
export function unseal(bytes: Uint8Array, stateKey: string | undefined, bound: Bound): Uint8Array {
  const sealed = Buffer.from(bytes.subarray(0, magic.length)).toString("latin1") === magic;
  if (!sealed && stateKey === undefined) return bytes;
  if (!sealed) throw new BadCheckpoint("it is not encrypted, though the job has a `state-key`");
  if (stateKey === undefined) throw wrongKey();
  const body = Buffer.from(bytes.subarray(magic.length));
  const nonce = body.subarray(0, nonceBytes);
  const tag = body.subarray(-tagBytes);
  try {
    const key = deriveKey(stateKey, "checkpoint");
    const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: tagBytes });
    decipher.setAAD(Buffer.from(`${bound.run}/${bound.seq}`));
    decipher.setAuthTag(tag);
    return Buffer.concat([decipher.update(body.subarray(nonceBytes, -tagBytes)), decipher.final()]);
  } catch {
    throw wrongKey();
  }
}

function wrongKey(): BadCheckpoint {
  return new BadCheckpoint(
    "it is encrypted with a `state-key` that the job doesn't have",
    "state_key_needed",
  );
}
