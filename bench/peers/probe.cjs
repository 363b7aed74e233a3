// Preloaded: ends the process as soon as the log of a run has its first durable event, and says how
// much memory it takes then. The process that is compared with it is preloaded with this, too.
const fs = require("node:fs");
const { syncBuiltinESMExports } = require("node:module");

const logs = process.env.BENCH_RUNS;

function report() {
  fs.writeSync(2, `\n${JSON.stringify({ rss_mb: process.memoryUsage.rss() / 1e6 })}\n`);
  process.reallyExit(0);
}

function hasEvent() {
  if (!fs.existsSync(logs)) return false;
  return fs.readdirSync(logs).some((run) => {
    const log = `${logs}/${run}/events.jsonl`;
    return fs.existsSync(log) && fs.statSync(log).size > 0;
  });
}

if (logs === undefined) {
  process.on("exit", report);
} else {
  for (const name of ["fsyncSync", "fdatasyncSync"]) {
    const sync = fs[name];
    fs[name] = (file) => {
      sync(file);
      if (hasEvent()) report();
    };
  }
  syncBuiltinESMExports();
  process.on("exit", () => process.reallyExit(9));
}
