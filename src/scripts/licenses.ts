/** Collects the licence texts of all packages that went into a bundle. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Metafile } from "esbuild";
import { z } from "zod";

const manifest = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string().optional(),
});
const packagePath = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;

/** One section for each package, by name. */
export function collectLicenses(root: string, metafile: Metafile): string {
  const folders = new Set(
    Object.keys(metafile.inputs).flatMap(
      (input) => packagePath.exec(withoutNamespace(input))?.[1] ?? [],
    ),
  );
  const sections = [...folders].map((folder) => describePackage(root, folder));
  return `${sections.toSorted().join("\n\n")}\n`;
}

function withoutNamespace(input: string): string {
  return input.replace(/^[a-z-]+:/, "");
}

function describePackage(root: string, folder: string): string {
  const { name, version, license } = manifest.parse(
    JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")),
  );
  const texts = readdirSync(join(root, folder))
    .filter((file) => /^(licen[cs]e|copying|notice)/i.test(file))
    .toSorted()
    .map((file) => readFileSync(join(root, folder, file), "utf8").trim());
  const title = `${name} ${version} (${license ?? "see below"})`;
  return [title, "-".repeat(title.length), ...texts].join("\n").replaceAll("\r\n", "\n");
}
