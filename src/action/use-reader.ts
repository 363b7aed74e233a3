/** Whether a workflow uses other files, and who reads them if it does. */
import type { ReadUse } from "#core/languages/language.ts";

/** Where the files are, and what their variables hold. */
export interface UsePlace {
  readonly sources: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** What compiling a text needs besides; nothing is loaded for one that uses no file. */
export async function openUses(
  { sources, environment }: UsePlace,
  bytes: Uint8Array,
): Promise<{ readonly readUse?: ReadUse }> {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!text.includes("\nuse ") && !text.subarray(0, 8).includes("use ")) return {};
  const { createReader } = await import("./uses.ts");
  return { readUse: createReader(sources, environment) };
}
