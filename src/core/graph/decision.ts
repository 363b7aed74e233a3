/** Words by which people approve or reject. Spec: flow §11.7. */
import { trimBlanks } from "../text/unicode.ts";
import type { Value } from "./value.ts";

const words: Readonly<Record<string, boolean>> = {
  approve: true,
  approved: true,
  yes: true,
  true: true,
  reject: false,
  rejected: false,
  no: false,
  false: false,
};

/** Whether a value approves; undefined if it is no decision. */
export function readDecision(value: Value): boolean | undefined {
  if (typeof value === "boolean") return value;
  if (typeof value !== "string") return undefined;
  const word = trimBlanks(value).replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return Object.hasOwn(words, word) ? words[word] : undefined;
}
