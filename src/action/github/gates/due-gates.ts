/** Gates that were not answered: reminded of, passed on, and in the end closed. Spec: github §6.4. */
import { info } from "@actions/core";
import type { Graph } from "#core/graph/graph.ts";
import { pushes } from "#core/graph/taint.ts";
import { openGates } from "#core/report/run-document.ts";
import { nameOfGate } from "#core/run/state.ts";
import type { Interaction } from "#core/run/state.ts";
import { gateSettings } from "#src/github/config/config.ts";
import type { GateSettings } from "#src/github/config/config.ts";
import { gateKind, toAnswers } from "#src/github/gates.ts";
import { textAt } from "#src/github/payload.ts";
import { explainReason } from "#src/github/reasons.ts";
import type { Door } from "../door.ts";
import { askedAt, earlier, gateExpiry, isPassedOn, isReminded } from "./expiry.ts";
import type { LeftRun } from "../state/left-runs.ts";
import { optionsOf } from "../commands/command-options.ts";
import { resumeLeft } from "../state/resume.ts";
import { findSaid, say } from "../report/said.ts";
import { reportAgain } from "../state/settle.ts";
import { compileAgain } from "../state/take-over.ts";

/** A gate that is open, with what the configuration says of it. */
interface OpenGate {
  readonly gate: Interaction;
  readonly settings: GateSettings;
}

/** Who is said to have answered where nobody did. */
const nobody = "iter";
const tooLate = "no answer in time";

/** Does what is due at the open gates of a run; the exit code of what the run then came to. */
export async function settleGates(door: Door, left: LeftRun): Promise<number> {
  const open = openGates(left.state).map((gate): OpenGate => {
    return { gate, settings: gateSettings(door.config, left.trigger, nameOfGate(gate)) };
  });
  const now = Date.now();
  const expired = open.filter((one) => Date.parse(expiryOf(left, one)) <= now);
  if (expired.length > 0) return closeGates(door, left, expired);
  for (const one of open) await remind(door, left, one);
  return 0;
}

function expiryOf({ expiresAt }: LeftRun, { gate, settings }: OpenGate): string {
  return earlier(gateExpiry(gate.requestedAt, settings), expiresAt);
}

/** A yes or no is answered; a node that asks what only a person can know fails. */
async function closeGates(
  door: Door,
  left: LeftRun,
  expired: readonly OpenGate[],
): Promise<number> {
  info(`${left.id}: ${explainReason("gate_expired")}`);
  const answers = expired.map(({ gate, settings }) => {
    if (gateKind(gate.fields) !== "approval")
      return { gate: gate.gate, answers: {}, text: true, expired: true };
    // Silence lets nothing through that is seen outside, and is never several people's yes.
    const asked = settings["on-timeout"] === "approve" && gate.minAnswers <= 1;
    const yes = asked && !graphOf(door, left).nodes.some(pushes);
    const command = { command: yes ? "approve" : "reject", text: tooLate } as const;
    return { gate: gate.gate, answers: toAnswers(command, gate.fields), text: true };
  });
  return resumeLeft(door, left, { by: nobody, answers });
}

function graphOf(door: Door, { state }: LeftRun): Graph {
  return compileAgain(door, state.source, state.start?.simulated === true);
}

/** One edit of the comment and one reply that mentions those who are asked, each once. */
async function remind(door: Door, left: LeftRun, { gate, settings }: OpenGate): Promise<void> {
  const { thread } = left;
  const now = Date.now();
  const passedOn = isPassedOn(now, gate.requestedAt, settings);
  if (thread === null || !(passedOn || isReminded(now, gate.requestedAt, settings))) return;
  const event = `${left.id}/${gate.gate}/${passedOn ? "escalate" : "remind"}`;
  const said = await findSaid(door, thread);
  if (said.some((marker) => textAt(marker, "event") === event)) return;
  const asked = askedAt(now, gate.requestedAt, settings).map(mention).join(" ");
  const { prefix } = optionsOf(door);
  const until = expiryOf(left, { gate, settings }).replace("T", " ").slice(0, 16);
  const text = `${asked === "" ? "" : `${asked} `}The run still waits at \`${gate.nodeId}\`, until ${until} UTC: \`${prefix} status\` shows what for.`;
  await say(door, thread, { fact: { event }, text });
  await reportAgain(door, left);
}

/** Only people and teams can be called. */
function mention(entry: string): string {
  const named = entry.startsWith("role:") || ["codeowners", "author", "initiator"].includes(entry);
  return named ? entry : `@${entry.replace(/^@/, "")}`;
}
