/** `iter github`: what brings Iter into a repository on GitHub. */
import type { CommandGroup } from "#src/cli/command.ts";

export const github: CommandGroup = {
  commands: [
    {
      name: "init",
      summary: "write the files that a repository needs",
      load: () => import("./init.ts").then(({ init }) => init),
    },
    {
      name: "check",
      summary: "say what doesn't fit in a repository's files",
      load: () => import("./check.ts").then(({ check }) => check),
    },
    {
      name: "simulate",
      summary: "show what an event would come to, against a GitHub on this machine",
      load: () => import("./simulate.ts").then(({ simulate }) => simulate),
    },
    {
      name: "call",
      summary: "call a tool of GitHub from the command of a tool node",
      load: () => import("./call.ts").then(({ call }) => call),
    },
  ],
};
