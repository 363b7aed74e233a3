import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);

// src/cli/commands/index.ts
var commands = [
  {
    name: "init",
    summary: "write a workflow to begin with",
    load: () => import("./init-LOD7OXXA.mjs").then(({ init }) => init)
  },
  {
    name: "validate",
    summary: "check workflows without running them",
    load: () => import("./validate-YHVC4RVE.mjs").then(({ validate }) => validate)
  },
  {
    name: "run",
    summary: "run a workflow",
    load: () => import("./run-GAZ65YCW.mjs").then(({ run }) => run)
  },
  {
    name: "resume",
    summary: "answer questions and go on with a run",
    load: () => import("./resume-MBVMNMCQ.mjs").then(({ resume }) => resume)
  },
  {
    name: "cancel",
    summary: "end a run, in whichever process it goes on",
    load: () => import("./cancel-D4SAH2VZ.mjs").then(({ cancel }) => cancel)
  },
  {
    name: "inspect",
    summary: "list runs, or look into one",
    load: () => import("./inspect-KJ3XU3GP.mjs").then(({ inspect }) => inspect)
  },
  {
    name: "report",
    summary: "write the report of a run",
    load: () => import("./report-QLRARPHT.mjs").then(({ report }) => report)
  },
  {
    name: "diagram",
    summary: "draw a workflow as a Mermaid flowchart",
    load: () => import("./diagram-QNDCRV72.mjs").then(({ diagram }) => diagram)
  },
  {
    name: "format",
    summary: "lay workflows out in the canonical way",
    load: () => import("./format-W3XSTLQC.mjs").then(({ format }) => format)
  },
  {
    name: "explain",
    summary: "say what a code means",
    load: () => import("./explain-77ZGKPA7.mjs").then(({ explain }) => explain)
  },
  {
    name: "completion",
    summary: "print a completion script for a shell",
    load: () => import("./completion-ZVJLKBXX.mjs").then(({ completion }) => completion)
  },
  {
    name: "version",
    summary: "print the version",
    load: () => import("./version-54LOT5KA.mjs").then(({ version }) => version)
  }
];

export {
  commands
};
