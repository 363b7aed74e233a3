/** What somebody is told whose answer isn't taken: why, and what would be. Spec: github §4.4. */
import { openGates } from "#core/report/run-document.ts";
import { authorise } from "#src/github/authorise/authorise.ts";
import type { Ruling } from "#src/github/authorise/authorise.ts";
import { explainReason } from "#src/github/reasons.ts";
import { faultsOf, leftRuns, toRequest } from "../gates/facts.ts";
import { optionsOf } from "./command-options.ts";
import { findLost, refuseLost } from "./lost-run.ts";
import { refused } from "./ask.ts";
import type { Ask, Done } from "./ask.ts";

/** The answer to what was ruled out. */
export async function refuse(ask: Ask, ruling: Ruling): Promise<Done> {
  const { reason_code: reason } = ruling;
  const lost = findLost(ask);
  if (lost?.fault.code === reason) return refuseLost(ask, lost);
  return refused(reason, [explainReason(reason), ...(await helpFor(ask, ruling))].join("\n"));
}

function helpFor(ask: Ask, { reason_code: reason, run = "", gate = "" }: Ruling): Promise<Lines> {
  switch (reason) {
    case "invalid_answer":
      return Promise.resolve(faultsOf(ask, { run, id: gate }));
    case "gate_required":
      return Promise.resolve(toChoice(openLines(ask)));
    case "run_required":
      return Promise.resolve(toChoice(openLines(ask, ask.command?.gate)));
    case "self_approval":
      return withCommit(ask, { run, gate });
    default:
      return Promise.resolve([]);
  }
}

type Lines = readonly string[];

/** A line for each open gate that may be meant; of one label, if that was named. */
function openLines(ask: Ask, label?: string): Lines {
  const { prefix } = optionsOf(ask.door);
  const { command: word = "approve", run: named } = ask.command ?? {};
  return leftRuns(ask)
    .filter(({ id }) => named === undefined || id === named)
    .flatMap(({ id, state }) =>
      openGates(state)
        .filter(({ gate }) => label === undefined || gate === label)
        .map(({ gate, nodeId }) => `- \`${prefix} ${word} ${gate} --run ${id}\` for \`${nodeId}\``),
    );
}

function toChoice(lines: Lines): Lines {
  return lines.length === 0 ? [] : ["", ...lines];
}

/** The line that names the commit, if that is all that lacks. */
async function withCommit(
  ask: Ask,
  about: { readonly run: string; readonly gate: string },
): Promise<Lines> {
  const { door, thread, sender, runs, comment } = ask;
  const sha = thread?.headSha?.slice(0, 12);
  if (sha === undefined) return [];
  const command = { command: "approve", ...about, sha } as const;
  const event = { name: "issue_comment", action: "created", at: ask.event.at };
  const { decision } = authorise(
    await toRequest({ door, sender, thread, runs, comment, event, command }),
  );
  if (decision !== "accept" && decision !== "record") return [];
  return ["", `This line does: \`${optionsOf(door).prefix} approve ${about.gate} ${sha}\``];
}
