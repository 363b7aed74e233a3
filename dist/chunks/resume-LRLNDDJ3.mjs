import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import {
  checkModels,
  drive
} from "./chunk-OXJOD6ID.mjs";
import "./chunk-CAY7TMXR.mjs";
import {
  addStoreFlag,
  collect,
  loginName,
  openStore,
  readDataFile,
  readPairs,
  readScriptFile,
  readTimeout,
  storeFolder
} from "./chunk-7XW2C6SK.mjs";
import {
  readSource
} from "./chunk-4B3RKDY7.mjs";
import {
  compileFor,
  graphOf,
  sha256
} from "./chunk-FKDCJ4UB.mjs";
import "./chunk-FWFO3LFK.mjs";
import {
  resumeRun
} from "./chunk-IEOE2RMJ.mjs";
import {
  openGates
} from "./chunk-UFBC2K4E.mjs";
import "./chunk-6QBDXAEX.mjs";
import "./chunk-MVKURDAE.mjs";
import "./chunk-3K6QTNWA.mjs";
import {
  fold
} from "./chunk-FYZ45KON.mjs";
import "./chunk-XUHXFKF7.mjs";
import "./chunk-KSEFYPZO.mjs";
import {
  Option
} from "./chunk-MQVUDFIN.mjs";
import "./chunk-6DUBYXPH.mjs";
import "./chunk-JDP3GVBO.mjs";
import "./chunk-VXOQT2IS.mjs";
import "./chunk-MAU3BDHV.mjs";
import "./chunk-5IMY7TMT.mjs";
import "./chunk-BYX33S23.mjs";
import "./chunk-YW7VNK3S.mjs";
import {
  isFields
} from "./chunk-4QXECC3P.mjs";
import {
  Refusal
} from "./chunk-2ZHFY3E5.mjs";
import "./chunk-6AOXOPAB.mjs";
import "./chunk-BZZZCENW.mjs";
import "./chunk-ZPLSJV7B.mjs";
import "./chunk-QL42ZRVT.mjs";
import "./chunk-TU54VPM4.mjs";
import "./chunk-XBBJT5C7.mjs";

// src/cli/commands/resume.ts
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

// src/adapters/humans/answers.ts
function readAnswerFlags(flags) {
  const byGate = /* @__PURE__ */ new Map();
  for (const flag of flags) {
    const equals = flag.indexOf("=");
    const name = flag.slice(0, Math.max(0, equals));
    const dot = name.lastIndexOf(".");
    const key = name.slice(dot + 1);
    if (equals < 1 || key === "" || dot === 0) throw badFlag(flag);
    const gate = dot < 0 ? null : name.slice(0, dot);
    const value = [key, flag.slice(equals + 1)];
    byGate.set(gate, [...byGate.get(gate) ?? [], value]);
  }
  return Array.from(byGate, ([gate, answers]) => ({
    gate,
    answers: Object.fromEntries(answers),
    text: true
  }));
}
function readAnswersFile(content, path, open) {
  if (!isFields(content)) {
    throw new Refusal("INPUT_INVALID", `\`${path}\` holds no object.`, {
      hint: "write the fields of the open gate, or for each gate an object of its fields"
    });
  }
  const [only] = open.length === 1 ? open : [];
  const fields = only?.fields.map(({ name }) => name) ?? [];
  const keys = Object.keys(content);
  const isOne = only !== void 0 && keys.some((key) => fields.includes(key));
  const gates = Object.entries(content).flatMap(
    ([gate, answers]) => isFields(answers) ? [{ gate, answers }] : []
  );
  const areGates = keys.length > 0 && gates.length === keys.length;
  return isOne || !areGates ? [{ gate: null, answers: content }] : gates;
}
function badFlag(flag) {
  return new Refusal("INPUT_INVALID", `The answer \`${flag}\` has no form that can be read.`, {
    hint: "write `--answer field=value`, or `--answer gate.field=value`"
  });
}

// src/cli/commands/resume.ts
var resume = {
  declare(command, act) {
    command.requiredOption("--run-id <id>", "the run").option("--file <file>", "go on with this text of the workflow").option("--force", "even if its graph differs from the recorded one").option("--answer <[gate.]key=value>", "answer a field of a gate (repeatable)", collect).option("--answers-file <file>", "answers, as JSON or YAML").option("--as <name>", "who answers; default is the login name").option(
      "--budget <key=value>",
      "change a limit: max_cost_usd=20, max_tokens=+5000 (repeatable)",
      collect
    ).option("--rearm <loop>", "let a loop begin anew (repeatable)", collect).option("--from <node>", "go back to the last activation of a node").option("--timeout <duration>", "the longest that this may work, such as 30m").addOption(
      new Option("--no-interactive", "ask nobody here; a question ends with exit code 3")
    ).option("--simulate", "go on simulated").option("--script <file>", "what the simulator answers from now on, as YAML");
    addStoreFlag(command);
    act((session) => resumeIt(session, command.opts()));
  }
};
async function resumeIt(session, flags) {
  const folder = storeFolder(session, flags.storeDir);
  Object.assign(session.known, {
    run_id: flags.runId,
    store: folder,
    status: null,
    exit_code: null
  });
  const { events } = await openStore(session, folder).read(flags.runId);
  const state = fold(events);
  const simulated = state.start?.simulated === true || flags.simulate === true;
  const file = state.source.path;
  Object.assign(session.known, {
    workflow: state.start?.workflow ?? null,
    file,
    status: state.status,
    simulated
  });
  const options = await readOptions(session, flags, state);
  const compile = createCompiler(session, simulated);
  const by = flags.as ?? loginName(session.env);
  const request = {
    folder,
    graph: graphToGoOn(session, options.source ?? state.source, simulated),
    before: events,
    simulation: simulated ? { script: scriptOf(session, state, flags.script) } : null,
    interactive: flags.interactive,
    by
  };
  return drive(session, request, (world, { control }) => {
    if (!simulated && !isOver(state)) checkModels(request.graph, world);
    return resumeRun(world, { ...options, compile, by, via: "cli", control });
  });
}
async function readOptions(session, flags, state) {
  const timeoutMs = readTimeout(flags.timeout);
  const source = await readNewSource(session, flags.file);
  if (source === void 0) noteChangedFile(session, state);
  const { rearm, from, force } = flags;
  return {
    runId: flags.runId,
    answers: await readAnswers(session, flags, state),
    budget: Object.fromEntries(readPairs(flags.budget, "--budget")),
    ...source === void 0 ? {} : { source },
    ...rearm === void 0 ? {} : { rearm },
    ...from === void 0 ? {} : { from },
    ...force === void 0 ? {} : { force },
    ...timeoutMs === void 0 ? {} : { timeoutMs }
  };
}
async function readNewSource(session, file) {
  if (file === void 0) return void 0;
  const { path, bytes } = await readSource(session, file);
  const { text } = compileFor(session, { path, source: bytes }, {}).file;
  return { path, text, sha256: sha256(text) };
}
async function readAnswers(session, flags, state) {
  const fromFlags = readAnswerFlags(flags.answer ?? []);
  if (flags.answersFile === void 0) return fromFlags;
  const content = await readDataFile(session, flags.answersFile, "--answers-file");
  return [...readAnswersFile(content, flags.answersFile, openGates(state)), ...fromFlags];
}
function createCompiler(session, simulate) {
  const known = /* @__PURE__ */ new Map();
  return ({ path, text }) => {
    const before = known.get(text);
    if (before !== void 0) return before;
    const compiled = compileFor(session, { path, source: text }, { simulate, planning: true });
    const graph = graphOf(session, compiled);
    known.set(text, graph);
    return graph;
  };
}
function graphToGoOn(session, { path, text }, simulate) {
  const compiled = compileFor(session, { path, source: text }, { simulate, planning: true });
  return compiled.graph ?? compiled.lowered?.graph ?? graphOf(session, compiled);
}
function isOver({ status }) {
  return status === "finished" || status === "failed";
}
function noteChangedFile({ host, output }, { source }) {
  const path = resolve(host.cwd(), source.path);
  if (!existsSync(path)) return;
  const text = readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  if (sha256(text) === source.sha256) return;
  output.note(
    `note: \`${source.path}\` has changed since; the run goes on with the text that it was started with (--file takes the new one)`,
    "warn"
  );
}
function scriptOf(session, state, given) {
  if (given !== void 0) return readScriptFile(session, given);
  const { path, sha256: before } = state.start?.script ?? {};
  if (typeof path !== "string") return null;
  const script = readScriptFile(session, path);
  if (script.sha256 !== before) {
    session.output.note(`note: the script \`${path}\` has changed since the run began`, "warn");
  }
  return script;
}
export {
  resume
};
