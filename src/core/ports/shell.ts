/** The shell port: commands and scripts of tool nodes. */
import type { Fields, Value } from "../graph/value.ts";
import type { EffectLog } from "./effects.ts";
import type { CallSite } from "./model.ts";
import type { ToolQuestion } from "./tool.ts";

/** What to run: a shell line, or the text of a program in a language. */
export interface ShellTask {
  readonly command?: string;
  readonly script?: {
    readonly language: "sh" | "bash" | "js" | "node" | "py" | "python" | "python3";
    readonly text: string;
  };
  /** Values for the process (`ITER_REF_1`, `ITER_STEP_ID` …), besides the allowed environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Names of further variables of the environment to pass on. */
  readonly passEnv: readonly string[];
  readonly site: CallSite;
}

/** A call that a program makes only once, however often it is run: what came of it, or of waiting for it. */
export interface MadeCall {
  readonly tool: string;
  readonly input: Value;
  readonly output?: Value;
  readonly answers?: Fields;
}

/** How it ended. Streams are UTF-8 (bad bytes replaced), at most 10 MiB each, then cut with a note. */
export interface ShellResult {
  readonly exitCode: number;
  /** Set if a signal ended it. */
  readonly signal: string | null;
  readonly stdout: string;
  /** Only the beginning of standard output was kept. */
  readonly stdoutCut?: true;
  readonly stderr: string;
  /** Virtual duration of a simulated call, in ms. */
  readonly durationMs: number;
  /** What has to end before the program is run again; then how it ended says nothing. */
  readonly question?: ToolQuestion;
  /** Then, the calls of tools by which it had written something. */
  readonly made?: readonly MadeCall[];
}

/** What surrounds a run of a program. */
export interface ShellOptions {
  readonly signal: AbortSignal;
  /** Where outward writes are recorded that the program asks for. */
  readonly effects?: EffectLog;
  /** The calls that it made before it had to wait. */
  readonly made?: readonly MadeCall[];
}

/** Runs tool nodes' programs; on abort the whole process group gets SIGTERM, 5 s later SIGKILL. */
export interface ShellPort {
  run(task: ShellTask, options: ShellOptions): Promise<ShellResult>;
}
