import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import {
  Refusal
} from "./chunk-2ZHFY3E5.mjs";
import {
  largestSource
} from "./chunk-6AOXOPAB.mjs";
import {
  suggest
} from "./chunk-QL42ZRVT.mjs";

// src/cli/source.ts
import { closeSync, openSync, readSync, readdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
var stdinName = "<stdin>";
async function readSource(session, path) {
  const source = path === "-" ? { path: stdinName, bytes: await readStream(session.host.stdin) } : { path, bytes: readFile(session, path) };
  if (!source.bytes.subarray(0, 8e3).includes(0)) return source;
  throw new Refusal("INPUT_INVALID", `\`${source.path}\` is no text but binary data.`, {
    hint: "name a workflow, a text file that ends in `.iter`"
  });
}
function readFile(session, path) {
  const place = resolve(session.host.cwd(), path);
  try {
    if (statSync(place).isDirectory()) throw isFolder(path, place);
    return readCapped(place);
  } catch (error) {
    throw error instanceof Refusal ? error : unreadable(path, place, error);
  }
}
function readCapped(place) {
  const file = openSync(place, "r");
  try {
    const chunks = [];
    for (let size = 0; size <= largestSource; ) {
      const chunk = Buffer.alloc(64 * 1024);
      const read = readSync(file, chunk);
      if (read === 0) break;
      chunks.push(chunk.subarray(0, read));
      size += read;
    }
    return Buffer.concat(chunks).subarray(0, largestSource + 1);
  } finally {
    closeSync(file);
  }
}
async function readStream(stream) {
  const chunks = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk);
    chunks.push(bytes);
    size += bytes.length;
    if (size > largestSource) break;
  }
  return Buffer.concat(chunks).subarray(0, largestSource + 1);
}
function isFolder(path, place) {
  const [first] = workflowsIn(place);
  return new Refusal("INPUT_INVALID", `\`${path}\` is a folder.`, {
    hint: first === void 0 ? "name a workflow, a text file that ends in `.iter`" : `name a file in it, such as \`${join(path, first)}\``
  });
}
function unreadable(path, place, error) {
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
  if (code !== "ENOENT" && code !== "ENOTDIR") {
    return new Refusal("INPUT_INVALID", `\`${path}\` can't be read (${code}).`, {
      hint: "check its permissions",
      cause: error
    });
  }
  const names = workflowsIn(dirname(place));
  const near = suggest(path.split("/").at(-1) ?? path, names) ?? (names.length === 1 ? names[0] : void 0);
  return new Refusal("INPUT_INVALID", `There is no file \`${path}\`.`, {
    hint: near === void 0 ? "check the path; `iter init` writes a workflow to begin with" : `did you mean \`${join(dirname(path), near)}\`?`,
    cause: error
  });
}
function workflowsIn(folder) {
  try {
    return readdirSync(folder).filter((name) => name.endsWith(".iter")).sort();
  } catch {
    return [];
  }
}

export {
  stdinName,
  readSource
};
