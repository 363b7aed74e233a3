/**
 * What each activation of a run did, attempt by attempt, made from the log alone.
 *
 * Prompts, replies and calls are informing events; when a step began, what it used and how it failed
 * are facts. A run whose informing events are missing still shows its steps.
 */
import { isFields } from "#core/graph/value.ts";
import type { Fields } from "#core/graph/value.ts";
import type { RunEvent } from "#core/run/events.ts";
import type { Usage } from "#core/run/failure.ts";
import { toMilliseconds } from "#core/run/timestamp.ts";
import { createWorkClock } from "../work-clock.ts";
import type {
  AttemptView,
  CommandDeed,
  Deed,
  DelegateDeed,
  Fault,
  ToolDeed,
  TurnDeed,
} from "./deed.ts";
import {
  addUsage,
  callsOf,
  faultOf,
  filesOf,
  noUsage,
  numberOrNull,
  saidIn,
  textOf,
  textOrNull,
  usageOf,
} from "./read.ts";

/** The attempts of every activation, by its id. */
export function viewDeeds(events: readonly RunEvent[]): Map<string, AttemptView[]> {
  const drafts = new Map<string, Attempt[]>();
  const clock = createWorkClock();
  for (const event of events) {
    const { activation_id: id, type } = event;
    clock.note(event);
    if (id === undefined) continue;
    const attempts = drafts.get(id) ?? [];
    drafts.set(id, attempts);
    if (type === "node_started" || attempts.length === 0) {
      attempts.push(begin(event, clock.workedMs(id)));
    }
    const attempt = attempts.at(-1);
    if (attempt === undefined) continue;
    note(attempt, event);
    attempt.workedMs = clock.workedMs(id) - attempt.workedBefore;
  }
  return new Map(Array.from(drafts, ([id, attempts]) => [id, attempts.map(toView)]));
}

type Writable<Thing> = { -readonly [Key in keyof Thing]: Thing[Key] };
type Turn = Writable<TurnDeed>;
type Call = Writable<DelegateDeed>;

/** An attempt while its events are read. */
interface Attempt {
  readonly attempt: number;
  readonly startedAt: string;
  finishedAt: string | null;
  /** By the attempts before it. */
  readonly workedBefore: number;
  workedMs: number;
  fault: Fault | null;
  usage: Usage;
  readonly deeds: Deed[];
  /** When steps began. */
  readonly begun: Map<string, number>;
  /** What a step that is under way does. */
  readonly open: Map<string, Turn | Call | Writable<ToolDeed>>;
}

function begin({ timestamp, data }: RunEvent, workedBefore: number): Attempt {
  return {
    attempt: numberOrNull(data?.["attempt"]) ?? 1,
    startedAt: timestamp,
    finishedAt: null,
    workedBefore,
    workedMs: 0,
    fault: null,
    usage: noUsage,
    deeds: [],
    begun: new Map(),
    open: new Map(),
  };
}

function toView(draft: Attempt): AttemptView {
  const { attempt, startedAt, finishedAt, workedMs, fault, usage, deeds } = draft;
  return { attempt, startedAt, finishedAt, workedMs, fault, usage, deeds };
}

function note(attempt: Attempt, event: RunEvent): void {
  noters[event.type]?.(attempt, event.data ?? {}, event);
}

type Note = (attempt: Attempt, data: Fields, event: RunEvent) => void;

const noters: Partial<Record<string, Note>> = {
  step_started: (attempt, data, { timestamp }) => {
    attempt.begun.set(textOf(data["step"]), toMilliseconds(timestamp));
    attempt.open.delete(textOf(data["step"]));
  },
  step_finished: endStep,
  llm_prompt: (attempt, data, event) => {
    const [system, user] = [textOf(data["system_prompt"]), textOf(data["user_message"])];
    attempt.deeds.push({ kind: "prompt", ...when(data, event), system, user });
  },
  llm_request: (attempt, data, event) => void openTurn(attempt, data, event),
  llm_text: (attempt, data, event) => {
    const turn = turnOf(attempt, data, event);
    turn.text += textOf(data["text"]);
  },
  llm_step_finished: (attempt, data, event) => {
    const turn = turnOf(attempt, data, event);
    turn.text = textOf(data["response_text"]);
    turn.finishReason = textOrNull(data["finish_reason"]);
    turn.usage = usageOf(data);
  },
  tool_called: noteTool,
  tool_error: noteTool,
  delegate_started: (attempt, data, event) => void openCall(attempt, data, event),
  delegate_event: (attempt, data, event) => {
    const call = callOf(attempt, data, event);
    call.said = [...call.said, ...saidIn(data["event"])];
  },
  delegate_finished: endCall,
  delegate_error: endCall,
  llm_retry: noteRetry,
  delegate_retry: noteRetry,
  tool_retry: noteRetry,
  human_input_requested: (attempt, data, event) => {
    const [gate, text] = [textOf(data["gate"]), textOf(data["instructions"])];
    attempt.deeds.push({ kind: "question", ...when(data, event), gate, text, answers: [] });
  },
  human_answers_recorded: noteAnswer,

  workspace_changed: noteFiles,
  node_finished: (attempt, _, { timestamp }) => {
    attempt.finishedAt = timestamp;
  },
  node_failed: (attempt, data, { timestamp }) => {
    attempt.finishedAt = timestamp;
    attempt.fault = faultOf(data);
  },
};

function when(data: Fields, { seq, timestamp }: RunEvent): Pick<Deed, "seq" | "time" | "step"> {
  return { seq, time: timestamp, step: textOf(data["step"]) };
}

function openTurn(attempt: Attempt, data: Fields, event: RunEvent): Turn {
  const turn: Turn = {
    kind: "turn",
    ...when(data, event),
    model: textOrNull(data["model"]),
    messages: numberOrNull(data["message_count"]),
    text: "",
    calls: [],
    finishReason: null,
    usage: null,
    durationMs: null,
    fault: null,
  };
  attempt.deeds.push(turn);
  attempt.open.set(turn.step, turn);
  return turn;
}

function turnOf(attempt: Attempt, data: Fields, event: RunEvent): Turn {
  const open = attempt.open.get(textOf(data["step"]));
  return open?.kind === "turn" ? open : openTurn(attempt, data, event);
}

function openCall(attempt: Attempt, data: Fields, event: RunEvent): Call {
  const call: Call = {
    kind: "delegate",
    ...when(data, event),
    backend: textOf(data["backend"]),
    access: textOf(data["access"]),
    model: textOrNull(data["model"]),
    said: [],
    exitCode: null,
    usage: null,
    durationMs: null,
    fault: null,
  };
  attempt.deeds.push(call);
  attempt.open.set(call.step, call);
  return call;
}

/** The end of a call says no step: it is that of the last one. */
function callOf(attempt: Attempt, data: Fields, event: RunEvent): Call {
  const named = attempt.open.get(textOf(data["step"]));
  const open =
    named ?? Array.from(attempt.open.values()).findLast((each) => each.kind === "delegate");
  return open?.kind === "delegate" ? open : openCall(attempt, data, event);
}

function endCall(attempt: Attempt, data: Fields, event: RunEvent): void {
  const call = callOf(attempt, data, event);
  call.exitCode = numberOrNull(data["exit_code"]);
  call.durationMs = numberOrNull(data["duration_ms"]);
  call.fault = faultOf(data);
}

function noteTool(attempt: Attempt, data: Fields, event: RunEvent): void {
  const deed: Writable<ToolDeed> = {
    kind: "tool",
    ...when(data, event),
    tool: textOf(data["tool"]),
    input: data["input"] ?? null,
    output: textOrNull(data["output"]),
    durationMs: numberOrNull(data["duration_ms"]),
    fault: faultOf(data),
  };
  attempt.deeds.push(deed);
  // A delegate's calls carry its own step: only a tool's step ends with the call.
  if (deed.step.startsWith("tool:")) attempt.open.set(deed.step, deed);
}

function noteRetry(attempt: Attempt, data: Fields, event: RunEvent): void {
  attempt.deeds.push({
    kind: "retry",
    ...when(data, event),
    attempt: numberOrNull(data["attempt"]) ?? 1,
    delayMs: numberOrNull(data["delay_ms"]) ?? 0,
    fault: faultOf(data) ?? { code: "", message: "" },
  });
}

function noteAnswer(attempt: Attempt, data: Fields, { timestamp }: RunEvent): void {
  const at = attempt.deeds.findLastIndex(({ kind }) => kind === "question");
  const question = attempt.deeds[at];
  if (question?.kind !== "question") return;
  const answers = isFields(data["answers"]) ? data["answers"] : {};
  const answer = { by: textOf(data["by"]), time: timestamp, answers };
  attempt.deeds[at] = { ...question, answers: [...question.answers, answer] };
}

function noteFiles(attempt: Attempt, data: Fields, event: RunEvent): void {
  const diff = textOrNull(data["diff"]);
  attempt.deeds.push({ kind: "files", ...when(data, event), files: filesOf(data), diff });
}

function endStep(attempt: Attempt, data: Fields, event: RunEvent): void {
  const step = textOf(data["step"]);
  const begun = attempt.begun.get(step);
  const durationMs = begun === undefined ? null : toMilliseconds(event.timestamp) - begun;
  const usage = usageOf(data["usage"]);
  if (usage !== null) attempt.usage = addUsage(attempt.usage, usage);
  const ended: Ended = { step, durationMs, usage, fault: faultOf(data) };
  if (step.startsWith("model:")) endTurn(attempt, { data, event, ended });
  else if (step.startsWith("delegate:")) endDelegate(attempt, { data, event, ended });
  else if (step.startsWith("tool:")) endTool(attempt, ended);
  else attempt.deeds.push(commandOf(data, event, ended));
  attempt.open.delete(step);
}

interface Ended {
  readonly step: string;
  readonly durationMs: number | null;
  readonly usage: Usage | null;
  readonly fault: Fault | null;
}

interface Ending {
  readonly data: Fields;
  readonly event: RunEvent;
  readonly ended: Ended;
}

function endTurn(attempt: Attempt, { data, event, ended }: Ending): void {
  const turn = turnOf(attempt, data, event);
  const result = isFields(data["result"]) ? data["result"] : {};
  turn.model = textOrNull(result["model"]) ?? turn.model;
  if (turn.text === "") turn.text = textOf(result["text"]);
  turn.calls = callsOf(result);
  turn.usage = ended.usage ?? turn.usage;
  turn.durationMs = ended.durationMs;
  turn.fault = ended.fault;
}

function endDelegate(attempt: Attempt, { data, event, ended }: Ending): void {
  const call = callOf(attempt, data, event);
  const result = isFields(data["result"]) ? data["result"] : {};
  const text = textOf(result["text"] ?? result["structured"]);
  if (text !== "" && call.said.at(-1) !== text) call.said = [...call.said, text];
  call.model = textOrNull(result["model"]) ?? call.model;
  call.usage = ended.usage;
  call.durationMs ??= ended.durationMs;
  call.fault = ended.fault ?? call.fault;
}

function endTool(attempt: Attempt, { step, durationMs, fault }: Ended): void {
  const tool = attempt.open.get(step);
  if (tool?.kind !== "tool") return;
  tool.durationMs ??= durationMs;
  tool.fault ??= fault;
}

function commandOf(data: Fields, event: RunEvent, { durationMs, fault }: Ended): CommandDeed {
  const result = data["result"] ?? null;
  return { kind: "command", ...when(data, event), result, durationMs, fault };
}
