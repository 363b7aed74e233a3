#!/usr/bin/env node
/** The program `iter`. */
import module from "node:module";

cacheCode(module); // before anything big is loaded
const { exitCodes, main } = await import("./main.ts");
process.once("exit", sayStuck);
const code = await main(process.argv.slice(2), process, { stdout: 1, stderr: 2 });
process.off("exit", sayStuck);
process.exit(code);

/** Reached if nothing is left to wait for while a command is still under way. */
function sayStuck(asked: number): void {
  if (asked !== 13) return; // an exit that was asked for, such as the second Ctrl-C
  process.stderr.write("error INTERNAL: the command stopped half-way; this is a bug of iter\n");
  process.exitCode = exitCodes.bug;
}

/** What this start compiles the next ones find in Node's cache; Node 20 has none. */
function cacheCode({ enableCompileCache }: { readonly enableCompileCache?: () => unknown }): void {
  enableCompileCache?.();
}
