/** Whether somebody may still answer a gate that they have answered: looked at before something is pushed. Spec: github §5. */
import { nameOfGate } from "#core/run/state.ts";
import type { Interaction } from "#core/run/state.ts";
import { ruleOnPerson } from "#src/github/authorise/person.ts";
import type { AuthorisationRequest } from "#src/github/authorise/authorise.ts";
import type { Command } from "#src/github/commands/command.ts";
import { gateSettings } from "#src/github/config/config.ts";
import { toGateFacts } from "#src/github/gates.ts";
import type { Door } from "../door.ts";
import { askedAt, gateExpiry } from "./expiry.ts";
import { readPerson } from "./facts.ts";
import type { KeptRun } from "../state/keeper.ts";

/** An answer as GitHub has it. */
export interface SaidThere {
  readonly gate: Interaction;
  readonly event:
    "issue_comment" | "pull_request_review" | "workflow_dispatch" | "environment_approval";
  readonly sender: AuthorisationRequest["sender"];
  readonly at: string;
  readonly command?: Command;
}

/** A run whose gates are looked at. */
export type AskingRun = Pick<KeptRun, "run" | "trigger" | "thread" | "headSha" | "initiator">;

/** True for a person whose answer would count today: their level, the approvers, no approval of their own. */
export async function isEntitled(door: Door, run: AskingRun, said: SaidThere): Promise<boolean> {
  const { sender, at, gate, event, command } = said;
  if (sender.type !== "User") return false;
  const thread = run.thread === null ? null : await door.client.thread(run.thread);
  const { config, job } = door;
  const settings = gateSettings(config, run.trigger, nameOfGate(gate));
  const { given, approvers } = job.inputs;
  // Whom a gate was passed on to since doesn't matter to an answer from before.
  const asked = given.has("approvers")
    ? approvers
    : askedAt(Date.parse(at), gate.requestedAt, settings);
  const facts = toGateFacts(gate, {
    run: run.run,
    thread: run.thread ?? 0,
    initiator: run.initiator.id,
    settings: { ...settings, approvers: asked },
    answeredBy: [],
    expiresAt: gateExpiry(gate.requestedAt, settings),
    ...(thread?.pullRequest === true && run.headSha !== null ? { headSha: run.headSha } : {}),
  });
  const request = {
    ...(await readPerson(door, { sender, thread, approvers: asked })),
    // What isn't on record any more is told before.
    event: { name: event, action: "", at, recorded: event === "environment_approval" },
    ...(command === undefined ? {} : { command }),
    initiator_id: run.initiator.id,
    answer_valid: true,
    gates: {},
  };
  return ruleOnPerson(request, facts, facts.kind === "approval" ? "approve" : "answer") === null;
}
