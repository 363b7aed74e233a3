import{makeDirectory}from"./chunk-TCPWCHQ3.mjs";import"./chunk-HJE5S3WQ.mjs";import"./chunk-GZWM6P33.mjs";import"./chunk-WEAKHP5L.mjs";import{Refusal,errorCode,exitCodes}from"./chunk-MMCWOSAN.mjs";const{appendFileSync:appendFileSync,readFileSync:readFileSync,writeFileSync:writeFileSync}=globalThis.process.getBuiltinModule("node:fs");const{join:join,resolve:resolve}=globalThis.process.getBuiltinModule("node:path");var starter=`## Pull request refinement with one model: review, plan, check the plan, act, verify, and again
## until the tests pass.
##
## Shows: tool nodes around model nodes (the diff goes in as data, the patch comes out as data and
## is applied by git, so the model itself touches nothing), two loops with bounds of their own, an
## artifact for the plan, retries, and a budget for the whole run.
##
##   iter run pr_refine_single_model.iter --simulate
##   iter run pr_refine_single_model.iter --var pr_title="Fix auth" --var base_ref=origin/main

vars:
  pr_title: string = "Untitled change"
  review_rules: string = "Correct, tested, no hard-coded secrets."
  base_ref: string = "HEAD~1"

prompt review_system:
  You review pull requests. Judge only what the change does, against these rules:
  {{vars.review_rules}}

prompt review_user:
  Title: {{vars.pr_title}}
  What failed when the last fix was verified, if anything: {{input.failure}}

  {{input.diff}}

prompt plan_system:
  You plan the smallest set of changes that settles every finding of a review.

prompt plan_user:
  Findings: {{input.findings}}
  Objections to your last plan, if any: {{input.objections}}

prompt compliance_system:
  You check plans before anybody acts on them. A plan complies if every step serves a finding and
  none breaks these rules: {{vars.review_rules}}

prompt compliance_user:
  Plan: {{input.steps}}
  Findings: {{outputs.review.findings}}

prompt act_system:
  You carry out plans. Answer with one unified diff that \`git apply\` takes, and nothing else in it.

prompt act_user:
  Plan: {{artifacts.plan.steps}}
  Why your last patch was refused, if it was: {{input.refusal}}

  The change so far:
  {{outputs.collect.result}}

schema change:
  diff: string
  failure: string

schema review_result:
  approved: bool
  summary: string
  findings: string[]

schema plan_result:
  summary: string
  steps: string[]

schema compliance_result:
  compliant: bool
  objections: string

schema patch_result:
  summary: string
  patch: string

schema check_result:
  passed: bool

tool collect:
  command: "git diff --no-color {{vars.base_ref}}"
  readonly: true

agent review:
  model: "\${MODEL:-anthropic/claude-sonnet-5}"
  input: change
  output: review_result
  system: review_system
  user: review_user
  retry: 2

agent plan:
  model: "\${MODEL:-anthropic/claude-sonnet-5}"
  output: plan_result
  system: plan_system
  user: plan_user
  publish: plan

judge compliance:
  model: "\${MODEL:-anthropic/claude-sonnet-5}"
  input: plan_result
  output: compliance_result
  system: compliance_system
  user: compliance_user

agent act:
  model: "\${MODEL:-anthropic/claude-sonnet-5}"
  output: patch_result
  system: act_system
  user: act_user
  reasoning_effort: high

tool apply:
  command: \`printf '%s\\n' "{{outputs.act.patch}}" | git apply --whitespace=nowarn -\`
  output: check_result

tool verify:
  command: "\${VERIFY_COMMAND:-npm test}"
  output: check_result
  timeout: "10m"

workflow pr_refine_single_model:
  entry: collect
  budget:
    max_duration: "30m"
    max_cost_usd: 10
    max_tokens: 400000

  collect -> review with { diff: "{{outputs.collect.result}}", failure: "{{input.failure}}" }
  review -> done when approved with { summary: "{{outputs.review.summary}}" }
  review -> plan when not approved with { findings: "{{outputs.review.findings}}" }
  plan -> compliance
  compliance -> act when compliant with { refusal: "" }
  compliance -> plan when not compliant as replan(2) with {
    findings: "{{outputs.review.findings}}",
    objections: "{{outputs.compliance.objections}}"
  }
  compliance -> fail when not compliant
  act -> apply
  apply -> verify when passed
  apply -> act when not passed as repatch(2) with { refusal: "{{outputs.apply.stderr}}" }
  apply -> fail when not passed
  verify -> collect when not passed as refine(3) with { failure: "{{outputs.verify.stdout}}" }
  verify -> fail when not passed
  verify -> done with { summary: "{{outputs.act.summary}}", steps: "{{artifacts.plan.steps}}" }
`,starterTests=`# What must hold of the workflow, whatever models say: no key, no network, no command is run.
#
#   iter test pr_refine_single_model.iter
tests:
  - name: a good change is approved at once
    nodes:
      collect: [{ stdout: "+let x = 1" }]
      review: [{ output: { approved: true, summary: Fine., findings: [] } }]
    expect:
      visited: [collect, review, done]
      inputs: { review: { diff: "+let x = 1" } }
      run_output: { summary: Fine. }

  - name: findings are planned, mended and verified
    nodes:
      collect: [{ stdout: "+let x = 1" }]
      review: [{ output: { approved: false, summary: Untested., findings: [no test] } }]
      plan:
        - output: { summary: Hope., steps: [] }
        - output: { summary: Test it., steps: [add a test] }
      compliance:
        - output: { compliant: false, objections: No step serves the finding. }
        - output: { compliant: true, objections: "" }
      act: [{ output: { summary: A test., patch: "+test()" } }]
      apply: [{ exit_code: 0 }]
      verify: [{ stdout: 1 passed }]
    expect:
      visited: [collect, review, plan, compliance, plan, compliance, act, apply, verify, done]
      inputs: { plan: { objections: No step serves the finding. } }
      artifacts: { plan: { version: 1, data: { steps: [add a test] } } }
      run_output: { summary: A test., steps: [add a test] }
      usage: { iterations: 1 }

  - name: a patch that does not apply is written anew, and failing tests begin a new round
    auto: true # what is not said here is made up
    nodes:
      review: [{ output: { approved: false, summary: "", findings: [a] } }]
      apply: [{ exit_code: 1, stderr: does not apply }, { exit_code: 0 }]
      verify: [{ exit_code: 1, stdout: 1 failed }]
    expect:
      visited:
        [collect, review, plan, compliance, act, apply, act, apply, verify, collect, review, done]
      inputs: { act: { refusal: does not apply }, review: { failure: 1 failed } }

  - name: it gives up on plans that never comply
    auto: true
    nodes:
      review: [{ output: { approved: false, summary: "", findings: [a] } }]
      compliance: [{ output: { compliant: false, objections: No. }, repeat: true }]
    expect:
      status: failed
      edges:
        {
          collect -> review: 1,
          review -> plan: 1,
          plan -> compliance: 3,
          compliance -> plan: 2,
          compliance -> fail: 1,
        }

  - name: it gives up on patches that never apply
    auto: true
    nodes:
      review: [{ output: { approved: false, summary: "", findings: [a] } }]
      apply: [{ exit_code: 1, repeat: true }]
    expect: { status: failed, usage: { iterations: 2 } }

  - name: it gives up when the tests never pass
    auto: true
    nodes:
      review: [{ output: { approved: false, summary: "", findings: [a] }, repeat: true }]
      verify: [{ exit_code: 1, repeat: true }]
    expect: { status: failed, usage: { iterations: 3 } }
`;var workflow="pr_refine_single_model.iter",tests="pr_refine_single_model.test.yaml",envExample=`# Copy this file to .env; iter reads it from the directory in which it is started.

# One of these keys, for the models that the workflow names.
ANTHROPIC_API_KEY=
OPENAI_API_KEY=

# The model of every node of ${workflow}.
# MODEL=anthropic/claude-sonnet-5

# How a fix is verified.
# VERIFY_COMMAND=npm test
`,ignored=[".iterion/",".env"],init={declare(command,act){command.argument("[dir]","the folder to write to","."),act(({host,output},[dir="."])=>{let folder=resolve(host.cwd(),dir),files=guarded(dir,()=>writeFiles(folder));output.document({dir:folder,...files});for(let file of files.files_created)say(output,"green","wrote",file);for(let file of files.files_skipped)say(output,"dim","kept",file);return sayNext(output,dir),Promise.resolve(exitCodes.done)})}};function writeFiles(folder){makeDirectory(folder,511);let results=[[workflow,writeNew(join(folder,workflow),starter)],[tests,writeNew(join(folder,tests),starterTests)],[".env.example",writeNew(join(folder,".env.example"),envExample)],[".gitignore",addLines(join(folder,".gitignore"))]];return{files_created:results.filter(([,written])=>written).map(([name])=>name),files_skipped:results.filter(([,written])=>!written).map(([name])=>name)}}function writeNew(path,text){try{return writeFileSync(path,text,{flag:"wx"}),!0}catch(error){if(errorCode(error)==="EEXIST")return!1;throw error}}function addLines(path){let before=readIfThere(path),name=line=>line.trim().replaceAll(/^\/|\/$/g,""),names=before.split(`
`).map(name),missing=ignored.filter(line=>!names.includes(name(line)));if(missing.length===0)return!1;let separator=before===""||before.endsWith(`
`)?"":`
`;return appendFileSync(path,`${separator}${missing.join(`
`)}
`),!0}function readIfThere(path){try{return readFileSync(path,"utf8")}catch(error){if(errorCode(error)==="ENOENT")return"";throw error}}function guarded(dir,work){try{return work()}catch(error){let code=errorCode(error);if(code===void 0)throw error;let reason=code==="EEXIST"||code==="ENOTDIR"?"it is no folder":code;throw new Refusal("INPUT_INVALID",`\`${dir}\` can't be written to: ${reason}.`,{hint:"name another folder: `iter init my-project`",cause:error})}}function say(output,style,what,file){output.print(`${output.paint(style,what.padEnd(5),"stdout")} ${file}`)}function sayNext(output,dir){let steps=[...dir==="."?[]:[`cd ${dir}`],`iter validate ${workflow}`,`iter test ${workflow}               # no key needed`,`iter run ${workflow} --simulate     # nor here`,"cp .env.example .env     # then write your key into it",`iter run ${workflow} --var pr_title="Fix auth middleware"`];output.print(`
Next:
${steps.map(step=>`  ${step}`).join(`
`)}`)}export{init};
