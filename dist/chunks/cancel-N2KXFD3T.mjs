import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import {
  addStoreFlag,
  loginName,
  openStore,
  storeFolder
} from "./chunk-7XW2C6SK.mjs";
import {
  createTools
} from "./chunk-HU7JBJWJ.mjs";
import {
  sha256
} from "./chunk-FKDCJ4UB.mjs";
import {
  createDelegates
} from "./chunk-D4DMXZYX.mjs";
import {
  cancelRun
} from "./chunk-IEOE2RMJ.mjs";
import {
  createSystemClock
} from "./chunk-UFBC2K4E.mjs";
import "./chunk-6QBDXAEX.mjs";
import "./chunk-MVKURDAE.mjs";
import "./chunk-3K6QTNWA.mjs";
import {
  fold
} from "./chunk-FYZ45KON.mjs";
import "./chunk-XUHXFKF7.mjs";
import "./chunk-KSEFYPZO.mjs";
import "./chunk-MQVUDFIN.mjs";
import {
  exitCodes
} from "./chunk-6DUBYXPH.mjs";
import {
  versionText
} from "./chunk-JDP3GVBO.mjs";
import "./chunk-VXOQT2IS.mjs";
import "./chunk-MAU3BDHV.mjs";
import "./chunk-5IMY7TMT.mjs";
import "./chunk-BYX33S23.mjs";
import "./chunk-YW7VNK3S.mjs";
import "./chunk-4QXECC3P.mjs";
import "./chunk-2ZHFY3E5.mjs";
import "./chunk-6AOXOPAB.mjs";
import "./chunk-BZZZCENW.mjs";
import "./chunk-ZPLSJV7B.mjs";
import "./chunk-QL42ZRVT.mjs";
import "./chunk-TU54VPM4.mjs";
import "./chunk-XBBJT5C7.mjs";

// src/cli/commands/cancel.ts
import { hostname } from "node:os";
var cancel = {
  declare(command, act) {
    command.requiredOption("--run-id <id>", "the run").option("--reason <text>", "why");
    addStoreFlag(command);
    act(async (session) => {
      const { runId, reason, storeDir } = command.opts();
      const { output } = session;
      session.known["run_id"] = runId;
      const world = await openIdleWorld(session, storeFolder(session, storeDir), runId);
      const by = loginName(session.env);
      const { status } = await cancelRun(world, { runId, by, reason: reason ?? "cancel" });
      output.document({ run_id: runId, status });
      output.print(`Run: ${runId}`);
      output.print(`Status: ${status === "cancelled" ? "CANCELLED" : status}`);
      return exitCodes.done;
    });
  }
};
async function openIdleWorld(session, folder, runId) {
  const store = openStore(session, folder);
  const { start, timestamp } = fold((await store.read(runId)).events);
  const never = () => Promise.reject(new Error("nothing is run by a cancel"));
  return {
    store,
    clock: start?.simulated === true ? createClockFrom(timestamp) : createSystemClock(),
    models: { generate: never, hasPrice: () => true, check: () => void 0 },
    delegates: createDelegates(),
    shell: { run: never },
    tools: createTools(),
    kinds: [],
    engineVersion: versionText(),
    process: { pid: session.host.pid, host: hostname() },
    sha256,
    redact: session.redactor.value
  };
}
function createClockFrom(timestamp) {
  const clock = createSystemClock();
  const offset = Date.parse(timestamp) - clock.now();
  return { ...clock, now: () => clock.now() + offset };
}
export {
  cancel
};
