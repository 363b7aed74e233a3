/** Carries a program's sessions between its home, which is new for each call, and the run. */
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { SessionFile, SessionFiles } from "#core/ports/delegate.ts";
import type { DelegateProgram } from "./program.ts";

/** Where a session is put for a program to go on with it. */
export interface SessionPlace {
  readonly program: DelegateProgram;
  readonly home: string;
  readonly cwd: string;
}

/** Puts a session, and what it goes back to, into the program's home; false if it is gone. */
export async function restoreSession(
  { program, home, cwd }: SessionPlace,
  sessions: SessionFiles,
  id: string,
): Promise<boolean> {
  const done = new Set<string>();
  for (let next: string | undefined = id; next !== undefined;) {
    const content: string | undefined = await sessions.read(keptAs(program, next));
    if (content === undefined) return false;
    const path = join(home, program.sessionPath(next, cwd));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content, { mode: 0o600 });
    done.add(next);
    const ancestor = program.ancestorOf(content);
    next = ancestor === undefined || done.has(ancestor) ? undefined : ancestor;
  }
  return true;
}

/** Keeps with the run what the program wrote about a session. */
export async function keepSession(
  { program, home }: Omit<SessionPlace, "cwd">,
  sessions: SessionFiles,
  id: string,
): Promise<readonly SessionFile[]> {
  const content = await readSession(home, id);
  return content === undefined ? [] : [await sessions.write(keptAs(program, id), content)];
}

/** What a program wrote about a session, wherever in its home that is. */
export async function readSession(home: string, id: string): Promise<string | undefined> {
  const names = await readdir(home, { recursive: true }).catch(() => []);
  const found = names.find((name) => name.endsWith(`${id}.jsonl`));
  return found === undefined ? undefined : readFile(join(home, found), "utf8");
}

/** Programs choose their ids; one that is no part of a path is none of theirs. */
function keptAs({ backend }: DelegateProgram, id: string): string {
  return `${backend}/${id.replaceAll(/[^\w-]/g, "_")}.jsonl`;
}
