/** A real run against a loopback model, for tests that look at what happened. */
import type { Fields } from "#core/graph/value.ts";
import { iter } from "#support/command-line.ts";
import type { Said } from "#support/command-line.ts";
import { createWorkspace } from "#support/workspace.ts";
import { startAnthropicServer } from "#testing/loopback/anthropic.ts";

/** Text that would be markup, a script or an address if anybody took it for more than text. */
export const hostile =
  '</script><script>window.owned=1</script><!-- <img src=x onerror="window.owned=1"> javascript:window.owned=1 \u2028 ]]>';

/** A value of an environment variable that nothing written may hold. */
export const secret = "hunter2-hunter2-xyz";

const workflow = `
prompt mend:
  Mend src/add.js for {{vars.who}}.

prompt judged:
  Is it good? {{input.summary}}

schema result:
  summary: string

schema verdict:
  approved: bool
  reasoning: string

vars:
  who: string = "ada"

agent fixer:
  model: "anthropic/claude-sonnet-5"
  user: mend
  output: result
  tools: [read_file, run_command]
  tool_policy: [read_file]
  publish: mended

judge review:
  model: "anthropic/claude-sonnet-5"
  user: judged
  output: verdict

workflow mending:
  entry: fixer
  fixer -> review
  review -> done when approved
  review -> fixer when not approved as refine(2)
  review -> fail
`;

/** A finished run, and how to look at it. */
export interface ObservedRun {
  readonly folder: string;
  readonly said: Said;
  readonly look: (...words: readonly string[]) => Promise<Said>;
  readonly remove: () => void;
}

/** Runs a loop of two models with a tool call, a refused call and a refused verdict. */
export async function observeRun(env: Readonly<Record<string, string>> = {}): Promise<ObservedRun> {
  const repository = createWorkspace(
    { "src/add.js": `export const add = (a, b) => a - b; // ${secret}\n`, "mend.iter": workflow },
    { commit: true },
  );
  const call = (name: string, input: Readonly<Record<string, string>>) => ({
    toolCalls: [{ name, input }],
    usage: { input: 1000, output: 200 },
  });
  const say = (output: Fields) => ({
    text: JSON.stringify(output),
    usage: { input: 2000, output: 100 },
  });
  const server = await startAnthropicServer([
    call("read_file", { path: "src/add.js" }),
    call("run_command", { command: "touch owned" }),
    say({ summary: `add adds ${hostile}` }),
    say({ approved: false, reasoning: "no test" }),
    say({ summary: "tested" }),
    say({ approved: true, reasoning: "good" }),
  ]);
  const { folder } = repository;
  const own = { ...server.env, HOME: folder, DEPLOY_TOKEN: secret, ...env };
  const look = (...words: readonly string[]): Promise<Said> =>
    iter(words, { cwd: folder, env: own });
  try {
    const said = await look("run", "mend.iter", "--run-id", "seen", "--var", `who=${hostile}`);
    return { folder, said, look, remove: () => repository.remove() };
  } finally {
    await server.close();
  }
}
