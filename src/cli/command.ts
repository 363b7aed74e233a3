/** What a command is: its flags, and what it does. */
import type { Command } from "commander";
import type { ExitCode } from "./exit-codes.ts";
import type { Session } from "./session.ts";

/** A command, loaded when it is asked for. */
export interface CommandModule {
  /** Adds arguments and flags; what the command does is handed to `act`. */
  declare(command: Command, act: Act): void;
}

/** Several commands under one word, such as those of `iter github`. */
export interface CommandGroup {
  readonly commands: readonly CommandEntry[];
}

/** Binds what a command does to its parsed arguments. */
export type Act = (work: (session: Session, args: readonly string[]) => Promise<ExitCode>) => void;

/** A command in the list of all of them. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  load(): Promise<CommandModule | CommandGroup>;
}
