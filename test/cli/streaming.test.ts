/** Answers that come in slowly, as somebody sees them who watches. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { startAnthropicServer } from "#testing/loopback/anthropic.ts";
import { awaitProgram, createFolder, iter, startProgram } from "#support/command-line.ts";

const words = "The first half of it is fine, the second half of it is not so fine.";

it("shows what a model says while it says it, and keeps it when the process is killed", async () => {
  await using server = await startAnthropicServer([{ text: words, paceMs: 80, hangAfter: 60 }]);
  const cwd = createFolder();
  const text = `agent a:\n  model: "anthropic/claude-opus-5"\n\nworkflow w:\n  entry: a\n  a -> done\n`;
  writeFileSync(join(cwd, "w.iter"), text);

  const child = startProgram(["run", "w.iter", "--run-id", "r1"], { cwd, env: server.env });
  onTestFinished(() => void child.kill("SIGKILL"));
  const ended = awaitProgram(child);
  for (let shown = ""; !shown.includes("first half of it is fine");) {
    const { out } = await iter(["inspect", "--run-id", "r1", "--node", "a"], { cwd });
    shown = out;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const watching = iter(["logs", "r1", "-f", "--level", "debug"], { cwd });
  child.kill("SIGKILL");
  await ended;

  const { out } = await watching;
  const said = out.slice(out.indexOf("says")).replaceAll(/\n[\d:]+ · a says\n +/g, "");
  expect(said).toContain("first half of it is fine");
}, 60_000);
