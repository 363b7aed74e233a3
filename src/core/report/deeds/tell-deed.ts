/** A deed in words: a title, a few facts, and the texts that belong to it. */
import { toText } from "#core/graph/value.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import type { Usage } from "#core/run/failure.ts";
import { formatCost, formatCount, formatDuration, formatNumberOf } from "../format.ts";
import type { AttemptView, Deed, Fault } from "./deed.ts";

/** A text that belongs to a deed. */
export interface ToldPart {
  readonly label: string;
  readonly form: "text" | "json" | "diff";
  readonly text: string;
}

/** A deed for readers; texts are plain, whoever shows them escapes them. */
export interface ToldDeed {
  readonly kind: Deed["kind"];
  readonly seq: number;
  readonly time: string;
  readonly title: string;
  /** Short: what it took, how it ended. */
  readonly facts: readonly string[];
  readonly fault: string | null;
  readonly parts: readonly ToldPart[];
}

type Words = Pick<ToldDeed, "title" | "facts" | "parts"> & { readonly fault?: Fault | null };

/** Ends of a turn that need no word. */
const usual: ReadonlySet<string> = new Set(["stop", "tool_calls"]);

/** What a deed was. */
export function tellDeed(deed: Deed): ToldDeed {
  const { kind, seq, time } = deed;
  const { title, facts, parts, fault = null } = tell(deed);
  const shown = parts.filter((part) => part.text !== "");
  return { kind, seq, time, title, facts, fault: fault && tellFault(fault), parts: shown };
}

/** What an attempt or a deed used: `1,200 tokens in, 300 out, $0.01`. */
export function tellUsage(usage: Usage | null): string[] {
  if (usage === null || usage.input_tokens + usage.output_tokens === 0) return [];
  const { input_tokens: input, output_tokens: output, cache_read_tokens: cached } = usage;
  const fromCache = cached > 0 ? ` (${formatCount(cached)} cached)` : "";
  return [
    `${formatNumberOf(input, "token")} in${fromCache}, ${formatCount(output)} out`,
    formatCost(usage.cost_usd, usage.cost_source !== "unknown"),
  ];
}

/** A failure in one line. */
export function tellFault({ code, message }: Fault): string {
  return code === "" ? message : `${message} (${code})`;
}

/** An attempt as the JSON document of `inspect` has it. */
export function toAttemptDocument(attempt: AttemptView): Fields {
  return {
    attempt: attempt.attempt,
    started_at: attempt.startedAt,
    finished_at: attempt.finishedAt,
    error: attempt.fault && { ...attempt.fault },
    usage: { ...attempt.usage },
    deeds: attempt.deeds.map(toDeedDocument),
  };
}

/** A text cut to a number of code units, with a note of how much is gone. */
export function cutWithNote(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const inPair = (text.codePointAt(limit - 1) ?? 0) > 0xffff;
  const kept = text.slice(0, inPair ? limit - 1 : limit);
  return `${kept}\n… [cut: ${formatCount(text.length - kept.length)} more characters]`;
}

function tell(deed: Deed): Words {
  switch (deed.kind) {
    case "prompt":
      return {
        title: "prompt",
        facts: [],
        parts: [text("system", deed.system), text("user", deed.user)],
      };
    case "turn":
      return tellTurn(deed);
    case "tool":
      return {
        title: `tool ${deed.tool}`,
        facts: tellDuration(deed.durationMs),
        parts: [json("input", deed.input), text("output", deed.output ?? "")],
        fault: deed.fault,
      };
    case "delegate":
      return tellCall(deed);
    case "command":
      return {
        title: deed.step,
        facts: tellDuration(deed.durationMs),
        parts: deed.fault === null ? [json("result", deed.result)] : [],
        fault: deed.fault,
      };
    case "question":
      return tellQuestion(deed);
    case "retry":
      return {
        title: `again after attempt ${deed.attempt} of ${deed.step}`,
        facts: [`waits ${formatDuration(deed.delayMs)}`],
        parts: [],
        fault: deed.fault,
      };
    case "files":
      return {
        title: formatNumberOf(deed.files.length, "changed file"),
        facts: [],
        parts: [
          text(
            "files",
            deed.files.map(({ path, status }) => `${status} ${path}`.trim()).join("\n"),
          ),
          { label: "diff", form: "diff", text: deed.diff ?? "" },
        ],
      };
  }
}

function tellTurn(deed: Extract<Deed, { kind: "turn" }>): Words {
  const { model, messages, calls, usage, finishReason, durationMs, fault } = deed;
  return {
    title: model === null ? "turn" : `turn of ${model}`,
    facts: [
      ...(messages === null ? [] : [formatNumberOf(messages, "message")]),
      ...tellDuration(durationMs),
      ...tellUsage(usage),
      ...(finishReason === null || usual.has(finishReason) ? [] : [finishReason]),
      ...(calls.length === 0 ? [] : [`calls ${calls.join(", ")}`]),
    ],
    parts: [text("response", deed.text)],
    fault,
  };
}

function tellCall(deed: Extract<Deed, { kind: "delegate" }>): Words {
  const { backend, access, model, exitCode, usage, durationMs, fault, said } = deed;
  return {
    title: `delegate ${backend}`,
    facts: [
      ...(access === "" ? [] : [access]),
      ...(model === null ? [] : [model]),
      ...tellDuration(durationMs),
      ...tellUsage(usage),
      ...(exitCode === null ? [] : [`exit ${exitCode}`]),
    ],
    parts: said.map((words, at) => text(at === said.length - 1 ? "response" : "says", words)),
    fault,
  };
}

function tellQuestion({ gate, text: asked, answers }: Extract<Deed, { kind: "question" }>): Words {
  return {
    title: `question ${gate}`,
    facts: answers.length === 0 ? ["not answered"] : [`answered by ${listNames(answers)}`],
    parts: [
      text("asked", asked),
      ...answers.map(({ by, answers: said }) => json(`answer of ${by}`, said)),
    ],
  };
}

function listNames(answers: readonly { readonly by: string }[]): string {
  return answers.map(({ by }) => by).join(", ");
}

function tellDuration(ms: number | null): string[] {
  return ms === null ? [] : [formatDuration(ms)];
}

function text(label: string, value: string): ToldPart {
  return { label, form: "text", text: value };
}

function json(label: string, value: Value): ToldPart {
  if (typeof value !== "object" || value === null) return text(label, toText(value));
  return { label, form: "json", text: JSON.stringify(value, null, 2) };
}

/** Keys as in the log. */
function toDeedDocument(deed: Deed): Fields {
  const entries = Object.entries(deed).map(([key, value]) => [
    key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    value as Value,
  ]);
  return Object.fromEntries(entries) as Fields;
}
