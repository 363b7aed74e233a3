/** Calls people to gates where a comment alone doesn't reach them. Spec: github §6.3. */
import { openGithub } from "#adapters/github/client.ts";
import type { GateSurfaces } from "#adapters/github/gate-surfaces.ts";
import { openGates } from "#core/report/run-document.ts";
import { isOver } from "#core/report/standing.ts";
import { nameOfGate } from "#core/run/state.ts";
import type { Interaction } from "#core/run/state.ts";
import { gateSettings } from "#src/github/config/config.ts";
import type { GateSettings } from "#src/github/config/config.ts";
import { gateKind } from "#src/github/gates.ts";
import { readMarker, writeMarker } from "#src/github/markers.ts";
import { textAt } from "#src/github/payload.ts";
import { openCommentReport } from "./comment-report.ts";
import { optionsOf } from "../commands/command-options.ts";
import type { Door } from "../door.ts";
import { askedAt } from "../gates/expiry.ts";
import { ownerOf } from "../state/owner.ts";
import type { Attempts } from "./permissions.ts";
import type { Opening, Shown } from "./reported-run.ts";

/** `github-actions[bot]` */
const jobTokenId = 41_898_282;
const mostReviewers = 15;
const mostAssignees = 10;

/** Asks for reviews, or opens the issue in which a run without a thread is answered. */
export async function callPeople(
  opening: Opening,
  shown: Shown,
  { attempt }: Attempts,
): Promise<void> {
  const { run } = opening;
  const { status } = shown.state;
  if (isOver(status) || status === "cancelled") {
    if (run.thread !== null) await attempt("issue", () => closeIssue(opening));
    return;
  }
  if (status !== "paused_waiting_human") return;
  if (run.thread === null) {
    // The issue is where the comment lies.
    if (opening.settings.comment !== false)
      await attempt("issue", () => askInIssue(opening, shown));
  } else await attempt("reviewers", () => askReviewers(opening, shown));
}

/** Those who may approve and are people of whom a job may ask it. */
async function askReviewers({ door, run }: Opening, { state }: Shown): Promise<void> {
  const known = new Set(run.before.map(({ data = null }) => textAt(data, "interaction_id")));
  const gates = openGates(state).filter(
    (gate) => !known.has(gate.id) && gateKind(gate.fields) === "approval",
  );
  const named = gates.flatMap((gate) => {
    const settings = settingsOf({ door, run }, gate);
    const { surface = "auto" } = settings;
    return surface === "auto" || surface === "review" ? asked({ door, run }, gate, settings) : [];
  });
  if (named.length === 0 || run.thread === null) return;
  const thread = await door.client.thread(run.thread);
  if (!thread.pullRequest) return;
  const logins = [...new Set(named.flatMap(toLogin))];
  const people = await Promise.all(
    logins.map(async (login) => {
      const { permission } = await door.client.permission(login);
      return permission?.user_id === undefined || permission.user_id === thread.authorId
        ? []
        : [login];
    }),
  );
  const reviewers = people.flat().slice(0, mostReviewers);
  const { surfaces } = door.client;
  if (reviewers.length > 0) await surfaces.askReviewers(run.thread, { people: reviewers });
  const teams = [...new Set(named.flatMap((entry) => toTeam(door, entry)))];
  const some = teams.slice(0, mostReviewers - reviewers.length);
  if (some.length > 0) await teamSurfaces(door)?.askReviewers(run.thread, { teams: some });
}

/** The job's own token sees no teams; that of an app or a person may. */
function teamSurfaces({ access, client, identities, job }: Door): GateSurfaces | null {
  const { pushToken } = job.inputs;
  if (pushToken !== undefined) return openGithub({ ...access, token: pushToken }).surfaces;
  return identities.includes(jobTokenId) ? null : client.surfaces;
}

/** The team of the repository's owner that an entry names, if it names one. */
function toTeam({ access }: Door, entry: string): readonly string[] {
  const [owner, team] = bare(entry).split("/");
  return team !== undefined && owner === access.repository.split("/")[0] ? [team] : [];
}

/** The issue of the run, found by its marker, with the comment that it otherwise has no place for. */
async function askInIssue(opening: Opening, shown: Shown): Promise<void> {
  const { door, run, settings } = opening;
  const [gate] = openGates(shown.state);
  if (gate === undefined) return;
  const { surfaces } = door.client;
  const issues = await surfaces.openIssues();
  const known = issues.find((issue) => isOurs(opening, issue))?.number;
  const thread = known ?? (await surfaces.openIssue(issueOf(opening, gate)));
  const comment = await openCommentReport({ door, settings, run: { ...run, thread } });
  await comment?.write(shown);
  await run.keeper.moveTo(thread);
}

function issueOf(
  { door, run }: Opening,
  gate: Interaction,
): { readonly title: string; readonly body: string; readonly assignees: readonly string[] } {
  const { stateKey } = door.job.inputs;
  const payload = { run: run.run, gate: gate.gate, repository: door.repositoryId };
  const marker = writeMarker(
    "gate",
    payload,
    stateKey === undefined ? {} : { state_key: stateKey },
  );
  const named = asked({ door, run }, gate, settingsOf({ door, run }, gate));
  const called = named.filter((entry) => entry.includes("/")).map((entry) => `@${bare(entry)}`);
  const { prefix } = optionsOf(door);
  const words = `A run of \`${run.trigger}\` waits for an answer at \`${gate.nodeId}\`. What it asks is in the comment below; it is answered here, by a comment that begins with \`${prefix}\`.`;
  return {
    title: `Iter needs an answer: ${gate.nodeId}`,
    body: [marker, ...(called.length === 0 ? [] : [called.join(" ")]), words].join("\n"),
    assignees: named.flatMap(toLogin).slice(0, mostAssignees),
  };
}

async function closeIssue(opening: Opening): Promise<void> {
  const { door, run } = opening;
  if (run.thread === null) return;
  const { surfaces } = door.client;
  if (isOurs(opening, await surfaces.issue(run.thread))) await surfaces.closeIssue(run.thread);
}

/** True for an issue that was opened for the run. */
function isOurs(
  { door, run }: Opening,
  { body, authorId }: { readonly body: string; readonly authorId: number },
): boolean {
  const { identities, repository, stateKey } = ownerOf(door);
  const read = readMarker(
    { body, author_id: authorId, editor_id: null },
    { identities, repository, ...(stateKey === undefined ? {} : { state_key: stateKey }) },
  );
  return "marker" in read && read.marker.kind === "gate" && read.marker["run"] === run.run;
}

type Place = Pick<Opening, "door" | "run">;

function settingsOf({ door, run }: Place, gate: Interaction): GateSettings {
  return gateSettings(door.config, run.trigger, nameOfGate(gate));
}

function asked({ door, run }: Place, gate: Interaction, settings: GateSettings): readonly string[] {
  const { approvers, given } = door.job.inputs;
  const entries = given.has("approvers")
    ? approvers
    : askedAt(Date.now(), gate.requestedAt, settings);
  return entries.map((entry) => (entry === "initiator" ? run.initiator.login : entry));
}

/** A login, if an entry is one: teams and roles are nobody in particular. */
function toLogin(entry: string): readonly string[] {
  const others = entry.includes("/") || entry.includes(":");
  return others || ["codeowners", "author"].includes(entry) ? [] : [bare(entry)];
}

function bare(entry: string): string {
  return entry.replace(/^@/, "");
}
