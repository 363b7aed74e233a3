/** The script and style of a run's page as a module: a report is one file, and a bundle has none beside it. */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { build } from "esbuild";
import type { BuildOptions } from "esbuild";

/** The text of `src/core/report/page/assets.generated.ts`. */
export async function drawReportPage(root: string): Promise<string> {
  const [script, style] = [
    await bundle(root, "src/report-page/main.ts", { format: "iife", target: "es2023" }),
    await bundle(root, "src/report-page/page.css", {}),
  ];
  return `/** Script and style of a run's page; made by \`npm run generate\` from src/report-page. */
import type { PageAssets } from "./render-page.ts";

export const pageAssets: PageAssets = {
  script: ${JSON.stringify(script)},
  scriptDigest: ${JSON.stringify(digestOf(script))},
  style: ${JSON.stringify(style)},
  styleDigest: ${JSON.stringify(digestOf(style))},
};
`;
}

async function bundle(root: string, entry: string, options: BuildOptions): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [join(root, entry)],
    bundle: true,
    minify: true,
    charset: "utf8",
    legalComments: "none",
    write: false,
    logLevel: "error",
    ...options,
  });
  return (outputFiles?.[0]?.text ?? "").trim().replaceAll("</", "<\\/");
}

function digestOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
