import{createRequire as createRequireOf}from"node:module";const require=createRequireOf(import.meta.url);
import {
  exitCodes
} from "./chunk-6DUBYXPH.mjs";
import {
  Refusal
} from "./chunk-2ZHFY3E5.mjs";
import "./chunk-XBBJT5C7.mjs";

// src/cli/commands/init.ts
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

// src/cli/starter.generated.ts
var starter = '## Pull request refinement with one model: review, plan, check the plan, act, verify, and again\n## until the tests pass.\n##\n## Shows: tool nodes around model nodes (the diff goes in as data, the patch comes out as data and\n## is applied by git, so the model itself touches nothing), two loops with bounds of their own, an\n## artifact for the plan, retries, and a budget for the whole run.\n##\n##   iter run pr_refine_single_model.iter --simulate\n##   iter run pr_refine_single_model.iter --var pr_title="Fix auth" --var base_ref=origin/main\n\nvars:\n  pr_title: string = "Untitled change"\n  review_rules: string = "Correct, tested, no hard-coded secrets."\n  base_ref: string = "HEAD~1"\n\nprompt review_system:\n  You review pull requests. Judge only what the change does, against these rules:\n  {{vars.review_rules}}\n\nprompt review_user:\n  Title: {{vars.pr_title}}\n  What failed when the last fix was verified, if anything: {{input.failure}}\n\n  {{input.diff}}\n\nprompt plan_system:\n  You plan the smallest set of changes that settles every finding of a review.\n\nprompt plan_user:\n  Findings: {{input.findings}}\n  Objections to your last plan, if any: {{input.objections}}\n\nprompt compliance_system:\n  You check plans before anybody acts on them. A plan complies if every step serves a finding and\n  none breaks these rules: {{vars.review_rules}}\n\nprompt compliance_user:\n  Plan: {{input.steps}}\n  Findings: {{outputs.review.findings}}\n\nprompt act_system:\n  You carry out plans. Answer with one unified diff that `git apply` takes, and nothing else in it.\n\nprompt act_user:\n  Plan: {{artifacts.plan.steps}}\n  Why your last patch was refused, if it was: {{input.refusal}}\n\n  The change so far:\n  {{outputs.collect.result}}\n\nschema change:\n  diff: string\n  failure: string\n\nschema review_result:\n  approved: bool\n  summary: string\n  findings: string[]\n\nschema plan_result:\n  summary: string\n  steps: string[]\n\nschema compliance_result:\n  compliant: bool\n  objections: string\n\nschema patch_result:\n  summary: string\n  patch: string\n\nschema check_result:\n  passed: bool\n\ntool collect:\n  command: "git diff --no-color {{vars.base_ref}}"\n  readonly: true\n\nagent review:\n  model: "${MODEL:-anthropic/claude-sonnet-4-5}"\n  input: change\n  output: review_result\n  system: review_system\n  user: review_user\n  retry: 2\n\nagent plan:\n  model: "${MODEL:-anthropic/claude-sonnet-4-5}"\n  output: plan_result\n  system: plan_system\n  user: plan_user\n  publish: plan\n\njudge compliance:\n  model: "${MODEL:-anthropic/claude-sonnet-4-5}"\n  input: plan_result\n  output: compliance_result\n  system: compliance_system\n  user: compliance_user\n\nagent act:\n  model: "${MODEL:-anthropic/claude-sonnet-4-5}"\n  output: patch_result\n  system: act_system\n  user: act_user\n  reasoning_effort: high\n\ntool apply:\n  command: `printf \'%s\\n\' "{{outputs.act.patch}}" | git apply --whitespace=nowarn -`\n  output: check_result\n\ntool verify:\n  command: "${VERIFY_COMMAND:-npm test}"\n  output: check_result\n  timeout: "10m"\n\nworkflow pr_refine_single_model:\n  entry: collect\n  budget:\n    max_duration: "30m"\n    max_cost_usd: 10\n    max_tokens: 400000\n\n  collect -> review with { diff: "{{outputs.collect.result}}", failure: "{{input.failure}}" }\n  review -> done when approved with { summary: "{{outputs.review.summary}}" }\n  review -> plan when not approved with { findings: "{{outputs.review.findings}}" }\n  plan -> compliance\n  compliance -> act when compliant with { refusal: "" }\n  compliance -> plan when not compliant as replan(2) with {\n    findings: "{{outputs.review.findings}}",\n    objections: "{{outputs.compliance.objections}}"\n  }\n  compliance -> fail when not compliant\n  act -> apply\n  apply -> verify when passed\n  apply -> act when not passed as repatch(2) with { refusal: "{{outputs.apply.stderr}}" }\n  apply -> fail when not passed\n  verify -> collect when not passed as refine(3) with { failure: "{{outputs.verify.stdout}}" }\n  verify -> fail when not passed\n  verify -> done with { summary: "{{outputs.act.summary}}", steps: "{{artifacts.plan.steps}}" }\n';

// src/cli/commands/init.ts
var workflow = "pr_refine_single_model.iter";
var envExample = `# Copy this file to .env; iter reads it from the directory in which it is started.

# One of these keys, for the models that the workflow names.
ANTHROPIC_API_KEY=
OPENAI_API_KEY=

# The model of every node of ${workflow}.
# MODEL=anthropic/claude-sonnet-4-5

# How a fix is verified.
# VERIFY_COMMAND=npm test
`;
var ignored = [".iterion/", ".env"];
var init = {
  declare(command, act) {
    command.argument("[dir]", "the folder to write to", ".");
    act(({ host, output }, [dir = "."]) => {
      const folder = resolve(host.cwd(), dir);
      const files = guarded(dir, () => writeFiles(folder));
      output.document({ dir: folder, ...files });
      for (const file of files.files_created) say(output, "green", "wrote", file);
      for (const file of files.files_skipped) say(output, "dim", "kept", file);
      sayNext(output, dir);
      return Promise.resolve(exitCodes.done);
    });
  }
};
function writeFiles(folder) {
  mkdirSync(folder, { recursive: true });
  const results = [
    [workflow, writeNew(join(folder, workflow), starter)],
    [".env.example", writeNew(join(folder, ".env.example"), envExample)],
    [".gitignore", addLines(join(folder, ".gitignore"))]
  ];
  return {
    files_created: results.filter(([, written]) => written).map(([name]) => name),
    files_skipped: results.filter(([, written]) => !written).map(([name]) => name)
  };
}
function writeNew(path, text) {
  try {
    writeFileSync(path, text, { flag: "wx" });
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}
function addLines(path) {
  const before = readIfThere(path);
  const name = (line) => line.trim().replaceAll(/^\/|\/$/g, "");
  const names = before.split("\n").map(name);
  const missing = ignored.filter((line) => !names.includes(name(line)));
  if (missing.length === 0) return false;
  const separator = before === "" || before.endsWith("\n") ? "" : "\n";
  appendFileSync(path, `${separator}${missing.join("\n")}
`);
  return true;
}
function readIfThere(path) {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return "";
    throw error;
  }
}
function guarded(dir, work) {
  try {
    return work();
  } catch (error) {
    const code = codeOf(error);
    if (code === void 0) throw error;
    const reason = code === "EEXIST" || code === "ENOTDIR" ? "it is no folder" : code;
    throw new Refusal("INPUT_INVALID", `\`${dir}\` can't be written to: ${reason}.`, {
      hint: "name another folder: `iter init my-project`",
      cause: error
    });
  }
}
function codeOf(error) {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : void 0;
}
function say(output, style, what, file) {
  output.print(`${output.paint(style, what.padEnd(5), "stdout")} ${file}`);
}
function sayNext(output, dir) {
  const steps = [
    ...dir === "." ? [] : [`cd ${dir}`],
    `iter validate ${workflow}`,
    `iter run ${workflow} --simulate     # no key needed`,
    "cp .env.example .env     # then write your key into it",
    `iter run ${workflow} --var pr_title="Fix auth middleware"`
  ];
  output.print(`
Next:
${steps.map((step) => `  ${step}`).join("\n")}`);
}
export {
  init
};
