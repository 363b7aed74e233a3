/**
 * Writes the workflow that the compiler is measured with beside the Go implementation.
 *
 * Go's figures are of a file of its own. This one has that file's shape: as many nodes (19), edges
 * (27), mapped inputs (78), schemas (29) and fields (132), prompts (25) of as many lines with as many
 * references, comments, and bytes (36 kB). Its words are ours.
 */

const orders = [
  "Read what is there before you judge it; open the files that a plan names, not only their list.",
  "Keep the order of what depends on what, so that each batch builds on one that is done.",
  "Say for each finding where it is, what a user would see of it, and how it can be mended.",
  "A public name stays as it is unless the plan says otherwise and gives the reason for it.",
  "What only the new code has is kept; nothing is removed because the old code lacks it.",
  "Write the test that fails first; a batch without one isn't finished.",
  "Leave formatting to the formatter, and layout to the people who own the folder.",
  "Name what you are not sure of; a doubt that is written down costs less than a wrong guess.",
  "Where the old code and its documentation disagree, its tests decide.",
  "Small differences of style never stop a batch; lost data, wrong sums and open doors do.",
  "If the same objection comes back twice, look for its cause in the plan.",
  "Answer in whole sentences, and keep each of them short.",
] as const;

/** Name, lines, and what it refers to. */
type PromptShape = readonly [name: string, lines: number, references: readonly string[]];

const prompts: readonly PromptShape[] = [
  ["survey_system", 4, []],
  ["survey_user", 25, ["old_path", "new_path", "wanted"]],
  ["condense_system", 3, []],
  ["condense_user", 14, ["survey", "old_path", "new_path"]],
  ["plan_system", 11, []],
  ["plan_user", 18, ["inventory", "progress", "objections"]],
  ["second_plan_system", 11, []],
  ["second_plan_user", 14, ["first_plan", "inventory"]],
  ["merge_plan_system", 12, []],
  ["merge_plan_user", 15, ["first_plan", "second_plan", "inventory"]],
  ["gate_system", 18, []],
  ["build_system", 14, []],
  ["build_user", 22, ["agreed_plan", "inventory", "old_path", "new_path", "objections"]],
  ["tidy_system", 18, []],
  ["tidy_user", 3, []],
  ["name_system", 6, []],
  ["name_user", 1, []],
  ["inspect_system", 24, []],
  ["inspect_user", 32, ["built", "inventory", "old_path", "new_path", "tests"]],
  ["verdict_system", 41, []],
  ["verdict_user", 36, ["built", "inspection", "tests", "inventory", "last_verdict", "strictness"]],
  ["settle_system", 23, ["strictness"]],
  ["settle_user", 20, ["one_verdict", "other_verdict", "inventory", "strictness"]],
  ["mend_system", 9, []],
  ["mend_user", 13, ["mending_plan", "inventory", "old_path", "new_path"]],
];

/** Name and fields; a field without a type is a list of texts. */
const schemas: Readonly<Record<string, string>> = {
  survey_input: "old_path: string, new_path: string, wanted: string",
  survey_result:
    "old_modules, old_features, moved_features, own_features, holes, halves, order, efforts",
  condense_input: "survey: json, old_path: string, new_path: string",
  inventory: "total: int, moved, halves, missing, own_features, order, share: string",
  plan_input: "inventory: json, progress: string, objections: string",
  plan_result: "summary: string, batch, steps, translations, new_files, old_files, tests, risks",
  second_plan_input: "first_plan: json, inventory: json",
  second_plan_result:
    "summary: string, batch, steps, translations, new_files, old_files, tests, risks, doubts",
  merge_plan_input: "first_plan: json, second_plan: json, inventory: json",
  merge_plan_result: "ready: bool, agreed_plan: json, doubts",
  gate_input: "agreed_plan: json, inventory: json",
  gate_result: "summary: string, risk: string, questions, proceed: bool",
  build_input:
    "agreed_plan: json, inventory: json, old_path: string, new_path: string, objections: json",
  tidy_input: "_session_id: string",
  build_result: "applied: bool, summary: string, files, features, tests",
  test_result: "passed: bool, exit_code: int, logs: string, failed",
  count_input: "old_path: string, new_path: string",
  count_result:
    "files: int, test_files: int, lines: int, test_lines: int, packages: string, old_files: int, old_lines: int, old_parts: string, share: string",
  inspect_input:
    "built: json, inventory: json, old_path: string, new_path: string, tests: json, count: json",
  inspect_result:
    "summary: string, blockers, wishes, features, approved: bool, mending_plan: string",
  verdict_input:
    "built: json, inspection: json, tests: json, inventory: json, count: json, last_verdict: json, strictness: string",
  verdict_result:
    'batch_done: bool, all_done: bool, blockers, wishes, share: string, trust: string [enum: "low", "medium", "high"]',
  settle_input: "one_verdict: json, other_verdict: json, inventory: json, strictness: string",
  settle_result:
    'batch_done: bool, all_done: bool, blockers, wishes, share: string, trust: string [enum: "low", "medium", "high"]',
  name_result:
    'type: string [enum: "feat", "fix", "refactor", "test", "docs", "chore"], scope: string, subject: string, message: string',
  commit_input: "message: string, new_path: string",
  commit_result: "success: bool, output: string",
  mend_input: "mending_plan: string, inventory: json, old_path: string, new_path: string",
  mend_result: "applied: bool, summary: string, files, features",
};

/** Heading, kind and name, properties. */
const nodes: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
  ["Survey", "agent survey", model("survey", "survey_input", "survey_result", "first_survey", "fresh", { reasoning_effort: "high" })],
  ["", "agent condense", model("condense", "condense_input", "inventory", "inventory", "fresh")],
  ["Plans", "router plan_split", { mode: "fan_out_all" }],
  ["", "agent first_plan", model("plan", "plan_input", "plan_result", "first_plan", "fresh", { readonly: "true" })],
  ["", "agent second_plan", { ...model("second_plan", "second_plan_input", "second_plan_result", "second_plan", "fresh"), delegate: '"codex"', readonly: "true" }],
  ["", "agent merge_plan", { await: "wait_all", ...model("merge_plan", "merge_plan_input", "merge_plan_result", "agreed_plan", "fresh") }],
  ["A person's word", "human plan_gate", { input: "gate_input", output: "gate_result", interaction: "llm_or_human", model: '"openai/gpt-5-mini"', system: "gate_system" }],
  ["Work", "agent build", model("build", "build_input", "build_result", "built", "inherit")],
  ["", "agent tidy", model("tidy", "tidy_input", "build_result", "built", "inherit")],
  ["Commit and tests", "agent name_commit", { ...model("name", "", "name_result", "", "fork"), readonly: "true" }],
  ["", "tool commit", { command: '"git -C {{input.new_path}} add -A && git -C {{input.new_path}} diff --cached --quiet || git -C {{input.new_path}} commit -m {{input.message}}"', input: "commit_input", output: "commit_result" }],
  ["", "tool run_tests", { command: '"cd {{input.new_path}} && make build && make check && make test"', output: "test_result" }],
  ["Count", "tool count", { command: '"sh ./scripts/count.sh {{input.new_path}} {{input.old_path}}"', input: "count_input", output: "count_result" }],
  ["Inspection", "agent inspect", { ...model("inspect", "inspect_input", "inspect_result", "inspection", "fork"), tools: "[read_file, list_files, search_codebase, tree, git_diff]", tool_max_steps: "15", readonly: "true" }],
  ["Verdicts", "router verdict_split", { mode: "fan_out_all" }],
  ["", "judge one_verdict", model("verdict", "verdict_input", "verdict_result", "one_verdict", "fresh", { readonly: "true" })],
  ["", "judge other_verdict", { ...model("verdict", "verdict_input", "verdict_result", "other_verdict", "fresh"), delegate: '"codex"', readonly: "true" }],
  ["", "judge settle", { await: "wait_all", ...model("settle", "settle_input", "settle_result", "verdict", "fresh") }],
  ["Mending", "agent mend", model("mend", "mend_input", "mend_result", "built", "inherit")],
]; // prettier-ignore

/** What is above an edge, the edge, and the inputs it maps. */
const edges: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
  ["Survey", "survey -> condense", { survey: "{{outputs.survey}}", ...paths() }],
  ["Plans", "condense -> plan_split", { inventory: "{{outputs.condense}}", progress: "", objections: "" }],
  ["", "plan_split -> first_plan", inputs("inventory", "progress", "objections")],
  ["", "plan_split -> second_plan", { first_plan: "{{input.inventory}}", inventory: "{{input.inventory}}" }],
  ["", "first_plan -> merge_plan", { first_plan: "{{outputs.first_plan}}", ...inventory() }],
  ["", "second_plan -> merge_plan", { second_plan: "{{outputs.second_plan}}" }],
  ["Good plans go to a person.", "merge_plan -> plan_gate when ready", { agreed_plan: "{{outputs.merge_plan.agreed_plan}}", ...inventory() }],
  ["Others are made again.", "merge_plan -> plan_split when not ready as plan_loop(4)", { ...inventory(), progress: "", objections: "{{outputs.merge_plan.doubts}}" }],
  ["A person's word", "plan_gate -> build when proceed", { agreed_plan: "{{artifacts.agreed_plan}}", ...inventory(), ...paths(), objections: "{{artifacts.verdict}}" }],
  ["A no leads back to the plans.", "plan_gate -> plan_split when not proceed as plan_loop(4)", { ...inventory(), progress: "", objections: "{{outputs.plan_gate.questions}}" }],
  ["Work", "build -> tidy", { _session_id: "{{outputs.build._session_id}}" }],
  ["", "tidy -> name_commit", { _session_id: "{{outputs.tidy._session_id}}" }],
  ["Commit and tests", "name_commit -> commit", { message: "{{outputs.name_commit.message}}", new_path: "{{vars.new_path}}" }],
  ["", "commit -> run_tests", { new_path: "{{vars.new_path}}" }],
  ["", "run_tests -> count", paths()],
  ["Inspection", "count -> inspect", { _session_id: "{{outputs.tidy._session_id}}", built: "{{artifacts.built}}", ...inventory(), ...paths(), tests: "{{outputs.run_tests}}", count: "{{outputs.count}}" }],
  ["Verdicts", "inspect -> verdict_split", { built: "{{artifacts.built}}", inspection: "{{outputs.inspect}}", tests: "{{outputs.run_tests}}", ...inventory(), count: "{{outputs.count}}", last_verdict: "{{artifacts.verdict}}", strictness: "{{vars.strictness}}" }],
  ["", "verdict_split -> one_verdict", inputs("built", "inspection", "tests", "inventory", "count", "last_verdict", "strictness")],
  ["", "verdict_split -> other_verdict", inputs("built", "inspection", "tests", "inventory", "count", "last_verdict", "strictness")],
  ["", "one_verdict -> settle", { one_verdict: "{{outputs.one_verdict}}", ...inventory(), strictness: "{{vars.strictness}}" }],
  ["", "other_verdict -> settle", { other_verdict: "{{outputs.other_verdict}}" }],
  ["Everything is moved.", "settle -> done when all_done", {}],
  ["The batch is done: plan the next one.", "settle -> plan_split when batch_done as batch_loop(50)", again()],
  ["The batch has faults.", "settle -> mend when not batch_done as mend_loop(5)", { _session_id: "{{outputs.inspect._session_id}}", mending_plan: "{{outputs.inspect.mending_plan}}", ...inventory(), ...paths() }],
  ["It was mended often enough: plan anew.", "settle -> plan_split when not all_done as batch_loop(50)", again()],
  ["All loops are used up.", "settle -> done", {}],
  ["Mending", "mend -> name_commit", { _session_id: "{{outputs.mend._session_id}}" }],
]; // prettier-ignore

/** The whole file. */
export function writePort(): string {
  return [
    ...opening(),
    'vars:\n  project: string = "${PROJECT_DIR}"\n',
    ...prompts.map(writePrompt),
    heading("Schemas"),
    ...Object.entries(schemas).map(writeSchema),
    ...nodes.map(writeNode),
    heading("Workflow"),
    "workflow move_in_batches:",
    "  vars:",
    ...["old_path: string", "new_path: string", 'wanted: string = ""'].map((one) => `    ${one}`),
    '    strictness: string = "normal"\n',
    "  entry: survey\n",
    "  budget:",
    '    max_parallel_branches: 4\n    max_duration: "12h"\n    max_cost_usd: 500',
    "    max_tokens: 50000000\n    max_iterations: 100\n",
    ...edges.map(writeEdge),
  ].join("\n");
}

function opening(): readonly string[] {
  return [
    "## Moves a program into another language, batch by batch, until nothing is missing.",
    "##",
    ...orders.map((order) => `## ${order}`),
    "##",
    ...nodes.map(([, node]) => `## ${node.split(" ")[1] ?? ""}: ${node.split(" ")[0] ?? ""}`),
    "",
  ];
}

function heading(text: string): string {
  return `## ─── ${text} ${"─".repeat(58 - text.length)}\n`;
}

function writePrompt([name, lines, references]: PromptShape, index: number): string {
  const texts = Array.from({ length: lines }, (_, line) => textOf(index + line, line));
  references.forEach((reference, place) => {
    const at = Math.min(lines - 1, 2 + place * 3);
    texts[at] = `${reference.replaceAll("_", " ")}: {{input.${reference}}}`;
  });
  const above = name.endsWith("_system") ? `${heading(`Prompts: ${name}`)}\n` : "";
  return `${above}prompt ${name}:\n${texts.map((text) => (text === "" ? "" : `  ${text}`)).join("\n")}\n`;
}

/** Lines of different lengths, a few of them empty, as people write them. */
function textOf(order: number, line: number): string {
  if (line % 7 === 5) return "";
  const words = (orders[order % orders.length] ?? "").split(" ");
  const shown = words.slice(0, 7 + (order % 5)).join(" ");
  return line % 3 === 1 ? `- ${shown}` : shown;
}

function writeSchema([name, fields]: readonly [string, string]): string {
  const lines = fields.split(/, (?=[a-z_]+(?:,|:|$))/);
  return `schema ${name}:\n${lines.map((one) => `  ${one.includes(":") ? one : `${one}: string[]`}`).join("\n")}\n`;
}

function writeNode([above, node, properties]: (typeof nodes)[number]): string {
  const lines = Object.entries(properties).map(([key, value]) => `  ${key}: ${value}`);
  return `${above === "" ? "" : `${heading(`Nodes: ${above}`)}\n`}${node}:\n${lines.join("\n")}\n`;
}

function writeEdge([above, edge, mapped]: (typeof edges)[number]): string {
  const comment = above === "" ? "" : `  ## ═══ ${above} ${"═".repeat(48 - above.length)}\n`;
  const lines = Object.entries(mapped).map(([name, value]) => `    ${name}: "${value}"`);
  const rest = lines.length === 0 ? "" : ` with {\n${lines.join(",\n")}\n  }`;
  return `${comment}  ${edge}${rest}\n`;
}

function model(
  prompt: string,
  input: string,
  output: string,
  publish: string,
  session: string,
  more: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  return {
    delegate: '"claude_code"',
    ...(input === "" ? {} : { input }),
    output,
    ...(publish === "" ? {} : { publish }),
    system: `${prompt}_system`,
    user: `${prompt}_user`,
    session,
    ...more,
  };
}

function paths(): Readonly<Record<string, string>> {
  return { old_path: "{{vars.old_path}}", new_path: "{{vars.new_path}}" };
}

function inventory(): Readonly<Record<string, string>> {
  return { inventory: "{{artifacts.inventory}}" };
}

function again(): Readonly<Record<string, string>> {
  const last = "{{outputs.settle}}";
  return { ...inventory(), progress: last, objections: last };
}

function inputs(...names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [name, `{{input.${name}}}`]));
}
