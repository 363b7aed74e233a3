import{stringify}from"./chunk-7T2W4V6L.mjs";var reviewWorkflow=`## Reviews a pull request: what it changes, and what is wrong with that.

vars:
  rules: string = "Correct, tested, no hard-coded secrets."

prompt reviewer:
  You review pull requests. Judge only what the change does, against these rules: {{vars.rules}}

prompt change:
  Review pull request {{github.pr.number}}.

schema review:
  approved: bool
  summary: string
  findings: string[]

judge review:
  model: "\${MODEL:-anthropic/claude-sonnet-5}"
  output: review
  system: reviewer
  user: change
  tools: [github.pull_request, github.diff, github.file]
  tool_max_steps: 20
  publish: review

workflow review:
  entry: review
  review -> done
`;var signalName="iter-review-signal",setupPaths={job:".github/workflows/iter.yml",signal:".github/workflows/iter-review-signal.yml",config:".github/iter.yml",workflow:".github/iter/review.iter"},dispatchInputs={trigger:"Trigger of .github/iter.yml",vars:"Variables as YAML",command:"Command without /iter","run-id":"Run to resume","iter-event":"Filled in by the bot"},writes={contents:"write",issues:"write","pull-requests":"write",checks:"write",actions:"write"};function setupFiles(options){return{[setupPaths.job]:withVersion(yaml({name:"iter",on:eventsOf(options),permissions:{},jobs:{iter:options.reusable?reusableJob(options):job(options)}}),options.action),...options.bot?{}:{[setupPaths.signal]:yaml(signal)},[setupPaths.config]:config,[setupPaths.workflow]:reviewWorkflow}}function eventsOf({bot,watched}){let inputs=Object.fromEntries(Object.entries(dispatchInputs).map(([name,description])=>[name,{description,required:!1}])),always={schedule:[{cron:"41 */6 * * *"}],workflow_dispatch:{inputs}};return bot?always:{pull_request:{types:["opened","synchronize","reopened","ready_for_review","closed"]},issues:{types:["labeled"]},issue_comment:{types:["created"]},workflow_run:{workflows:[signalName,...watched],types:["completed"]},...always}}function job({bot,action}){return{...bot?{}:{if:onlyCommands},"runs-on":"ubuntu-latest","timeout-minutes":350,permissions:writes,steps:[{uses:`${action.repository}@${action.commit??action.ref}`,with:{"anthropic-api-key":"${{ secrets.ANTHROPIC_API_KEY }}","state-key":"${{ secrets.ITER_STATE_KEY }}"}}]}}function reusableJob({bot,action}){return{...bot?{}:{if:onlyCommands},permissions:writes,uses:`${action.repository}/.github/workflows/run.yml@${action.commit??action.ref}`,secrets:{"anthropic-api-key":"${{ secrets.ANTHROPIC_API_KEY }}","state-key":"${{ secrets.ITER_STATE_KEY }}"}}}var onlyCommands="github.event_name != 'issue_comment' || startsWith(github.event.comment.body, '/')",signal={name:signalName,on:{pull_request_review:{types:["submitted","dismissed"]}},permissions:{},jobs:{signal:{"runs-on":"ubuntu-latest",steps:[{run:"true"}]}}},config=`# What starts which workflow, and who may answer. \`iter github check\` says what doesn't fit.
version: 1

triggers:
  review:
    on: pull_request
    workflow: review
    budget: { max_cost_usd: 2 }
`;function withVersion(text,{ref,commit}){return commit===null?text:text.replace(`@${commit}`,`@${commit} # ${ref}`)}function yaml(document){return stringify(document,{lineWidth:120})}export{signalName,setupPaths,setupFiles};
