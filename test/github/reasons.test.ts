import { expect, it } from "vitest";
import { explainReason, hasReason } from "#src/github/reasons.ts";

const ofAuto =
  "mode_given rerun not_a_command command review_signal unsupported_event no_trigger review ci_finished no_pull_request trigger envelope run_id_given merged closed workflow_changed merge_group not_ours schedule review_comment_only review_not_submitted no_rule";
const ofAnswers = "rejected approved answered allowed paused quorum_open";
const ofMarkers =
  "no_marker foreign_author edited_by_other unknown_version several_markers malformed unsigned bad_signature key_missing wrong_repository";

it.each([ofAuto, ofAnswers, ofMarkers].flatMap((codes) => codes.split(" ")))(
  "has a sentence for %s",
  (code) => {
    expect(explainReason(code)).toMatch(/^[A-Z`].*\.$/);
    expect(explainReason(code)).not.toContain("The reason is");
  },
);

it("takes no word of an event for the code of a failure", () => {
  expect(["review", "command", "trigger"].filter(hasReason)).toEqual([]);
});
