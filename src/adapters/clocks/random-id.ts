/** Fresh ids. */
import { randomInt } from "node:crypto";

const characters = "abcdefghijklmnopqrstuvwxyz0123456789";

/** A fresh id of characters `[a-z0-9]`. */
export function randomId(length: number): string {
  return Array.from({ length }, () => characters[randomInt(characters.length)]).join("");
}
