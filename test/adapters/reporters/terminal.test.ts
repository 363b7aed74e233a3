import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createTerminalReporter } from "#adapters/reporters/terminal/terminal.ts";
import type { TerminalOptions, TerminalReporter } from "#adapters/reporters/terminal/terminal.ts";
import type { RunEvent } from "#core/run/events.ts";
import { createState } from "#core/run/evolve/evolve.ts";
import type { RunState } from "#core/run/state.ts";
import { createTerminalScreen } from "#support/terminal-screen.ts";
import type { TerminalScreen } from "#support/terminal-screen.ts";

const start = Date.parse("2026-05-04T09:12:00.000Z");
let now: number;
let screen: TerminalScreen;
let reporter: TerminalReporter;

beforeEach(() => {
  vi.stubEnv("TZ", "UTC");
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  now = start;
  screen = createTerminalScreen();
});

afterEach(() => {
  reporter.close();
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

function open(changes: Partial<TerminalOptions> = {}): void {
  reporter = createTerminalReporter({
    screen,
    live: false,
    level: "info",
    color: (_, text) => text,
    redact: (text) => text,
    now: () => now,
    ...changes,
  });
}

function happen(type: RunEvent["type"], changes: Partial<RunEvent> = {}, afterMs = 0): void {
  now += afterMs;
  const timestamp = new Date(now).toISOString();
  const event: RunEvent = { seq: 0, timestamp, type, run_id: "run_x", ...changes };
  const state: RunState = { ...createState(), status: "running", timestamp };
  reporter.on(event, state);
}

function startNode(id: string, branch?: string): void {
  const place = branch === undefined ? {} : { branch_id: branch };
  const activation = branch === undefined ? `${id}#0` : `${branch}/${id}#0`;
  happen("node_started", {
    node_id: id,
    activation_id: activation,
    data: { kind: "agent", attempt: 1 },
    ...place,
  });
}

function finishNode(id: string, afterMs: number, data: RunEvent["data"] = {}): void {
  happen("node_finished", { node_id: id, activation_id: `${id}#0`, data }, afterMs);
}

it("writes one line for each thing that happens", () => {
  open();

  happen("run_started", { data: { workflow: "review", simulated: true } });
  startNode("judge");
  finishNode("judge", 2_500, { _tokens: 1200, _cost_usd: 0.25 });
  happen("edge_selected", {
    data: {
      from: "judge",
      to: "fix",
      condition: "approved",
      negated: true,
      loop: "l",
      iteration: 2,
    },
  });
  happen("human_input_requested", { node_id: "gate", data: { gate: "g1" } });
  happen("llm_retry", {
    node_id: "fix",
    data: { attempt: 1, delay_ms: 4000, error: "slow down", code: "RATE_LIMITED" },
  });
  happen("run_failed", { data: { error: "no way out", code: "NO_OUTGOING_EDGE" } });

  expect(screen.lines()).toEqual([
    "09:12:00 ▶ run run_x of review (simulated: no model is called)",
    "09:12:00 ▶ judge (agent)",
    "09:12:02 ✓ judge (2.5 s, 1,200 tokens, $0.25)",
    "09:12:02 → judge → fix (when not approved) [l 2]",
    "09:12:02 ⏸ gate asks for an answer (gate g1)",
    "09:12:02 ↻ fix, attempt 1: RATE_LIMITED: slow down; again in 4 s",
    "09:12:02 ✗ run failed: no way out (NO_OUTGOING_EDGE)",
  ]);
});

it("says that a node goes on which an earlier process started, and for how long", () => {
  const slow = { node_id: "slow", activation_id: "slow#0" };
  const timestamp = new Date(start).toISOString();
  const data = { kind: "tool" };
  open({
    before: [{ seq: 0, timestamp, type: "node_started", run_id: "run_x", ...slow, data }],
  });

  happen("run_resumed", { data: { resumed_from: "interrupted" } });
  happen("step_started", { ...slow, data: { step: "command" } });
  happen("step_started", { ...slow, data: { step: "command", attempt: 2 } });
  finishNode("slow", 2_000);

  expect(screen.lines()).toEqual([
    "09:12:00 ▶ run run_x goes on (it was interrupted)",
    "09:12:00 ▶ slow (tool), again",
    "09:12:02 ✓ slow (2 s)",
  ]);
});

it("says no more than the level asks for", () => {
  open({ level: "error" });

  happen("run_started", { data: { workflow: "review" } });
  happen("budget_warning", { data: { dimension: "tokens" } });
  happen("node_failed", { node_id: "a", data: { error: "it broke", code: "TOOL_FAILED" } });

  expect(screen.lines()).toEqual(["09:12:00 ✗ a: it broke (TOOL_FAILED)"]);
});

it("shows what was said only if everything is to be seen", () => {
  open({ level: "trace" });

  happen("llm_prompt", { node_id: "a", data: { system_prompt: "Be kind.", user_message: "Hi" } });

  expect(screen.lines()).toEqual(
    ["09:12:00 · a is told", "           Be kind.", "", "           Hi"].map((line) =>
      line.trimEnd(),
    ),
  );
});

it("writes nothing that the terminal would obey, and no secrets", () => {
  open({ redact: (text) => text.replaceAll("s3cret", "***") });

  happen("tool_error", {
    node_id: "a",
    data: { tool: "x\u001B[2J", error: "s3cret\n\u001B]0;title\u0007" },
  });

  expect(screen.writes).toEqual(["09:12:00 ! a: tool x: ***\n"]);
});

it("draws the nodes below the lines, those of branches indented", () => {
  open({ live: true });

  startNode("fan");
  finishNode("fan", 10);
  happen("branch_started", { branch_id: "fan#0.a", data: { fork: "fan#0", parent: "" } });
  startNode("a", "fan#0.a");
  happen("step_finished", {
    node_id: "a",
    branch_id: "fan#0.a",
    data: { usage: { input_tokens: 1000, output_tokens: 234, cost_usd: 0.5 } },
  });
  now += 3_000;
  vi.advanceTimersByTime(100);

  expect(screen.lines().slice(3)).toEqual([
    "  ✓ fan  10 ms",
    expect.stringMatching(/^ {2}[⠋-⠿] {3}a {2}3 s {2}1,234 tokens {2}\$0\.50$/),
    "  3 s  ·  0 tokens  ·  $0.00",
  ]);
});

it("leaves only the lines behind", () => {
  open({ live: true });
  startNode("a");
  finishNode("a", 5);
  vi.advanceTimersByTime(1_000);

  reporter.close();

  expect(screen.lines()).toEqual(["09:12:00 ▶ a (agent)", "09:12:00 ✓ a (5 ms)"]);
});

it("draws each frame in one write, a few times a second", () => {
  open({ live: true });
  startNode("a");
  const before = screen.writes.length;

  for (let i = 0; i < 50; i += 1) happen("step_finished", { node_id: "a" });
  vi.advanceTimersByTime(200);

  expect(screen.writes.length - before).toBe(2);
});

it("cuts lines to the width of the window and finds its place after that shrank", () => {
  screen = createTerminalScreen(60);
  open({ live: true, level: "warn" });
  happen("budget_warning", { data: { dimension: "tokens", used: 8, limit: 10 } });
  startNode("a-node-with-quite-a-long-name-that-fills-the-whole-line-and-more");
  vi.advanceTimersByTime(100);
  const widest = Math.max(...screen.lines().map((line) => line.length));

  screen.shrink(40);
  reporter.close();

  expect(widest).toBeLessThan(60);
  expect(screen.lines()).toEqual(["09:12:00 ! tokens: 8 of 10 used"]);
});

it("shows no more nodes than fit, those that run first", () => {
  screen = createTerminalScreen(80, 12);
  open({ live: true, level: "error" });
  for (let i = 0; i < 30; i += 1) {
    startNode(`n${i}`);
    if (i !== 3) finishNode(`n${i}`, 1);
  }
  vi.advanceTimersByTime(100);

  const lines = screen.lines();
  expect(lines.length).toBeLessThan(12);
  expect(lines[0]).toBe("  … 23 more");
  expect(lines.some((line) => line.includes(" n3 "))).toBe(true);
});

it("steps aside while somebody is asked", () => {
  open({ live: true });
  startNode("a");

  const back = reporter.stepAside();
  screen.write("question: ");
  vi.advanceTimersByTime(1_000);
  const during = screen.lines();
  screen.write("answer\n");
  back();

  expect(during).toEqual(["09:12:00 ▶ a (agent)", "question:"]);
  expect(screen.lines().slice(0, 2)).toEqual(["09:12:00 ▶ a (agent)", "question: answer"]);
  expect(screen.lines()).toHaveLength(4);
});

it("shows the end of what a node is saying, as long as it says it", () => {
  open({ live: true });
  const place = { node_id: "judge", activation_id: "judge#0" };

  startNode("judge");
  happen("llm_text", { ...place, data: { step: "model:0", text: "The change\nis " } });
  happen("llm_text", { ...place, data: { step: "model:0", text: "sound, but " } }, 200);
  vi.advanceTimersByTime(100);
  const during = screen.lines().join("\n");
  finishNode("judge", 100);
  vi.advanceTimersByTime(100);

  expect(during).toMatch(/judge {2}.*… The change.*is sound, but/);
  expect(screen.lines().join("\n")).not.toContain("sound");
});

it("writes what models say piece by piece, and only the rest with the whole", () => {
  open({ level: "debug" });
  const place = { node_id: "a", activation_id: "a#0" };

  happen("llm_text", { ...place, data: { step: "model:0", text: "It is " } });
  happen("llm_text", { ...place, data: { step: "model:0", text: "fine, " } });
  happen("llm_step_finished", {
    ...place,
    data: { step: "model:0", finish_reason: "stop", response_text: "It is fine, really." },
  });

  expect(screen.lines()).toEqual([
    "09:12:00 · a says",
    "           It is",
    "09:12:00 · a says",
    "           fine,",
    "09:12:00 · a has an answer (stop)",
    "           really.",
  ]);
});
