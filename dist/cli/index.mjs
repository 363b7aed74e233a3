#!/usr/bin/env node
import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import {
  asksForJson,
  createOutput,
  logLevels,
  readArguments,
  wantsColor
} from "../chunks/chunk-IHK4QZYH.mjs";
import {
  commands
} from "../chunks/chunk-UYFFSGA6.mjs";
import {
  sayBug,
  sayRefusal
} from "../chunks/chunk-KSEFYPZO.mjs";
import "../chunks/chunk-MQVUDFIN.mjs";
import {
  exitCodeOfRefusal,
  exitCodes
} from "../chunks/chunk-6DUBYXPH.mjs";
import {
  createRedactor,
  secretValues
} from "../chunks/chunk-UHOUD7DV.mjs";
import "../chunks/chunk-JDP3GVBO.mjs";
import "../chunks/chunk-YW7VNK3S.mjs";
import "../chunks/chunk-4QXECC3P.mjs";
import {
  Refusal
} from "../chunks/chunk-2ZHFY3E5.mjs";
import "../chunks/chunk-QL42ZRVT.mjs";
import "../chunks/chunk-XBBJT5C7.mjs";

// src/cli/env-file.ts
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseEnv } from "node:util";
function withEnvFile(env, cwd, file) {
  if (file === false) return env;
  const named = typeof file === "string" ? file : void 0;
  const text = readText(resolve(cwd, named ?? ".env"), named);
  return text === void 0 ? env : { ...parseEnv(text), ...env };
}
function readText(path, named) {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (named === void 0) return void 0;
    throw new Refusal("INPUT_INVALID", `The file \`${named}\` of --env-file can't be read.`, {
      hint: "check the path, or leave --env-file out",
      cause: error
    });
  }
}

// src/cli/main.ts
async function main(words, host) {
  let session = openSession(host, host.env, { color: true }, words);
  let code2;
  try {
    const request = await readArguments(words, commands);
    if (request.kind === "help") {
      session.output.print(request.text.trimEnd());
      session.output.document({ help: request.text });
      code2 = request.asked ? exitCodes.done : exitCodes.refused;
    } else {
      const env = withEnvFile(host.env, host.cwd(), request.flags.envFile);
      session = openSession(host, env, request.flags, words);
      code2 = await request.work(session, request.args);
    }
  } catch (error) {
    code2 = report(session, error);
  }
  await session.output.close();
  return code2;
}
function openSession(host, env, flags, words) {
  const redactor = createRedactor({ values: secretValues(env) });
  const output = createOutput({
    stdout: host.stdout,
    stderr: host.stderr,
    json: asksForJson(words),
    color: flags.color && wantsColor(env),
    level: flags.logLevel ?? readLevel(env["ITER_LOG_LEVEL"]),
    redactor
  });
  return { host, env, output, redactor, known: {} };
}
function readLevel(text) {
  return logLevels.find((level) => level === text?.toLowerCase()) ?? "info";
}
function report(session, error) {
  if (!(error instanceof Refusal) || error.code === "INTERNAL") {
    sayBug(session, error);
    return exitCodes.bug;
  }
  const code2 = exitCodeOfRefusal(error.code);
  sayRefusal(session, error, code2);
  return code2;
}

// src/cli/index.ts
process.once("exit", sayStuck);
var code = await main(process.argv.slice(2), process);
process.off("exit", sayStuck);
process.exit(code);
function sayStuck(asked) {
  if (asked !== 13) return;
  process.stderr.write("error INTERNAL: the command stopped half-way; this is a bug of iter\n");
  process.exitCode = exitCodes.bug;
}
