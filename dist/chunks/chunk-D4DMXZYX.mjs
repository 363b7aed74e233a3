import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import {
  RunFailure
} from "./chunk-2ZHFY3E5.mjs";

// src/adapters/delegates/index.ts
function createDelegates() {
  return {
    check: refuse,
    execute: ({ backend }) => Promise.reject(
      new RunFailure({ code: "EXECUTION_FAILED", retryable: false, ...refuse(backend) })
    )
  };
}
function refuse(backend) {
  return {
    message: `the delegate \`${backend}\` cannot be run by this version of Iter`,
    hint: "give the node a `model` (and `delegate: none`), or try the workflow out with `--simulate`"
  };
}

export {
  createDelegates
};
