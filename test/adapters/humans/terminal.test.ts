import { PassThrough } from "node:stream";
import { expect, it } from "vitest";
import { createTerminalHuman } from "#adapters/humans/terminal.ts";
import type { GivenAnswer } from "#core/ports/human.ts";
import type { FieldError } from "#core/run/failure.ts";
import type { Interaction } from "#core/run/state.ts";

const question: Interaction = {
  id: "run_x_gate-0",
  gate: "g1",
  nodeId: "gate",
  branchId: "fan#0.a",
  activationId: "fan#0.a/gate#0",
  source: "human",
  requestedAt: "2026-05-04T09:12:00.000Z",
  answeredAt: null,
  instructions: "Look at the plan.",
  questions: { plan: "one\ntwo" },
  fields: [
    { name: "approved", type: "bool" },
    { name: "size", type: "string", enum: ["small", "large"] },
    { name: "reason", type: "string", optional: true },
  ],
  minAnswers: 1,
  proposal: null,
  answers: null,
  submissions: [],
};

interface Asked {
  readonly answer: GivenAnswer | "later";
  readonly screen: string;
  readonly interrupts: number;
  readonly aside: readonly string[];
}

/** Asks, and types a line whenever a prompt stands on the screen. */
async function ask(
  typed: readonly (string | null)[],
  gate: Interaction = question,
  mistakes: readonly FieldError[] = [],
  controller = new AbortController(),
): Promise<Asked> {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const lines = [...typed];
  const aside: string[] = [];
  let [screen, interrupts] = ["", 0];
  output.on("data", (chunk: Buffer) => {
    screen += chunk.toString();
    if (!screen.endsWith(": ") || lines.length === 0) return;
    const line = lines.shift();
    if (line === null) input.end();
    else if (line === "abort") controller.abort();
    else input.write(`${line}\n`);
  });
  const human = createTerminalHuman({
    input,
    output,
    by: "ada",
    signal: controller.signal,
    interrupt: () => (interrupts += 1),
    stepAside: () => {
      aside.push("out");
      return () => aside.push("back");
    },
    emphasize: (text) => `*${text}*`,
    redact: (text) => text.replaceAll("s3cr3t", "***"),
  });
  const answer = await human.ask(gate, mistakes);
  return { answer, screen, interrupts, aside };
}

it("takes what is typed ahead for the questions that follow", async () => {
  const { answer, screen } = await ask(["yes\nsmall\nbecause"]);

  expect(answer).toMatchObject({ answers: { approved: "yes", size: "small", reason: "because" } });
  expect(screen).toContain("small\n");
});

it("asks field by field and shows type and enum", async () => {
  const { answer, screen, aside } = await ask(["yes?", "true", "small", "because"]);

  expect(answer).toEqual({
    answers: { approved: "true", size: "small", reason: "because" },
    by: "ada",
    via: "terminal",
  });
  expect(screen).toContain(
    "*fan#0.a/gate asks (gate g1)*\n  Look at the plan.\n  plan: one\n    two",
  );
  expect(screen).toContain("  approved (yes or no, empty to answer later): ");
  expect(screen).toContain("  size (small | large): ");
  expect(screen).toContain("  reason (text, may be empty): ");
  expect(aside).toEqual(["out", "back"]);
});

it("asks again after a mistake and says what is wrong", async () => {
  const { answer, screen } = await ask(["perhaps", "false", "huge", "large", ""]);

  expect(answer).toMatchObject({ answers: { approved: "false", size: "large" } });
  expect(screen.match(/approved \(/g)).toHaveLength(2);
  expect(screen).toMatch(/size \(small \| large\): {5}must be .*small/);
});

it.each([
  ["y", "yes"],
  ["N", "no"],
  ["yes", "yes"],
  ["FALSE", "FALSE"],
])("takes `%s` for a bool", async (typed, approved) => {
  const { answer, screen } = await ask([typed, "small", ""]);

  expect(answer).toMatchObject({ answers: { approved, size: "small" } });
  expect(screen.match(/approved \(/g)).toHaveLength(1);
});

it("leaves the gate open if the first answer is empty", async () => {
  expect((await ask([""])).answer).toBe("later");
});

it("leaves the gate open at the end of the input", async () => {
  expect((await ask(["true", null])).answer).toBe("later");
});

it("leaves the gate open when the run stops", async () => {
  expect((await ask(["true", "abort"])).answer).toBe("later");
});

it("asks nothing once the run has stopped", async () => {
  const controller = new AbortController();
  controller.abort();

  expect(await ask([], question, [], controller)).toMatchObject({ answer: "later", screen: "" });
});

it("asks nobody twice", async () => {
  const submission = { by: "ada", via: "terminal", at: "", answers: {} };

  const { answer, screen } = await ask([], { ...question, submissions: [submission] });

  expect([answer, screen]).toEqual(["later", ""]);
});

it("says why an answer was refused", async () => {
  const { screen } = await ask([""], question, [{ field: "size", message: "is too large" }]);

  expect(screen).toContain("✗ size is too large");
});

it("shows nothing that the terminal would obey", async () => {
  const { screen } = await ask([""], {
    ...question,
    instructions: "\u001B[2Jclear \u001B]0;title\u0007me",
    questions: { "ke\u001B[1my": "va\u202Elue\u0008" },
  });

  expect(screen).toContain("  clear me\n  key: value\n");
  expect(screen).not.toMatch(/[\u001B\u0007\u0008\u202E]/);
});

it("hides secrets in questions, and in mistakes that quote what was typed", async () => {
  const { screen } = await ask(["true", "s3cr3t", "small", ""], {
    ...question,
    instructions: "The key is s3cr3t.",
  });

  expect(screen).toContain("The key is ***.");
  expect(screen).not.toContain("s3cr3t");
});

it("asks for the decision of a flow's gate, and for a response that may be left out", async () => {
  const { answer } = await ask(["approve", ""], {
    ...question,
    fields: [
      { name: "decision", type: "decision" },
      { name: "response", type: "value", optional: true },
    ],
  });

  expect(answer).toMatchObject({ answers: { decision: "approve" } });
});
