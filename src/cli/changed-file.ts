/**
 * What has become of the file of a run that goes on. A run needs its file no more, so whatever is
 * there now is only told of; a text that means the same is taken without force. Spec: runtime §20.1.
 */
import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { sha256 } from "#adapters/hashing/sha256.ts";
import { usesFiles } from "#core/run/run-start.ts";
import type { RunState } from "#core/run/state.ts";
import type { CompiledSource } from "#core/standard.ts";
import { errorCode, messageOf } from "#core/text/fault.ts";
import { quote } from "./outcome.ts";
import type { Session } from "./session.ts";
import { readyUses } from "./source.ts";

/** How a run takes another text. */
export interface Taking {
  /** The command that goes on with the run. */
  readonly command: string;
  readonly compile: (source: RunState["source"]) => CompiledSource;
}

/** Says so if the file, or one that it uses, isn't what the run was started with. */
export async function noteChangedFile(
  session: Session,
  state: RunState,
  taking: Taking,
): Promise<void> {
  const { path } = state.source;
  const found = lookAtFile(resolve(session.host.cwd(), path));
  if (found === undefined) return;
  const change =
    "why" in found
      ? { what: `\`${path}\` can't be read (${found.why})` }
      : await findChange(session, state, { ...taking, text: found.text });
  if (change === undefined) return;
  const { what, advice = "" } = change;
  const goesOn = "the run goes on with the text that it was started with";
  session.output.note(`note: ${what}; ${goesOn}${advice}`, "warn");
}

interface Change {
  readonly what: string;
  readonly advice?: string;
}

async function findChange(
  session: Session,
  { source, start }: RunState,
  { command, compile, text }: Taking & { readonly text: string },
): Promise<Change | undefined> {
  const path = `\`${source.path}\``;
  const isOwnText = sha256(text) === source.sha256;
  if (isOwnText && !usesFiles(start)) return undefined;
  if (start?.language === "flow") return { what: `${path} has changed since` };
  await readyUses(session, Buffer.from(text));
  const recorded = start?.graph ?? compile(source).graph;
  const now = compile({ ...source, text }).graph;
  const same = recorded !== null && now?.hash === recorded.hash;
  const taken = `${command} --file ${quote(source.path)}${same ? "" : " --force"}`;
  const advice = `\n  to take the new one: ${taken}`;
  if (!isOwnText) return { what: `${path} has changed since`, advice };
  if (same) return undefined;
  const used = `a file that ${path} uses`;
  return now === null
    ? { what: `${used} is gone, or broken` }
    : { what: `${used} has changed since`, advice };
}

/** Undefined if there is none any more, or only a pipe: reading one might never end. */
function lookAtFile(
  path: string,
): { readonly text: string } | { readonly why: string } | undefined {
  try {
    const file = statSync(path, { throwIfNoEntry: false });
    if (file === undefined || !(file.isFile() || file.isDirectory())) return undefined;
    return { text: readFileSync(path, "utf8").replace(/^\uFEFF/, "") };
  } catch (error) {
    const why = errorCode(error) ?? messageOf(error);
    return why === "ENOTDIR" ? undefined : { why };
  }
}
