import { expect, it } from "vitest";
import type { PageData } from "#core/report/page/page-data.ts";
import { createPlayback } from "#core/report/page/playback.ts";
import { renderPage } from "#core/report/page/render-page.ts";
import { viewPage } from "#core/report/page/view-page.ts";
import { viewRun } from "#core/report/run-view.ts";
import {
  createLog,
  edgeSelected,
  nodeFinished,
  nodeStarted,
  runStarted,
  stepFinished,
} from "#support/log-builder.ts";
import type { LogEntry } from "#support/log-builder.ts";

const assets = { script: "run()", scriptDigest: "sha256-a", style: "", styleDigest: "sha256-b" };

function pageOf(...entries: readonly LogEntry[]): PageData {
  const events = createLog([runStarted(), ...entries]);
  return viewPage({ view: viewRun(events), events, graph: undefined });
}

it("lets no text end the data or the title", () => {
  const nasty = "</script><!-- <script>\u2028&lt;";
  const html = renderPage(pageOf(nodeStarted(nasty, "agent"), nodeFinished(nasty, { nasty })), {
    ...assets,
    redact: (value) => value,
  });

  expect(html.match(/<\/script/g)).toHaveLength(2);
  expect(html).not.toContain("<!--");
  expect(html).not.toContain("\u2028");
  const [, json = ""] = /id="data">(.*)<\/script>/.exec(html) ?? [];
  expect((JSON.parse(json) as PageData).steps[0]?.node).toBe(nasty);
});

it("lets no script run but its own", () => {
  const html = renderPage(pageOf(), { ...assets, redact: (value) => value });

  expect(html).toContain("default-src 'none'; script-src 'sha256-a'; style-src 'sha256-b'");
});

it("knows marks, edges and costs after every event", () => {
  const { events } = pageOf(
    nodeStarted("plan", "agent"),
    stepFinished("plan", { input_tokens: 10, output_tokens: 5, cost_usd: 0.25 }),
    nodeFinished("plan", {}),
    edgeSelected("plan", "fix", 3),
    nodeStarted("fix", "agent"),
  );
  const playback = createPlayback(events);
  const at = (count: number) => {
    const { nodes, edges, fresh, tokens, costUsd } = playback.seek(count);
    return [nodes.get("plan")?.mark, edges.get(3), fresh.has(3), tokens, costUsd];
  };

  expect(at(6)).toEqual(["done", 1, false, 15, 0.25]);
  expect(at(5)).toEqual(["done", 1, true, 15, 0.25]);
  expect(at(2)).toEqual(["running", undefined, false, 0, 0]);
  expect(playback.seek(99).count).toBe(6);
});

it("leaves events that only inform out of a very long run, and says so", () => {
  const turns = Array.from({ length: 21_000 }, () => ({
    type: "llm_request" as const,
    node: "plan",
    n: 0,
    data: { step: "model:0", model: "m" },
  }));
  const { events, notes } = pageOf(nodeStarted("plan", "agent"), ...turns);

  expect(events).toHaveLength(2);
  expect(notes[0]).toContain("leaves out 21,000 of 21,002 events");
});

it("cuts long texts with a note", () => {
  const { steps, notes } = pageOf(
    nodeStarted("plan", "agent"),
    nodeFinished("plan", { text: "x".repeat(50_000) }),
  );

  expect(steps[0]?.output.length).toBeLessThan(21_000);
  expect(steps[0]?.output).toMatch(/… \[cut: 30,\d+ more characters\]$/);
  expect(notes.at(-1)).toContain("Long texts are cut");
});
