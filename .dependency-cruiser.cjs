/** The layers of src/README.md as rules. Each comment says what to do instead. */
const core = "^src/core/";

/** A rule that forbids imports from one place to another. */
function forbid(name, comment, from, to) {
  return { name, comment, severity: "error", from, to };
}

module.exports = {
  forbidden: [
    forbid(
      "core-is-pure",
      "The core has no I/O and runs in a browser. Put the effect behind a port in core/ports and implement it in adapters.",
      { path: core },
      {
        pathNot: [core, "^node_modules/(nearley|moo|ajv)/"],
      },
    ),
    forbid(
      "text-knows-nothing",
      "core/text is the lowest layer. Move what needs more to the layer that has it.",
      { path: `${core}text/` },
      { pathNot: [`${core}text/`] },
    ),
    forbid(
      "diagnostics-know-text-only",
      "core/diagnostics stands on core/text alone. Hand in what it should say as data.",
      { path: `${core}diagnostics/` },
      { pathNot: [`${core}(text|diagnostics)/`] },
    ),
    forbid(
      "graph-knows-diagnostics-and-text",
      "The graph is data; whatever runs or parses it belongs to a higher layer.",
      { path: `${core}graph/` },
      { pathNot: [`${core}(text|diagnostics|graph)/`, "^node_modules/ajv/"] },
    ),
    forbid(
      "run-knows-the-graph",
      "core/run is data and its fold. What makes a run go on belongs to core/engine.",
      { path: `${core}run/` },
      { pathNot: [`${core}(text|diagnostics|graph|run)/`] },
    ),
    forbid(
      "ports-know-the-run",
      "A port is an interface. Its types come from core/run and below.",
      { path: `${core}ports/` },
      { pathNot: [`${core}(text|diagnostics|graph|run|ports)/`] },
    ),
    forbid(
      "reports-read-the-log",
      "A report is made from the log alone. Put what it needs into an event.",
      { path: `${core}report/` },
      { pathNot: [`${core}(text|diagnostics|graph|run|report)/`] },
    ),
    forbid(
      "contracts-only",
      "Engine, compiler and languages know kinds by their contract. Add to core/kinds/kind.ts what they need.",
      { path: `${core}(engine|compiler|languages)/` },
      { path: `${core}kinds/`, pathNot: [`${core}kinds/kind\\.ts$`] },
    ),
    forbid(
      "compiler-knows-language-contract-only",
      "The compiler knows a language by its contract. Add to core/languages/language.ts what it needs.",
      { path: `${core}compiler/` },
      { path: `${core}languages/`, pathNot: [`${core}languages/(language|traced-text)\\.ts$`] },
    ),
    forbid(
      "kinds-do-not-know-each-other",
      "What kinds share goes into kind.ts, properties.ts, conversation or scoped.",
      { path: `${core}kinds/([^/]+)`, pathNot: [`${core}kinds/(index|of-flow)\\.ts$`] },
      {
        path: `${core}kinds/`,
        pathNot: [`${core}kinds/(kind|properties|conversation|scoped)`, `${core}kinds/$1`],
      },
    ),
    forbid(
      "engine-and-compiler-are-strangers",
      "They meet in the Graph. Put shared data there.",
      { path: `${core}engine/` },
      { path: `${core}(compiler|languages|report)/` },
    ),
    forbid(
      "compiler-does-not-run",
      "The compiler ends with a Graph; running it is the engine's matter.",
      { path: `${core}(compiler|languages)/` },
      { path: `${core}(engine|report)/` },
    ),
    forbid(
      "github-is-pure",
      "The rules of GitHub are functions of facts. Read the facts in adapters/github and hand them in.",
      { path: "^src/github/" },
      { pathNot: [core, "^src/github/", "^node_modules/(yaml|zod)/", "^(node:)?crypto$"] },
    ),
    forbid(
      "one-adapter-one-world",
      "An adapter talks to one outside thing. What two of them share belongs to core, adapters/files, adapters/github, adapters/hashing or adapters/processes.",
      { path: "^src/adapters/([^/]+)/" },
      {
        path: "^src/adapters/",
        pathNot: ["^src/adapters/$1/", "^src/adapters/(files|github|hashing|processes)/"],
      },
    ),
    forbid(
      "sdk-at-home",
      "Provider SDKs are used in adapters/models only; go through the model port.",
      { pathNot: ["^src/adapters/models/"] },
      { path: "^node_modules/(@anthropic-ai|openai|@pydantic)/" },
    ),
    forbid(
      "processes-at-home",
      "Child processes are started by adapters/processes only.",
      {
        path: "^src/",
        pathNot: ["^src/adapters/processes/", "^src/scripts/", "^src/testing/"],
      },
      { path: "^node_modules/execa/" },
    ),
    forbid(
      "tracing-at-home",
      "OpenTelemetry is used in adapters/reporters/tracing only: put what a span needs into an event.",
      { path: "^src/", pathNot: ["^src/adapters/reporters/tracing/"] },
      { path: "^node_modules/@opentelemetry/" },
    ),
    forbid(
      "runner-at-home",
      "The runner's toolkit is used in action and adapters/github only.",
      { path: "^src/", pathNot: ["^src/action/", "^src/adapters/(github|stores|reporters)/"] },
      { path: "^node_modules/@(actions|octokit)/" },
    ),
    forbid(
      "entries-are-strangers",
      "action, cli, bot and editor share through the layers below them.",
      { path: "^src/(action|cli|editor)/" },
      { path: "^(src/(action|cli|editor)|bot)/", pathNot: ["^src/$1/"] },
    ),
    forbid(
      "pages-are-browsers",
      "The page of a report runs in a browser: it knows the report's data and how it is formatted.",
      { path: "^src/report-page/" },
      { pathNot: ["^src/report-page/", "^src/core/"] },
    ),
    forbid(
      "nothing-imports-an-entry",
      "action and cli are the outermost layer. Move what is shared inwards.",
      { path: "^src/(core|adapters|github|testing)/" },
      { path: "^src/(action|cli|editor|report-page|scripts)/" },
    ),
    forbid(
      "tests-stay-in-test",
      "Production code never imports a test.",
      { path: "^(src|bot)/" },
      { path: "^test/" },
    ),
    forbid(
      "doubles-stay-in-testing",
      "Doubles are for tests and for --simulate's entry points, not for adapters.",
      { path: "^src/(core|adapters|github)/" },
      { path: "^src/testing/" },
    ),
    forbid(
      "no-cycles",
      "Break the cycle: move what both need to the lower of the two. Types may refer to one another.",
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ["type-only", "dynamic-import"] } },
    ),
    {
      name: "no-orphans",
      comment: "Nothing uses this file. Use it or delete it.",
      severity: "error",
      from: {
        orphan: true,
        pathNot: ["\\.d\\.ts$", "^src/(scripts|action|cli|index|report-page)"],
      },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      extensions: [".ts", ".js", ".mjs", ".json"],
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
    },
  },
};
