/** The workflow with which a repository begins. */
export const reviewWorkflow = `## Reviews a pull request: what it changes, and what is wrong with that.

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
`;
