/**
 * A run as one HTML file that needs nothing else: no network, no other file.
 *
 * What the run said stands in it as data only. The data can't end its element, and the policy of the
 * page lets no script run but its own, whose digest it names.
 */
import { toText } from "#core/graph/value.ts";
import type { Value } from "#core/graph/value.ts";
import type { PageData } from "./page-data.ts";

/** The script and style of the page, and the digests that the policy names (`sha256-…`). */
export interface PageAssets {
  readonly script: string;
  readonly scriptDigest: string;
  readonly style: string;
  readonly styleDigest: string;
}

/** How a page is written. */
export interface PageOptions extends PageAssets {
  /** Takes secrets out of the data; the page's own script stays as it is. */
  readonly redact: (value: Value) => Value;
}

/** The file. */
export function renderPage(data: PageData, options: PageOptions): string {
  const { redact, script, scriptDigest, style, styleDigest } = options;
  const policy = [
    "default-src 'none'",
    `script-src '${scriptDigest}'`,
    `style-src '${styleDigest}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escapeText(toText(redact(`${data.run.workflow} · ${data.run.id} · Iter`)))}</title>
<style>${style}</style>
</head>
<body>
<noscript>This page needs JavaScript. The same is in report.md beside the run's log.</noscript>
<div id="page"></div>
<script type="application/json" id="data">${escapeJson(redact(toPlain(data)))}</script>
<script>${script}</script>
</body>
</html>
`;
}

/** JSON in which nothing reads as the end of a script, a comment or a line. */
function escapeJson(data: Value): string {
  return JSON.stringify(data).replaceAll(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** The data as what it becomes in the file. */
function toPlain(data: PageData): Value {
  return JSON.parse(JSON.stringify(data)) as Value;
}

function escapeText(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
