import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import {
  readSource,
  stdinName
} from "./chunk-4B3RKDY7.mjs";
import {
  renderDiagnostics,
  toDocuments
} from "./chunk-FKDCJ4UB.mjs";
import "./chunk-3K6QTNWA.mjs";
import {
  InvalidWorkflow
} from "./chunk-KSEFYPZO.mjs";
import {
  Option
} from "./chunk-MQVUDFIN.mjs";
import {
  exitCodes
} from "./chunk-6DUBYXPH.mjs";
import "./chunk-JDP3GVBO.mjs";
import {
  hasErrors,
  standard
} from "./chunk-VXOQT2IS.mjs";
import "./chunk-MAU3BDHV.mjs";
import "./chunk-5IMY7TMT.mjs";
import {
  createSourceFile
} from "./chunk-BYX33S23.mjs";
import "./chunk-YW7VNK3S.mjs";
import "./chunk-4QXECC3P.mjs";
import {
  Refusal
} from "./chunk-2ZHFY3E5.mjs";
import {
  decodeSource
} from "./chunk-6AOXOPAB.mjs";
import "./chunk-BZZZCENW.mjs";
import {
  diagnose
} from "./chunk-ZPLSJV7B.mjs";
import "./chunk-QL42ZRVT.mjs";
import "./chunk-TU54VPM4.mjs";
import "./chunk-XBBJT5C7.mjs";

// src/cli/commands/format.ts
import { chmodSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
var format = {
  declare(command, act) {
    command.argument("<file...>", "workflows; `-` is standard input, laid out on standard output").addOption(new Option("--check", "write nothing; fail if something would change")).addOption(new Option("--stdout", "print the result and leave the file"));
    act((session, files) => formatAll(session, files, command));
  }
};
async function formatAll(session, paths, command) {
  const flags = command.opts();
  const files = [];
  for (const path of paths) files.push(formatBytes(session, await readSource(session, path)));
  const changed = files.filter(({ before, after }) => before !== after);
  for (const { file, before, after } of files) {
    if (flags.check === true) {
      if (before !== after) session.output.print(`${file.path} would change`);
    } else if (flags.stdout === true || file.path === stdinName) {
      session.output.print(after.replace(/\n$/, ""));
    } else if (before !== after) {
      write(session, file.path, after);
      session.output.print(`${file.path} changed`);
    }
  }
  session.output.document({
    files: files.map(({ file, before, after }) => ({ file: file.path, changed: before !== after }))
  });
  return flags.check === true && changed.length > 0 ? exitCodes.failed : exitCodes.done;
}
function formatBytes(session, source) {
  const { text, faults } = decodeSource(source.bytes);
  const file = createSourceFile(source.path, text);
  const bad = faults.map(
    (at) => diagnose("E001", { start: at, end: at + 1 }, { fault: "encoding" })
  );
  if (hasErrors(bad)) throw refuse(session, file, bad);
  const language = standard.languages.find(
    ({ extensions }) => extensions.some((end) => file.path.endsWith(end))
  ) ?? standard.languages[0];
  const result = language?.format(file, standard.kinds) ?? { text };
  if ("diagnostics" in result) throw refuse(session, file, result.diagnostics);
  return { file, before: text, after: result.text };
}
function refuse(session, file, found) {
  return new InvalidWorkflow(`\`${file.path}\` can't be laid out: it can't be read as a whole.`, {
    diagnostics: toDocuments(file, found),
    rendered: renderDiagnostics(file, found, session.output)
  });
}
function write(session, path, text) {
  const place = realpathSync(resolve(session.host.cwd(), path));
  const beside = `${place}.${session.host.pid}.tmp`;
  try {
    writeFileSync(beside, text, { flag: "wx" });
    chmodSync(beside, statSync(place).mode & 511);
    renameSync(beside, place);
  } catch (error) {
    rmSync(beside, { force: true });
    const reason = error instanceof Error ? error.message : String(error);
    throw new Refusal("INPUT_INVALID", `\`${path}\` can't be written: ${reason}.`, {
      hint: "`--stdout` prints the result instead",
      cause: error
    });
  }
}
export {
  format
};
