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
    load: () => import("./validate-YBGPDA7K.mjs").then(({ validate }) => validate)
  },
  {
    name: "run",
    summary: "run a workflow",
    load: () => import("./run-LIF2A7WW.mjs").then(({ run }) => run)
  },
  {
    name: "resume",
    summary: "answer questions and go on with a run",
    load: () => import("./resume-LRLNDDJ3.mjs").then(({ resume }) => resume)
  },
  {
    name: "cancel",
    summary: "end a run, in whichever process it goes on",
    load: () => import("./cancel-N2KXFD3T.mjs").then(({ cancel }) => cancel)
  },
  {
    name: "inspect",
    summary: "list runs, or look into one",
    load: () => import("./inspect-RAUUKEJD.mjs").then(({ inspect }) => inspect)
  },
  {
    name: "report",
    summary: "write the report of a run",
    load: () => import("./report-ZAWPIBB2.mjs").then(({ report }) => report)
  },
  {
    name: "diagram",
    summary: "draw a workflow as a Mermaid flowchart",
    load: () => import("./diagram-VSN4TECA.mjs").then(({ diagram }) => diagram)
  },
  {
    name: "format",
    summary: "lay workflows out in the canonical way",
    load: () => import("./format-NBWEGWE6.mjs").then(({ format }) => format)
  },
  {
    name: "explain",
    summary: "say what a code means",
    load: () => import("./explain-77ZGKPA7.mjs").then(({ explain }) => explain)
  },
  {
    name: "completion",
    summary: "print a completion script for a shell",
    load: () => import("./completion-APITDFTF.mjs").then(({ completion }) => completion)
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
