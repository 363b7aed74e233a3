/** Takes off a runner what its job left there: runs and their sessions, homes of programs, trees. Spec: github §2.3, §17. */
import { chmodSync, existsSync, lstatSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/** Names of what jobs make in the runner's temporary folder. */
const made = /^iter(?:-[a-z]+.*)?$/;

/** Removes it; on a runner that goes with its job nothing would be lost, others keep their disks. */
export function removeLeft(environment: NodeJS.ProcessEnv): void {
  const temporary = environment["RUNNER_TEMP"] ?? "";
  if (temporary === "" || !existsSync(temporary)) return;
  for (const name of readdirSync(temporary).filter((each) => made.test(each))) {
    const folder = join(temporary, name);
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch {
      open(folder);
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

/** Nobody removes anything from a folder in which nothing may be written. */
function open(folder: string): void {
  if (lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return;
  chmodSync(folder, 0o700);
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) open(join(folder, entry.name));
}
