/** The commands, in the order in which the help lists them; each is loaded when it is asked for. */
import type { CommandEntry } from "#src/cli/command.ts";

export const commands: readonly CommandEntry[] = [
  {
    name: "init",
    summary: "write a workflow to begin with, and its tests",
    load: () => import("./init.ts").then(({ init }) => init),
  },
  {
    name: "validate",
    summary: "check workflows without running them",
    load: () => import("./validate.ts").then(({ validate }) => validate),
  },
  {
    name: "run",
    summary: "run a workflow",
    load: () => import("./run.ts").then(({ run }) => run),
  },
  {
    name: "resume",
    summary: "answer questions and go on with a run",
    load: () => import("./resume.ts").then(({ resume }) => resume),
  },
  {
    name: "cancel",
    summary: "end a run, in whichever process it goes on",
    load: () => import("./cancel.ts").then(({ cancel }) => cancel),
  },
  {
    name: "test",
    summary: "run the tests that lie beside workflows",
    load: () => import("./test.ts").then(({ test }) => test),
  },
  {
    name: "inspect",
    summary: "list runs, or look into one",
    load: () => import("./inspect.ts").then(({ inspect }) => inspect),
  },
  {
    name: "logs",
    summary: "show what happened in a run, line by line",
    load: () => import("./logs.ts").then(({ logs }) => logs),
  },
  {
    name: "report",
    summary: "write the report of a run",
    load: () => import("./report.ts").then(({ report }) => report),
  },
  {
    name: "diagram",
    summary: "draw a workflow as a Mermaid flowchart",
    load: () => import("./diagram.ts").then(({ diagram }) => diagram),
  },
  {
    name: "models",
    summary: "list the models that can be called from here, and their prices",
    load: () => import("./models.ts").then(({ models }) => models),
  },
  {
    name: "format",
    summary: "lay workflows out in the canonical way",
    load: () => import("./format.ts").then(({ format }) => format),
  },
  {
    name: "convert",
    summary: "write a flow as the nearest .iter text",
    load: () => import("./convert.ts").then(({ convert }) => convert),
  },
  {
    name: "explain",
    summary: "say what a code means",
    load: () => import("./explain.ts").then(({ explain }) => explain),
  },
  {
    name: "github",
    summary: "bring Iter into a repository, and check what is there",
    load: () => import("./github/index.ts").then(({ github }) => github),
  },
  {
    name: "completion",
    summary: "print a completion script for a shell",
    load: () => import("./completion.ts").then(({ completion }) => completion),
  },
  {
    name: "version",
    summary: "print the version",
    load: () => import("./version.ts").then(({ version }) => version),
  },
];
