#!/usr/bin/env node
/** The program `iter`. */
import { exitCodes } from "./exit-codes.ts";
import { main } from "./main.ts";

process.once("exit", sayStuck);
const code = await main(process.argv.slice(2), process);
process.off("exit", sayStuck);
process.exit(code);

/** Reached if nothing is left to wait for while a command is still under way. */
function sayStuck(asked: number): void {
  if (asked !== 13) return; // an exit that was asked for, such as the second Ctrl-C
  process.stderr.write("error INTERNAL: the command stopped half-way; this is a bug of iter\n");
  process.exitCode = exitCodes.bug;
}
