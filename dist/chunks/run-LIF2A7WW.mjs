import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import {
  catchSignals,
  checkModels,
  drive
} from "./chunk-OXJOD6ID.mjs";
import "./chunk-CAY7TMXR.mjs";
import {
  addStoreFlag,
  collect,
  loginName,
  openWorld,
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
  checkPrices,
  startRun
} from "./chunk-IEOE2RMJ.mjs";
import {
  toLimitsDocument
} from "./chunk-UFBC2K4E.mjs";
import "./chunk-6QBDXAEX.mjs";
import {
  createPlan
} from "./chunk-DO6KKK2R.mjs";
import "./chunk-MVKURDAE.mjs";
import "./chunk-3K6QTNWA.mjs";
import {
  defaultRunId
} from "./chunk-FYZ45KON.mjs";
import "./chunk-XUHXFKF7.mjs";
import "./chunk-KSEFYPZO.mjs";
import {
  Option
} from "./chunk-MQVUDFIN.mjs";
import {
  exitCodes
} from "./chunk-6DUBYXPH.mjs";
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

// src/cli/commands/run.ts
var run = {
  declare(command, act) {
    command.argument("<file>", "the workflow; `-` is standard input").option("--var <key=value>", "set a variable (repeatable)", collect).option("--vars-file <file>", "variables, as JSON or YAML").option("--preset <name>", "use a preset of the workflow").option("--run-id <id>", "the id of the run; made up if left out").option("--timeout <duration>", "the longest that this may work, such as 30m").option(
      "--budget <key=value>",
      "change a limit: max_cost_usd=20, max_tokens=+5000 (repeatable)",
      collect
    ).option("--model <name>", "for nodes that name none").option("--simulate", "answer models and commands by the simulator: no key, no network").option("--script <file>", "what the simulator answers, as YAML").addOption(
      new Option("--no-interactive", "ask nobody here; a question ends with exit code 3")
    ).option("--dry-run", "compile and plan only");
    addStoreFlag(command);
    act((session, [file = ""]) => runFile(session, file, command));
  }
};
async function runFile(session, path, command) {
  const flags = command.opts();
  const folder = storeFolder(session, flags.storeDir);
  const simulated = flags.simulate === true;
  if (flags.script !== void 0 && !simulated) {
    throw new Refusal("INPUT_INVALID", "`--script` is for the simulator.", {
      hint: "add `--simulate`"
    });
  }
  const timeoutMs = readTimeout(flags.timeout);
  Object.assign(session.known, {
    run_id: flags.runId ?? null,
    file: path,
    store: folder,
    status: null,
    exit_code: null,
    simulated
  });
  const script = flags.script === void 0 ? null : readScriptFile(session, flags.script);
  const plan = await planFile(session, path, { flags, script });
  Object.assign(session.known, { file: plan.source.path, workflow: plan.workflow });
  const request = {
    folder,
    graph: plan.graph,
    before: [],
    simulation: simulated ? { script } : null,
    interactive: flags.interactive,
    by: loginName(session.env)
  };
  if (flags.dryRun === true) return sayPlan(session, plan, request);
  return drive(session, request, (world, { control }) => {
    if (!simulated) checkModels(plan.graph, world);
    const runId = flags.runId ?? defaultRunId(world.clock.now(), world.clock.id(6));
    session.known["run_id"] = runId;
    return startRun(world, plan, {
      runId,
      control,
      ...timeoutMs === void 0 ? {} : { timeoutMs }
    });
  });
}
async function planFile(session, path, { flags, script }) {
  const { path: name, bytes } = await readSource(session, path);
  const simulate = flags.simulate === true;
  const compiled = compileFor(
    withModel(session, flags.model),
    { path: name, source: bytes },
    { simulate, planning: true }
  );
  const graph = graphOf(session, compiled);
  const { text } = compiled.file;
  const planned = createPlan({
    graph,
    source: { path: name, text, sha256: sha256(text) },
    given: await readVariables(session, flags),
    budget: Object.fromEntries(readPairs(flags.budget, "--budget")),
    simulated: simulate,
    ...flags.preset === void 0 ? {} : { preset: flags.preset },
    ...script === null ? {} : { script: { path: script.path, sha256: script.sha256 } }
  });
  if ("refusal" in planned) throw planned.refusal;
  return planned.plan;
}
function withModel(session, model) {
  if (model === void 0) return session;
  return { ...session, env: { ...session.env, ITERION_DEFAULT_SUPERVISOR_MODEL: model } };
}
async function readVariables(session, flags) {
  const pairs = readPairs(flags.var, "--var").map(([name, text]) => ({ name, text }));
  if (flags.varsFile === void 0) return pairs;
  const content = await readDataFile(session, flags.varsFile, "--vars-file");
  if (!isFields(content)) {
    throw new Refusal("INPUT_INVALID", `\`${flags.varsFile}\` holds no object of variables.`, {
      hint: "write one `name: value` for each variable"
    });
  }
  const values = Object.entries(content).map(([name, value]) => ({ name, value }));
  return [...values, ...pairs];
}
async function sayPlan(session, plan, request) {
  const { output, known } = session;
  const signals = catchSignals(session);
  const { world, close } = await openWorld(session, { ...request, signals });
  signals.release();
  await close();
  if (!plan.simulated) checkModels(plan.graph, world);
  const unpriced = checkPrices(plan.graph, plan.limits, (model) => world.models.hasPrice(model));
  if (unpriced !== void 0) throw unpriced;
  const { workflow, source, vars, limits } = plan;
  output.document({
    ...known,
    exit_code: 0,
    vars,
    budget: toLimitsDocument(limits),
    hash: plan.graph.hash
  });
  output.print(`${source.path}: workflow \`${workflow}\` can run`);
  for (const [name, value] of Object.entries(vars))
    output.print(`  ${name} = ${JSON.stringify(value)}`);
  return exitCodes.done;
}
export {
  run
};
