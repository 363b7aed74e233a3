/** The facts from which a request is decided, read from the API just before. */
import type { Command } from "../commands/command.ts";
import type { Level } from "../levels.ts";

/** Whether a person may approve what they had a part in. */
export type SelfApproval = "never" | "with-sha" | "always";

/** A gate as the log of its run has it. */
export interface GateFacts {
  readonly id: string;
  readonly run: string;
  readonly thread: number;
  /** Who started its run; the request's if absent. */
  readonly initiator_id?: number;
  readonly kind: "approval" | "choice" | "form";
  readonly decision_field?: string;
  readonly status: "open" | "answered" | "expired" | "superseded" | "cancelled";
  readonly opened_at: string;
  readonly expires_at: string;
  readonly permission: Level;
  /** Who may answer; everybody with the permission if empty. */
  readonly approvers: readonly string[];
  readonly min_answers: number;
  /** The ids of those who have been counted; null for one that can't be told. */
  readonly answered_by: readonly (number | null)[];
  readonly self_approval?: SelfApproval;
  readonly bound_sha?: string;
  readonly proposal?: string;
  readonly shown_proposal?: string;
}

/** What was asked for, by whom, and what is known about both. */
export interface AuthorisationRequest {
  readonly event: {
    readonly name: string;
    readonly action: string;
    /** When it was written. */
    readonly at: string;
    readonly edited?: boolean;
    readonly review_state?: string;
    readonly commit_id?: string;
    readonly head_sha?: string;
    /** The API lists the approval of the environment. */
    readonly recorded?: boolean;
  };
  /** Absent for reviews that are no command. */
  readonly command?: Command;
  readonly sender: { readonly id: number; readonly login: string; readonly type: string };
  readonly identities: readonly number[];
  readonly allow_bots: readonly number[];
  readonly permission_status: number;
  readonly permission: {
    readonly permission: string;
    readonly role_name: string;
    readonly user_id: number;
  } | null;
  /** By `org/team`; a team that is not named is absent. */
  readonly teams: Readonly<Record<string, "active" | "pending" | "absent" | "unreadable">>;
  /** Of a changed file; unreadable if that hangs on a team that can't be read. */
  readonly code_owner: boolean | "unreadable";
  readonly thread: {
    readonly number: number;
    readonly pull_request: boolean;
    readonly state: string;
    readonly fork: boolean;
    readonly author_id: number;
    readonly head_sha?: string;
  };
  readonly initiator_id: number;
  /** The thread of the run that a command names; that of the request if absent. */
  readonly run_thread?: number;
  readonly commit_author_ids: readonly number[];
  readonly command_levels?: Readonly<Record<string, Level>>;
  readonly answer_valid: boolean;
  readonly gates: Readonly<Record<string, GateFacts>>;
}

/** What becomes of a request: counted, counted with more to come, refused in words, or passed over. */
export interface Ruling {
  readonly decision: "accept" | "record" | "deny" | "ignore";
  readonly reason_code: string;
  readonly gate?: string;
  readonly run?: string;
}

/** What an answer to an approval says: yes, no, or neither; other gates are just answered. */
export type Said = "approve" | "reject" | "answer" | "undecided";

/** Puts a ruling together. */
export function rule(
  decision: Ruling["decision"],
  reason: string,
  gate?: Pick<GateFacts, "id" | "run">,
): Ruling {
  return {
    decision,
    reason_code: reason,
    ...(gate === undefined ? {} : { gate: gate.id, run: gate.run }),
  };
}
