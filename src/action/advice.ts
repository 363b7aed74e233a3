/** Advice in the words of a job: what the command line does with a flag, a job does with an input. */

/** What is said to somebody at a shell, and what to somebody who writes a job. */
const words: readonly (readonly [atShell: RegExp, inJob: string])[] = [
  [/`--var ([^=`\s]+)=…`/g, "write `$1: …` under the input `vars`"],
  [/give it: write/g, "write"],
  [/\bset `ANTHROPIC_API_KEY`/g, "fill in the input `anthropic-api-key` from a secret"],
  [/\bset `OPENAI_API_KEY`/g, "fill in the input `openai-api-key` from a secret"],
  [/with `--simulate`/g, "with the input `simulate: true`"],
  [
    /resume with a larger limit: `--budget (\w+)=[^`]+`/g,
    "raise `$1` in the workflow's budget and in the job's inputs, then run the job again",
  ],
  [
    /go on with it by `iter resume --run-id [^`]*`, or leave --run-id out/g,
    "give another `run-id`",
  ],
  [/choose another folder with --store-dir/g, "check the folder that `RUNNER_TEMP` names"],
  [/; what was recorded before is safe, and a run goes on with `iter resume`/g, ""],
  [/, then resume\b/g, ", then run the job again"],
  [/\bresume later\b/g, "run the job again later"],
];

/** A hint for the author of a job. */
export function adviseJob(hint: string): string {
  return words.reduce((text, [atShell, inJob]) => text.replaceAll(atShell, inJob), hint);
}
