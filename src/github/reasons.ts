/** What the codes of decisions mean, for the people whom they concern. Spec: github §18. */

import { eventReasons } from "./event-reasons.ts";

/** A sentence for each code of a refusal or a stop. */
export const reasons: Readonly<Record<string, string>> = {
  // authorisation
  own_event: "Iter doesn't answer itself.",
  edited_comment: "The comment was edited; only what was written at first counts. Write a new one.",
  deleted_comment: "The comment is gone.",
  bad_envelope: "The dispatch can't be read, or tells of what only the bot may tell.",
  bot_not_allowed: "This bot is not among those that may ask for this.",
  bot_cannot_answer: "Only people answer gates.",
  not_a_person: "The account belongs to nobody who could answer.",
  wrong_thread: "That gate belongs to another thread; answer it there.",
  no_such_gate: "There is no such gate here.",
  run_required: "Several runs are meant; name one with `--run`.",
  no_open_gate: "Nothing waits for an answer here.",
  gate_required: "Several gates are open; name one, such as `g1`.",
  gate_closed: "The gate has been answered already.",
  expired: "The answer came too late: the gate has expired.",
  superseded: "The change has moved on, and the question with it.",
  run_ended: "The run is over.",
  before_gate: "The answer is older than the question.",
  wrong_command: "The gate asks for more than yes or no; use `answer`.",
  api_error: "GitHub didn't say what you may do, so nothing was done. Try again.",
  identity_mismatch: "The name belongs to another account now.",
  not_authorised: "Your level in this repository is too low for this.",
  cannot_check_team:
    "The team can't be read with the token of the job, so membership can't be told.",
  not_an_approver: "You are not among those who may answer this gate.",
  self_approval: "You had a part in this change; name the commit, or let somebody else approve it.",
  approval_not_recorded: "GitHub lists no approval of that environment.",
  stale_sha: "There are newer commits than the one that was asked about.",
  sha_mismatch: "That is not the commit that was asked about.",
  stale_proposal: "The proposal has changed since it was shown.",
  already_counted: "Your answer has been counted.",
  invalid_answer: "The answer doesn't have the fields that the gate asks for.",
  quorum_open: "The answer counts; more people are needed.",
  thread_closed: "The thread is closed.",
  fork_needs_sha: "The commit is of a fork; name it with `--sha`.",
  // starting
  unknown_input: "The job sets an input that there is not.",
  bad_input: "An input of the job can't be read.",
  bad_config: "`.github/iter.yml` has mistakes, so nothing starts.",
  org_config_unreadable: "The owner's configuration can't be read; the repository's stands alone.",
  unknown_trigger: "There is no such trigger.",
  no_such_workflow: "There is no such workflow.",
  compile_error: "The workflow has errors.",
  run_in_progress: "A run of the trigger is under way.",
  over_budget: "The budget of the run, the thread or the day is used up.",
  budget_unknown: "What was spent can't be read to the end, so it counts as all of it.",
  tier_too_low: "The run may not do what the node needs.",
  policy_gate_missing: "The owner's policy wants a person before this.",
  policy_model: "The owner's policy has no room for the model.",
  policy_delegate: "The owner's policy has no room for the delegate.",
  policy_tool: "The owner's policy has no room for the tool.",
  fork_not_allowed: "Events of forks start nothing here.",
  draft: "Drafts start nothing here.",
  not_over_budget: "Limits are raised of a run that has used them up, or that waits for a person.",
  nothing_to_retry: "The run has not stopped, so there is nothing to retry.",
  not_resumable: "The run can't go on from there.",
  no_job: "No job drives the run.",
  unknown_topic: "It is no code, and no node that the run has visited.",
  // state
  no_checkpoint: "The run left nothing from which it could go on.",
  bad_checkpoint: "What the run left is not what it wrote.",
  checkpoint_too_large: "What the run would leave is too large.",
  state_key_needed: "The run was stored with a `state-key` that the job doesn't have.",
  already_resumed: "The run goes on in another job.",
  claim_unavailable: "The job may not claim runs; add `contents: write`.",
  fenced: "Another job has taken the run over.",
  work_does_not_apply: "The work so far doesn't fit the commit.",
  session_dropped: "A conversation held a secret and was left out; it starts anew.",
  runner_lost: "The job that drove the run is gone.",
  job_time: "The job was nearly at its time limit; a new one goes on.",
  // gates and effects
  environment_unprotected: "The environment is missing or asks nobody, so it protects nothing.",
  gate_expired: "Nobody answered in time.",
  evidence_gone: "The approval is gone, edited or dismissed; the gate is open again.",
  effects_pending: "A job with the right to write carries the effects out.",
  too_many: "The run has proposed as many of these as it may.",
  patch_too_large: "The patch is too large.",
  not_allowed: "The configuration doesn't let runs do this.",
  protected_path: "The patch changes a file that only people change.",
  odd_file: "The patch holds a link, a submodule or a change of mode.",
  secret_found: "The patch holds a secret.",
  stale_base: "The branch has moved on.",
  effect_unknown: "It can't be told whether this was done before the job was lost.",
  push_refused: "GitHub refused the push.",
  permission_missing: "The job's token lacks a permission.",
  // loops
  base_is_red: "The same job fails on the base branch.",
  flaky: "The job failed once and passed when it was run again.",
  no_progress: "The last fix changed nothing about the failure.",
  attempts_used: "There have been as many attempts as there may be.",
  only_bots: "The last commits are all of ours; a person should look.",
  given_up: "A person has said to leave this failure as it is.",
  taken_over: "A person has taken the pull request over; the loop keeps off it.",
  waiting_for_ci: "The run waits for checks.",
  ci_held: "GitHub holds the checks back until a person lets them run.",
};

/** The sentence of a code; the code itself if there is none. */
export function explainReason(code: string): string {
  return sentenceOf(code) ?? `The reason is \`${code}\`.`;
}

/** The sentence of a code, or null: some codes are words that mean other things as well. */
export function sentenceOf(code: string): string | null {
  if (hasReason(code)) return reasons[code] ?? null;
  return Object.hasOwn(eventReasons, code) ? (eventReasons[code] ?? null) : null;
}

/** True for the code of a refusal or a stop. */
export function hasReason(code: string): boolean {
  return Object.hasOwn(reasons, code);
}
