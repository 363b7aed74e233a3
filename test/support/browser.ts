/** A browser for tests, if this machine has one; nothing is downloaded. */
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import type { Browser, Page } from "playwright-core";

const usualPlaces = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** Where Chromium is, or undefined. */
export const chromiumPath: string | undefined = [
  process.env["CHROMIUM_PATH"] ?? "",
  ...usualPlaces,
].find((path) => path !== "" && existsSync(path));

/** What a test is called where there is no browser. */
export const skipReason: string =
  chromiumPath === undefined
    ? " (skipped: no Chromium; `apt-get install chromium`, or say where it is by CHROMIUM_PATH)"
    : "";

/** Starts Chromium without a window. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath ?? "chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** A page, and all that went wrong on it or was asked of the network. */
export interface WatchedPage {
  readonly page: Page;
  readonly faults: readonly string[];
}

/** Opens a file in a new page. */
export async function openFile(browser: Browser, path: string): Promise<WatchedPage> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") faults.push(message.text());
  });
  page.on("request", (request) => {
    if (request.url() !== `file://${path}`) faults.push(`request: ${request.url()}`);
  });
  page.on("dialog", (dialog) => {
    faults.push("dialog");
    void dialog.dismiss();
  });
  await page.goto(`file://${path}`);
  return { page, faults };
}
