import { expect, it } from "vitest";
import { defaultRunId, isRunId } from "#core/run/run-id.ts";

it.each(["run_case", "a", "R-1.2_x", "0".repeat(128)])("takes %s for an id", (id) => {
  expect(isRunId(id)).toBe(true);
});

it.each(["", ".", "..", "a..b", "-a", "a/b", "a\\b", "a b", "é", "a\n", "0".repeat(129)])(
  "takes %j for no id",
  (id) => {
    expect(isRunId(id)).toBe(false);
  },
);

it("makes an id of a moment", () => {
  const id = defaultRunId(1_777_886_323_482, "k7xkg7");

  expect(id).toBe("run_20260504T091843_k7xkg7");
  expect(isRunId(id)).toBe(true);
});
