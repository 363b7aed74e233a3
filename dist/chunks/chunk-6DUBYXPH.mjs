import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);

// src/cli/exit-codes.ts
var exitCodes = {
  done: 0,
  failed: 1,
  refused: 2,
  paused: 3,
  bug: 70,
  cancelled: 130,
  interrupted: 143
};
function exitCodeOfRefusal(code) {
  switch (code) {
    case "LOG_CORRUPT":
    case "STORE_FAILED":
    case "FENCED":
      return exitCodes.failed;
    case "INTERNAL":
      return exitCodes.bug;
    default:
      return exitCodes.refused;
  }
}
function exitCodeOfStatus(status, interrupted) {
  switch (status) {
    case "finished":
      return exitCodes.done;
    case "paused_waiting_human":
      return exitCodes.paused;
    case "cancelled":
      return exitCodes.cancelled;
    case "running":
    case "failed":
    case "failed_resumable":
      return interrupted ? exitCodes.interrupted : exitCodes.failed;
  }
}

export {
  exitCodes,
  exitCodeOfRefusal,
  exitCodeOfStatus
};
