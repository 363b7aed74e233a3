/** Whether a person may answer a gate. Spec: github §5 C. */
import { higher, reaches, toLevel } from "../levels.ts";
import type { Level } from "../levels.ts";
import { rule } from "./request.ts";
import type { AuthorisationRequest, GateFacts, Ruling, Said } from "./request.ts";

/** Steps 9 to 12. What an environment's reviewers approved was checked by GitHub already. */
export function ruleOnPerson(
  request: AuthorisationRequest,
  gate: GateFacts,
  said: Said,
): Ruling | null {
  const { event } = request;
  const byEnvironment = event.name === "environment_approval";
  if (byEnvironment && event.recorded !== true) return rule("deny", "approval_not_recorded", gate);
  const refused = byEnvironment ? null : ruleOnRights(request, gate);
  if (refused !== null) return refused;
  return said === "approve" && approvesOwn(request, gate)
    ? rule("deny", "self_approval", gate)
    : null;
}

/** Steps 9 and 10: the level of the sender, or why it can't be told. */
export function levelOf(
  request: Pick<AuthorisationRequest, "permission_status" | "permission" | "sender">,
): Level | "api_error" | "identity_mismatch" {
  const { permission_status: status, permission, sender } = request;
  if (status === 404) return "none";
  if (status !== 200 || permission === null) return "api_error";
  if (permission.user_id !== sender.id) return "identity_mismatch";
  return higher(toLevel(permission.permission), toLevel(permission.role_name));
}

function ruleOnRights(request: AuthorisationRequest, gate: GateFacts): Ruling | null {
  const level = levelOf(request);
  if (level === "api_error" || level === "identity_mismatch") return rule("deny", level, gate);
  if (!reaches(level, gate.permission)) return rule("deny", "not_authorised", gate);
  const { approvers } = gate;
  const about = { ...request, initiator_id: initiatorOf(request, gate) };
  if (approvers.length === 0 || approvers.some((entry) => fits(entry, about, level))) return null;
  const unknown = approvers.some((entry) => membership(entry, request) === "unreadable");
  return rule("deny", unknown ? "cannot_check_team" : "not_an_approver", gate);
}

function initiatorOf(request: AuthorisationRequest, gate: GateFacts): number {
  return gate.initiator_id ?? request.initiator_id;
}

function fits(entry: string, request: AuthorisationRequest, level: Level): boolean {
  const { sender, thread } = request;
  if (entry === "codeowners") return request.code_owner === true;
  if (entry === "author") return sender.id === thread.author_id;
  if (entry === "initiator") return sender.id === request.initiator_id;
  if (entry.startsWith("role:")) {
    const wanted = toLevel(entry.slice("role:".length));
    return wanted !== "none" && reaches(level, wanted);
  }
  if (entry.includes("/")) return membership(entry, request) === "active";
  return entry.replace(/^@/, "").toLowerCase() === sender.login.toLowerCase();
}

function membership(entry: string, { teams, code_owner: owner }: AuthorisationRequest): string {
  if (entry === "codeowners") return owner === "unreadable" ? owner : "absent";
  const wanted = entry.replace(/^@/, "").toLowerCase();
  const known = Object.entries(teams).find(([team]) => team.toLowerCase() === wanted);
  return known?.[1] ?? "absent";
}

/** Step 12: somebody approves what they had a part in, in a way that the gate doesn't allow. */
function approvesOwn(request: AuthorisationRequest, gate: GateFacts): boolean {
  const { sender, thread, command } = request;
  const isAuthor = sender.id === thread.author_id;
  switch (gate.self_approval ?? (gate.min_answers > 1 ? "never" : "with-sha")) {
    case "always":
      return false;
    case "with-sha":
      return (
        isAuthor &&
        thread.pull_request &&
        gate.bound_sha !== undefined &&
        command?.sha === undefined
      );
    case "never":
      return (
        isAuthor ||
        sender.id === initiatorOf(request, gate) ||
        request.commit_author_ids.includes(sender.id)
      );
  }
}
