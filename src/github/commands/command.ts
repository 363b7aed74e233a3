/** What a comment asks for, or what is wrong with the way it asks. */
import type { Fields } from "#core/graph/value.ts";

/** The commands by their proper names. */
export type CommandName =
  | "run"
  | "approve"
  | "reject"
  | "answer"
  | "retry"
  | "cancel"
  | "pause"
  | "status"
  | "budget"
  | "explain"
  | "diagram"
  | "logs"
  | "help";

/** What a command may raise a budget by. */
export interface Raise {
  readonly cost_usd?: number;
  readonly tokens?: number;
  readonly duration_seconds?: number;
  readonly iterations?: number;
}

/** A command with what was given, and nothing else. */
export interface Command {
  readonly command: CommandName;
  readonly name?: string;
  readonly gate?: string;
  readonly sha?: string;
  readonly run?: string;
  readonly node?: string;
  readonly topic?: string;
  readonly view?: "detailed" | "full";
  readonly tail?: number;
  readonly recipe?: string;
  readonly text?: string;
  readonly vars?: Fields;
  readonly fields?: Fields;
  readonly raise?: Raise;
  readonly dry_run?: true;
  readonly all?: true;
  readonly force?: true;
  readonly phrase?: true;
}

/** The codes of mistakes in commands. */
export type MistakeCode =
  | "too_long"
  | "hidden_characters"
  | "unknown_command"
  | "several_commands"
  | "bad_name"
  | "several_gates"
  | "sha_too_short"
  | "bad_sha"
  | "bad_run"
  | "duplicate_field"
  | "bad_quote"
  | "unknown_option"
  | "missing_value"
  | "bad_amount"
  | "unexpected_argument"
  | "bad_number"
  | "conflicting_options"
  | "mixed_answer"
  | "empty_answer"
  | "not_a_mapping"
  | "bad_field"
  | "bad_yaml";

/** A mistake: what is wrong, the word that is, and a word that would do. */
export interface Mistake {
  readonly code: MistakeCode;
  readonly name?: string;
  readonly suggestion?: string;
  /** The command in which it was made, where that much was understood. */
  readonly command?: CommandName;
}

/** Thrown inside the parser; what comes out of it is data. */
export class MistakeError extends Error {
  readonly mistake: Mistake;

  constructor(mistake: Mistake) {
    super(mistake.code);
    this.mistake = mistake;
  }
}

/** Stops parsing at a mistake. */
export function mistake(code: MistakeCode, name?: string, suggestion?: string): never {
  throw new MistakeError({
    code,
    ...(name === undefined ? {} : { name }),
    ...(suggestion === undefined ? {} : { suggestion }),
  });
}
