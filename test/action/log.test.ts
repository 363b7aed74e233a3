import { expect, it, vi } from "vitest";
import type { RunState } from "#core/run/state.ts";
import { createLogReporter } from "#src/action/log.ts";

it("lets nothing that a model says be a command of the runner", () => {
  const written: string[] = [];
  const spy = vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    written.push(String(chunk));
    return true;
  });
  const said = "fine\n::add-mask::x\n::set-output name=a::b\nand ##[error]no";
  const about = { run_id: "r", timestamp: "", node_id: "a", activation_id: "a#0" };

  const reporter = createLogReporter();
  const events = [
    { ...about, seq: 1, type: "llm_step_finished", data: { step: "model:0", response_text: said } },
    { ...about, seq: 2, type: "node_finished", data: { output: { text: said } } },
    { ...about, seq: 3, type: "run_failed", data: { error: said, code: "X" } },
  ] as const;
  for (const event of events) reporter.on(event, {} as RunState);
  spy.mockRestore();

  const lines = written.join("").split("\n");
  expect(lines.join("\n")).toContain("add-mask");
  const commands = lines.filter((line) => /^\s*::/.test(line) && !/^::(?:end)?group::/.test(line));
  expect(commands).toEqual([]);
  expect(lines.join("\n")).not.toContain("##[");
});
