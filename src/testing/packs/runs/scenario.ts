/** What a run scenario is: phases to play, and what must come out. */
import type { Fields, Value } from "#core/graph/value.ts";
import type { ExpectedResults } from "#core/report/check/compare.ts";

/** A scenario as its files say it. */
export interface Scenario {
  readonly name: string;
  readonly folder: string;
  readonly vars: Fields;
  readonly preset: string | undefined;
  readonly recipe: string | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly phases: readonly Phase[];
  readonly crashEverywhere: boolean;
  readonly runTools: boolean;
  readonly expected: Expected;
}

/** One invocation of the command line, with what happens beside it. */
export interface Phase {
  readonly run?: RunPhase | undefined;
  readonly resume?: ResumePhase | undefined;
  readonly cancel?: Readonly<Record<string, never>> | undefined;
  readonly crash_after?: Trigger | undefined;
  readonly tear: boolean;
  readonly signal_after?: (Trigger & { readonly signal: "SIGINT" | "SIGTERM" }) | undefined;
  readonly hold_lock: boolean;
  readonly before?: { readonly delete: readonly string[] } | undefined;
  readonly after?: string | undefined;
}

/** Limits as `--budget` takes them. */
export type GivenBudget = Readonly<Record<string, string | number>>;

/** Arguments of `run`. */
export interface RunPhase {
  readonly budget: GivenBudget;
  readonly timeout?: string | undefined;
  readonly run_id?: string | undefined;
  readonly replay?: string | undefined;
}

/** Arguments of `resume`. */
export interface ResumePhase {
  readonly answers?: Fields | undefined;
  readonly answer_flags: readonly string[];
  readonly as?: string | undefined;
  readonly file?: string | undefined;
  readonly force: boolean;
  readonly budget: GivenBudget;
  readonly rearm: readonly string[];
  readonly timeout?: string | undefined;
}

/** The nth event of a phase that fits; keys that are absent fit anything. */
export interface Trigger {
  readonly type?: string | undefined;
  readonly node?: string | undefined;
  readonly branch?: string | undefined;
  readonly nth: number;
}

/** How a phase ends. */
export interface ExpectedEnd {
  readonly status?: string | undefined;
  readonly exit_code?: number | undefined;
  readonly error_code?: string | undefined;
  readonly crashed?: boolean | undefined;
}

/** What must come out; keys that are absent aren't checked. */
export interface Expected extends ExpectedEnd, ExpectedResults {
  readonly what: string;
  readonly phases?: readonly ExpectedEnd[] | undefined;
  readonly events?: readonly ExpectedEvent[] | undefined;
  readonly orders?: readonly (readonly ExpectedEvent[])[] | undefined;
  readonly files_lack?: readonly string[] | undefined;
  readonly run: string;
}

/** An event that must be in the log. */
export interface ExpectedEvent {
  readonly type?: string | undefined;
  readonly node?: string | undefined;
  readonly branch?: string | undefined;
  readonly activation?: string | undefined;
  readonly iteration_path?: Value | undefined;
  readonly data?: Value | undefined;
  readonly count?: number | undefined;
}
