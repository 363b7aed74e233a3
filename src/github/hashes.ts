/** Hashes and signatures: the only place of these rules that needs more than the language. */
import { createHash, createHmac, hkdfSync, timingSafeEqual } from "node:crypto";

/** SHA-256 of a UTF-8 text. */
export function sha256Bytes(text: string): Uint8Array {
  return createHash("sha256").update(text, "utf8").digest();
}

/** The key for a purpose, made from the state key. Spec: github §8.2. */
export function deriveKey(stateKey: string, purpose: "marker" | "checkpoint"): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", stateKey, "iter:state-key:v1", purpose, 32));
}

/** HMAC-SHA256 as base64url. */
export function sign(key: Uint8Array, text: string): string {
  return createHmac("sha256", key).update(text, "utf8").digest("base64url");
}

/** Compares in a time that says nothing about where two signatures differ. */
export function sameSignature(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** UTF-8 as base64url without padding. */
export function toBase64Url(text: string): string {
  return Buffer.from(text, "utf8").toString("base64url");
}

/** The text of a base64url of UTF-8, or null if it isn't exactly that. */
export function fromBase64Url(encoded: string): string | null {
  const bytes = Buffer.from(encoded, "base64url");
  if (bytes.toString("base64url") !== encoded) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
