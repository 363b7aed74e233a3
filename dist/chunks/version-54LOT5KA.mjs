import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import {
  exitCodes
} from "./chunk-6DUBYXPH.mjs";
import {
  commitText,
  versionText
} from "./chunk-JDP3GVBO.mjs";
import "./chunk-XBBJT5C7.mjs";

// src/cli/commands/version.ts
var version = {
  declare(_, act) {
    act(({ output }) => {
      const commit = commitText();
      output.print(`iter ${versionText()}${commit === null ? "" : ` (${commit.slice(0, 12)})`}`);
      output.document({ version: versionText(), commit, node: process.versions.node });
      return Promise.resolve(exitCodes.done);
    });
  }
};
export {
  version
};
