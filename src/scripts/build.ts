/** Builds `dist/`: the command line and the Action, each started as it lies there. */
import { chmodSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { bundle, writeBundle } from "./bundle.ts";

const root = join(import.meta.dirname, "../..");
const dist = join(root, "dist");
const built = await bundle(root);
const { files } = built;

mkdirSync(dist, { recursive: true });
for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath, entry.name);
  if (entry.isFile() && !files.has(path.slice(dist.length + 1))) rmSync(path);
}

writeBundle(built, dist);
let size = 0;
for (const [path, content] of files) {
  if (/^[a-z]+\/index\.mjs$/.test(path)) chmodSync(join(dist, path), 0o755);
  size += content.byteLength;
}
process.stdout.write(`dist/: ${files.size} files, ${(size / 1e6).toFixed(1)} MB\n`);
