// The page of a run, opened in a real browser.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pageAssets } from "#core/report/page/assets.generated.ts";
import { renderPage } from "#core/report/page/render-page.ts";
import { viewPage } from "#core/report/page/view-page.ts";
import { viewRun } from "#core/report/run-view.ts";
import { chromiumPath, openBrowser, openFile, skipReason } from "#support/browser.ts";
import {
  createLog,
  edgeSelected,
  nodeFinished,
  nodeStarted,
  runStarted,
} from "#support/log-builder.ts";
import { hostile, observeRun, secret } from "#support/observed-run.ts";
import type { ObservedRun } from "#support/observed-run.ts";

describe.skipIf(chromiumPath === undefined)(`in Chromium${skipReason}`, () => {
  let run: ObservedRun;
  let browser: Browser;
  let file: string;

  beforeAll(async () => {
    run = await observeRun();
    await run.look("report", "seen", "--html");
    file = join(run.folder, ".iterion/runs/seen/report.html");
    browser = await openBrowser();
  });

  afterAll(async () => {
    await browser.close();
    run.remove();
  });

  const markOf = (page: Page, node: string) =>
    page.locator(`[data-node="${node}"]`).getAttribute("data-mark");

  it("draws the graph as it ended, and asks nothing of anybody", async () => {
    const { page, faults } = await openFile(browser, file);

    expect(await page.locator(".node").count()).toBe(4);
    expect(await markOf(page, "done")).toBe("done");
    expect(await markOf(page, "fail")).toBe("idle");
    expect(await page.locator(".edge.taken, .edge.fresh").count()).toBe(3);
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("mending");
    expect(await page.getByRole("button", { name: "fixer, agent, done, 2 visits" }).count()).toBe(
      1,
    );
    expect(faults).toEqual([]);
  });

  it("goes through the run by slider and by keys, and nodes, edges and costs follow", async () => {
    const { page, faults } = await openFile(browser, file);
    const slider = page.getByRole("slider", { name: "Moment of the run" });

    await slider.fill("0");
    expect(await markOf(page, "fixer")).toBe("idle");
    expect(await page.locator(".spent").textContent()).toBe("0 tokens · $0.0000");

    await page.locator("body").press("Shift+ArrowRight");
    expect([await markOf(page, "fixer"), await markOf(page, "review")]).toEqual([
      "running",
      "idle",
    ]);

    await page.locator("body").press("Shift+ArrowRight");
    expect([await markOf(page, "fixer"), await markOf(page, "review")]).toEqual([
      "done",
      "running",
    ]);
    expect(await page.locator(".spent").textContent()).toMatch(/^4,\d{3} tokens · \$0\.0\d+$/);

    await page.locator("body").press("End");
    expect(await markOf(page, "done")).toBe("done");
    expect(await slider.getAttribute("aria-valuetext")).toMatch(/^Run Finished/);
    expect(faults).toEqual([]);
  });

  it("plays by itself to the end", async () => {
    const { page } = await openFile(browser, file);
    // Moments pass faster than somebody outside may look, so the page itself notes them.
    await page.evaluate(`window.seen = [];
      new MutationObserver(() => window.seen.push(Number(document.body.dataset.count)))
        .observe(document.body, { attributes: true, attributeFilter: ["data-count"] });`);

    await page.getByRole("combobox", { name: "Speed" }).selectOption("4");
    await page.getByRole("button", { name: "Play the run" }).click();
    await page.getByRole("button", { name: "Play the run" }).waitFor();

    const seen = await page.evaluate<number[]>("window.seen");
    expect(seen.length).toBeGreaterThan(3);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(await markOf(page, "done")).toBe("done");
  });

  it("stops where it is told to", async () => {
    const { page } = await openFile(browser, file);

    await page.getByRole("combobox", { name: "Speed" }).selectOption("0.5");
    await page.getByRole("button", { name: "Play the run" }).click();
    await page.getByRole("button", { name: "Pause" }).click();

    expect(await page.getByRole("button", { name: "Play the run" }).count()).toBe(1);
    expect(await markOf(page, "done")).toBe("idle");
  });

  it("shows what a step was told, said and called, with hostile text as text", async () => {
    const { page, faults } = await openFile(browser, file);

    await page.locator(".row", { hasText: "refine=0" }).first().click();
    const detail = await page.getByRole("article", { name: "Step fixer#0" }).innerText();

    expect(detail).toContain("prompt");
    expect(detail).toContain(`Mend src/add.js for ${hostile.slice(0, 60)}`);
    expect(detail).toContain("tool read_file");
    expect(detail).toContain("export const add = (a, b) => a - b; // ***");
    expect(detail).toContain("the tool `run_command` may not be used here (TOOL_DENIED)");
    expect(detail).toMatch(/turn of anthropic\/claude-sonnet-5\s*1 message · .* · 1,000 tokens in/);
    expect(await page.content()).not.toContain(secret);
    expect(await page.evaluate("window.owned")).toBeUndefined();
    expect(await page.locator("#page script, #page img, #page a").count()).toBe(0);
    expect(faults).toEqual([]);
  });

  it("finds steps by what was said in them, and leaves the detail with Escape", async () => {
    const { page } = await openFile(browser, file);

    await page.locator("body").press("/");
    await page.keyboard.type('approved":false');
    expect(await page.locator(".row").count()).toBe(1);
    await page.locator(".row").click();
    expect(await page.getByRole("article").count()).toBe(1);
    await page.keyboard.press("Escape");
    expect(await page.getByRole("article").count()).toBe(0);

    await page.getByRole("button", { name: "review, judge, done, 2 visits" }).press("Enter");
    expect(await page.locator(".row").count()).toBe(2);
  });

  it("is dark where that is wanted, and prints every step", async () => {
    const { page } = await openFile(browser, file);
    const paper = () => page.evaluate("getComputedStyle(document.body).backgroundColor");

    const light = await paper();
    await page.locator("body").press("t");
    expect(await paper()).not.toBe(light);

    await page.emulateMedia({ media: "print" });
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    expect(await page.locator(".printed article").count()).toBe(5);
    expect(await page.locator(".printed").innerText()).toContain("tool read_file");
  });

  it("stays usable for a run of ten thousand events", async () => {
    const folder = mkdtempSync(join(tmpdir(), "iter-page-"));
    try {
      const visits = Array.from({ length: 3_400 }, (_, n) => [
        nodeStarted("plan", "agent", { n }),
        nodeFinished("plan", { text: "…".repeat(200) }, { n }),
        edgeSelected("plan", "plan", 0, {}, { n }),
      ]);
      const events = createLog([runStarted(), ...visits.flat()]);
      const data = viewPage({ view: viewRun(events), events, graph: undefined });
      const path = join(folder, "big.html");
      writeFileSync(path, renderPage(data, { ...pageAssets, redact: (value) => value }));

      const { page, faults } = await openFile(browser, path);
      await page.getByRole("tab", { name: /Events/ }).click();
      await page.getByRole("slider").fill("5000");

      expect(await page.locator("body").getAttribute("data-count")).toBe("5000");
      expect(await page.locator(".row").count()).toBeLessThan(100);
      expect(await page.locator(".row[aria-selected=true]").count()).toBe(1);
      expect(faults).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
