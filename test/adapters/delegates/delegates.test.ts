import { expect, it } from "vitest";
import type { DelegateTask } from "#core/ports/delegate.ts";
import { createDelegates } from "#adapters/delegates/index.ts";

it.each(["claude_code", "codex"] as const)(
  "refuses %s before a run and in one",
  async (backend) => {
    const delegates = createDelegates();
    const task: DelegateTask = {
      backend,
      model: null,
      system: "",
      prompt: "go",
      schema: null,
      readonly: false,
      tools: null,
      mcpServers: [],
      maxTurns: 0,
      reasoningEffort: null,
      session: null,
      mayAsk: false,
      env: [],
      site: {
        runId: "run_x",
        nodeId: "write",
        branchId: "",
        activationId: "write#0",
        step: "delegate:0",
        key: "run_x/write#0/delegate:0",
        attempt: 1,
      },
    };
    const options = { signal: new AbortController().signal, onEvent: () => undefined };

    expect(delegates.check(backend)?.message).toContain(`\`${backend}\``);
    expect(delegates.check(backend)?.hint).toContain("--simulate");
    await expect(delegates.execute(task, options)).rejects.toMatchObject({
      failure: { code: "EXECUTION_FAILED", retryable: false },
    });
  },
);
