/** What a run asks of people, as a box with the commands that answer. Spec: github §10.1. */
import { asksPeople, isOpenGate } from "#core/run/state.ts";
import type { Interaction } from "#core/run/state.ts";
import { escapeCode, escapeInline } from "../escape.ts";
import type { RunView } from "../run-view.ts";

/** What is known of a gate besides what the log says. */
export interface GateWords {
  readonly kind: "approval" | "choice" | "form";
  /** Who may answer, as they are mentioned or named. */
  readonly by: readonly string[];
  /** Until when, as the API writes times. */
  readonly until: string;
  /** The commit that the answer is for; absent if it is for none. */
  readonly commit?: string;
}

/** How boxes are drawn. */
export interface GateBoxOptions {
  readonly prefix?: string;
  readonly commit?: string;
  readonly runUrl: string;
  /** False where nobody can answer. */
  readonly commands?: boolean;
  readonly gates?: Readonly<Record<string, GateWords>>;
  readonly safe: (text: string) => string;
  /** Of instructions, in UTF-16 units. */
  readonly longest: number;
}

/** A box for each open gate. */
export function renderGates({ gates, status }: RunView, options: GateBoxOptions): string {
  if (status !== "paused_waiting_human") return "";
  const open = gates.filter(isOpenGate);
  return open
    .map((gate) => (asksPeople(gate) ? renderGate(gate, options) : renderWait(gate, options)))
    .join("\n\n");
}

/** Something that nobody answers. */
function renderWait({ nodeId, instructions }: Interaction, { safe }: GateBoxOptions): string {
  return `> [!NOTE]\n> ${escapeCode(nodeId)} waits: ${escapeInline(safe(instructions ?? ""))}`;
}

function renderGate(gate: Interaction, options: GateBoxOptions): string {
  const { prefix = "/iter", gates = {}, commands = true } = options;
  const words = gates[gate.gate];
  const said = instructionsOf(gate, options);
  const counted = gate.submissions.length;
  const quorum = gate.minAnswers > 1 ? `${counted} of ${gate.minAnswers} answers counted.` : "";
  const lines = [
    "[!IMPORTANT]",
    `**${escapeInline(gate.gate)} · ${escapeInline(gate.nodeId)}** – ${describe(gate, words, options)}`,
    ...(quorum === "" ? [] : ["", quorum]),
    ...(said === "" ? [] : ["", ...said.split("\n")]),
    ...(commands ? ["", "```text", ...commandsOf(gate, words?.kind ?? "form", prefix), "```"] : []),
  ];
  return lines.map((line) => (line === "" ? ">" : `> ${line}`)).join("\n");
}

function describe(
  { fields }: Interaction,
  words: GateWords | undefined,
  { commit: ofRun }: GateBoxOptions,
): string {
  const commit = words === undefined ? ofRun : words.commit;
  const of = commit === undefined ? "" : ` of ${escapeCode(commit.slice(0, 12))}`;
  if (words === undefined) return `an answer${of}: ${fields.map(({ name }) => name).join(", ")}`;
  const { kind, by, until } = words;
  const what = kind === "approval" ? `approval${of}` : kind === "choice" ? "a choice" : "answers";
  const who = by.length === 0 ? "" : `, by ${by.join(", ")}`;
  return `${what}${who}, until ${until.slice(0, 16).replace("T", " ")} UTC`;
}

function instructionsOf({ instructions }: Interaction, options: GateBoxOptions): string {
  const { safe, longest, runUrl } = options;
  const said = safe(instructions ?? "");
  if (said.length <= longest) return said;
  return `${said.slice(0, longest)}\n\n… [all of it](${runUrl})`;
}

/** Lines that answer as they stand, or once they are filled in. */
function commandsOf(gate: Interaction, kind: GateWords["kind"], prefix: string): readonly string[] {
  const { gate: label, fields } = gate;
  if (kind === "approval")
    return [`${prefix} approve ${label}`, `${prefix} reject ${label} <reason>`];
  if (kind === "choice")
    return (fields[0]?.enum ?? []).map((word) => `${prefix} answer ${label} ${quoteWord(word)}`);
  return [`${prefix} answer ${label}`, ...fields.map(toLine)];
}

function toLine({ name, type, enum: choices, optional }: Interaction["fields"][number]): string {
  const wanted = choices === undefined ? type : choices.join(" | ");
  return `${name}: # ${wanted}${optional === true ? ", may be left out" : ""}`;
}

function quoteWord(word: string): string {
  return /\s/.test(word) ? `"${word}"` : word;
}
