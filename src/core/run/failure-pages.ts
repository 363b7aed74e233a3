/** What `iter explain` says about the codes of failed runs and refused commands. */
import type { FailureCode, FlowErrorCode } from "./failure.ts";

/** The page of one code. */
export interface FailurePage {
  /** What happened, in a few words. */
  readonly title: string;
  /** Why, and what to do about it. */
  readonly text: string;
  /** A line that helps: a command, a flag, a property. */
  readonly example: string;
}

/** True for a code of a failure or a refusal. */
export function isFailureCode(code: string): code is keyof typeof failurePages {
  return Object.hasOwn(failurePages, code);
}

/** One page for each code. */
export const failurePages: Readonly<Record<Exclude<FailureCode, FlowErrorCode>, FailurePage>> = {
  WORKFLOW_FAILED: {
    title: "The workflow reached `fail`",
    text: "The graph itself decided that the job is not done, so the run is over and can't be resumed. The hint names the edge that led to `fail`. Start a new run once what the workflow found has been mended.",
    example: "iter report --run-id RUN --output -",
  },
  NO_OUTGOING_EDGE: {
    title: "A node finished and none of its edges could be taken",
    text: "Every edge has a condition and none of them held; the hint lists them with the reason. Add an edge without a condition as the way out, then resume with the new file.",
    example: "iter resume --run-id RUN --file workflow.iter --force",
  },
  LOOP_EXHAUSTED: {
    title: "A loop has used up its iterations and there is no other way on",
    text: "The only edge that held belongs to a loop that was taken as often as it allows. Add an edge for that case, raise the bound, or let the loop begin anew once.",
    example: "iter resume --run-id RUN --rearm LOOP",
  },
  JOIN_FAILED: {
    title: "Branches could not meet",
    text: "A branch that the meeting point requires failed or never arrived, or all of them failed. The hint says which and why. A resume runs the failed branches again; those that arrived keep their results.",
    example: "iter resume --run-id RUN",
  },
  SCHEMA_VALIDATION: {
    title: "A value doesn't fit its schema",
    text: "A node's input or output lacks a field or has one of another type. For an answer of a model this is said after it was sent back once with the errors. The errors are listed field by field; for an input with the edges that brought it.",
    example: "iter inspect --run-id RUN --node NODE --full",
  },
  EXPRESSION_FAILED: {
    title: "An expression can't be evaluated",
    text: "The values that a `when` or `expr` names are not what it expects, such as a text where a number is compared. The hint quotes the part that failed.",
    example: "iter inspect --run-id RUN --full",
  },
  ROUTE_INVALID: {
    title: "A model chose a route that isn't there",
    text: "A router with `mode: llm` was given an answer that names none of its targets, twice. Name the targets and what each is for in the router's prompt.",
    example: "iter resume --run-id RUN",
  },
  SESSION_UNAVAILABLE: {
    title: "There is no conversation to go on with",
    text: "The node has `session: inherit` or `fork`, but no agent or judge led to it, or branches met in between. `inherit_if_available` begins a new conversation then.",
    example: "session: inherit_if_available",
  },
  BUDGET_EXCEEDED: {
    title: "The run has used up a limit",
    text: "Limits hold for the whole run, over pauses and resumes. What was done is kept; raise the limit to go on.",
    example: "iter resume --run-id RUN --budget max_cost_usd=+5",
  },
  UNKNOWN_PRICE: {
    title: "A model's price isn't known while the cost is limited",
    text: "With `max_cost_usd` every model needs a price. Add it to `prices.json` in the store's folder, or count it as nothing with `unknown_price: ignore` in the budget.",
    example: "unknown_price: ignore",
  },
  TIMEOUT: {
    title: "Something took longer than it may",
    text: "A node has a `timeout`, or the command has `--timeout`. Working time counts, waiting for people doesn't. Resume to go on, with a longer time if need be.",
    example: "iter resume --run-id RUN --timeout 1h",
  },
  INTERRUPTED: {
    title: "The process was asked to stop",
    text: "The machine or the job ended before the run did. Finished steps are kept; the step that was cut off is made again.",
    example: "iter resume --run-id RUN",
  },
  TOOL_FAILED: {
    title: "A command ended with an error",
    text: "The command's last lines are part of the failure. If a failing command is an answer rather than a fault, give the tool an `output` schema with a bool `passed`.",
    example: "iter inspect --run-id RUN --node NODE --full",
  },
  TOOL_DENIED: {
    title: "A tool may not be used",
    text: "A model asked for a tool that `tools` doesn't list or `tool_policy` doesn't let through. The model is told so and goes on.",
    example: "tool_policy: [read_file, github.*]",
  },
  EFFECT_REFUSED: {
    title: "A node proposed a write that is not let through",
    text: "What runs may write to GitHub is bounded by `safe-outputs` in `.github/iter.yml`: how many, how large, which paths and branches. The message names the bound.",
    example: "safe-outputs: { comment: { max: 5 } }",
  },
  READONLY_VIOLATED: {
    title: "A node that may not change the workspace has changed it",
    text: "The node has `readonly: true`, but files changed while its delegate ran; the message names them. Undo the changes and resume, or leave `readonly` out. If it was you who changed them, or another program (such as `tee`, to which output is piped), let that write elsewhere, or give the run a folder of its own with `--worktree auto`.",
    example: "git status",
  },
  RATE_LIMITED: {
    title: "A provider asks to slow down",
    text: "It was tried again as often as the rules allow; not once the provider asks for a wait of more than 10 minutes, or if the account's credit is used up. The hint says what to do: if the provider named a time, when to resume. Nothing that was finished is lost.",
    example: "iter resume --run-id RUN",
  },
  NETWORK: {
    title: "A server could not be reached",
    text: "The connection was refused, reset or never made, several times in a row. Check the network, the proxy and the address, then resume.",
    example: "iter resume --run-id RUN",
  },
  PROVIDER_UNAVAILABLE: {
    title: "A provider has a problem of its own",
    text: "It answered with an error of the server (5xx) or is overloaded, several times in a row. Resume later.",
    example: "iter resume --run-id RUN",
  },
  DELEGATE_CRASHED: {
    title: "A delegate ended without a result",
    text: "The program died, went silent, or its output can't be read. What it wrote to standard error is part of the failure.",
    example: "iter inspect --run-id RUN --events",
  },
  AUTH_FAILED: {
    title: "A key is missing or was refused",
    text: "The hint names the environment variable. Set it in the environment or in a `.env` file beside the current directory, or try the workflow without keys.",
    example: "iter run workflow.iter --simulate",
  },
  MODEL_UNKNOWN: {
    title: "The provider doesn't know the model",
    text: "Check the name; the hint has near ones. It is written as `provider/model`.",
    example: 'model: "anthropic/claude-sonnet-5"',
  },
  CONTEXT_LENGTH_EXCEEDED: {
    title: "The conversation is too long for the model",
    text: "The prompt, the tool results and the earlier turns together exceed what the model takes. Hand on less, begin a new session, or choose a model with a larger context.",
    example: "session: artifacts_only",
  },
  EXECUTION_FAILED: {
    title: "A node failed for a reason of its own",
    text: "None of the other codes fits; the cause is part of the failure.",
    example: "iter inspect --run-id RUN --events",
  },
  SCRIPT_EXHAUSTED: {
    title: "The simulator's script has no further item",
    text: "A node was called more often than the script foresees. Add an item under the key that the message names, mark the last one with `repeat: true`, or write `auto: true`; then resume with that script: its items are counted from the run's start.",
    example: "auto: true",
  },
  REPLAY_MISMATCH: {
    title: "The recorded run has no such step",
    text: "A replay asks for a step that the recorded run never made, so the two have gone different ways.",
    example: "iter inspect --run-id RUN --events",
  },
  INPUT_INVALID: {
    title: "What the command was given can't be used",
    text: "A flag, a variable or a file is missing, unknown, or of the wrong type. Nothing was begun; the errors say which and why.",
    example: "iter run workflow.iter --var name=value",
  },
  INVALID_WORKFLOW: {
    title: "The workflow has errors",
    text: "A workflow with errors is never run. Each diagnostic has its place, a help and a page of its own.",
    example: "iter validate workflow.iter",
  },
  RUN_EXISTS: {
    title: "There is a run of that id already",
    text: "A run is never written over. Resume it, or leave `--run-id` out to get a new id.",
    example: "iter inspect --run-id RUN",
  },
  RUN_NOT_FOUND: {
    title: "There is no run of that id",
    text: "The store has no such run; perhaps it lies in another one.",
    example: "iter inspect --store-dir .iterion",
  },
  RESUME_INVALID: {
    title: "The run can't go on like this",
    text: "It is over, or needs something that was not given: a raised limit, an answer, a node that the new text no longer has. The message says which; the run is as it was.",
    example: "iter inspect --run-id RUN",
  },
  SOURCE_CHANGED: {
    title: "The file is no longer what the run began with",
    text: "Its graph differs from the recorded one. Leave `--file` out to go on with the recorded text, or take the new one deliberately.",
    example: "iter resume --run-id RUN --file workflow.iter --force",
  },
  RUN_LOCKED: {
    title: "Another process writes the run",
    text: "Only one process at a time may write a run. Wait for it, or cancel the run from here. A process that is gone holds nothing back.",
    example: "iter cancel --run-id RUN",
  },
  ANSWER_INVALID: {
    title: "An answer doesn't fit its question",
    text: "The errors say which field and why. Nothing of the answer was kept and the gate is still open.",
    example: "iter resume --run-id RUN --answer approved=true",
  },
  FORMAT_TOO_NEW: {
    title: "The run was written by a newer version",
    text: "Its log has a format that this version doesn't know. Use the version that wrote it, or a newer one.",
    example: "iter version",
  },
  LOG_CORRUPT: {
    title: "The log of the run is damaged",
    text: "A line in the middle is missing or can't be read, which a crash alone doesn't cause. Nothing was changed; restore the file from a copy.",
    example: "iter inspect",
  },
  STORE_FAILED: {
    title: "The run's files can't be read or written",
    text: "The disk is full, read-only or refuses access. The log is as it was after the last event that was safe; once the cause is gone a resume goes on from there.",
    example: "iter resume --run-id RUN",
  },
  FENCED: {
    title: "Another process has taken over the run",
    text: "This process was silent for so long that another one went on with the run. It has stopped and wrote nothing more.",
    example: "iter inspect --run-id RUN",
  },
  INTERNAL: {
    title: "A bug of iter",
    text: "Something happened that never should. The message has the version and the place; please report both, with the workflow if you can.",
    example: "iter version",
  },
};
