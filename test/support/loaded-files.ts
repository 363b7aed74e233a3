/** Which bundled files a program loads, by a hook that writes them down. */
import { spawnSync } from "node:child_process";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

// A start file is a script that its module reads, with its code if there is some.
const hook = `import fs from "node:fs";
import { registerHooks } from "node:module";
import { pathToFileURL } from "node:url";
const { appendFileSync, readFileSync } = fs;
const write = (url) => appendFileSync(process.env.LOADED_FILES, url + "\\n");
registerHooks({
  load(url, context, next) {
    write(url);
    return next(url, context);
  },
});
fs.readFileSync = (path, ...options) => {
  if (/\\.(?:js|bin)$/.test(String(path))) write(pathToFileURL(path).href);
  return readFileSync(path, ...options);
};
`;

/** What a start loaded. */
export interface LoadedFiles {
  readonly count: number;
  readonly bytes: number;
  /** Bytes of compiled code; none on a machine that it isn't made for. */
  readonly compiled: number;
  /** Parts that are for later; none is needed so early. */
  readonly later: readonly string[];
}

/** Runs a program of a folder to its end, and says what of the folder it loaded. */
export function findLoadedFiles(
  folder: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): LoadedFiles {
  const [hooks, list] = [join(folder, "hooks.mjs"), join(folder, "loaded.txt")];
  writeFileSync(hooks, hook);
  writeFileSync(list, "");
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", hooks, ...words], {
    cwd: folder,
    encoding: "utf8",
    env: { PATH: process.env["PATH"] ?? "", LOADED_FILES: list, ...environment },
  });
  if (status !== 0) throw new Error(`${words.join(" ")} ended with ${status}: ${stdout}${stderr}`);
  const urls = readFileSync(list, "utf8").trim().split("\n");
  const own = urls.filter((url) => url.startsWith(`file://${folder}`)).map((url) => new URL(url));
  const isCode = ({ pathname }: URL): boolean => pathname.endsWith(".bin");
  const texts = own.filter((url) => !isCode(url));
  const bytesOf = (urls: readonly URL[]): number =>
    urls.reduce((sum, url) => sum + (statSync(url, { throwIfNoEntry: false })?.size ?? 0), 0);
  return {
    count: texts.length,
    bytes: bytesOf(texts),
    compiled: bytesOf(own.filter(isCode)),
    later: own.map(({ pathname }) => pathname).filter((path) => path.includes("/later-part")),
  };
}
