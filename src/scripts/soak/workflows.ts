/** The workflows of the soak: small, but with everything that a kill could break. */

/** A workflow and what its run gives if nobody disturbs it. */
export interface SoakWorkflow {
  readonly name: string;
  readonly text: string;
  /** Activations that finish, whatever happens on the way. */
  readonly finished: readonly string[];
}

/** A tool whose every execution leaves a line, with the key of its step, outside of the workspace. */
function tool(name: string, more = ""): string {
  return `tool ${name}:
  command: "sleep 0.0${(name.length * 7) % 6}; echo $ITER_STEP_ID >> ../made.txt; echo made"
${more}`;
}

const readonly = "  readonly: true\n";

const forks = `router out:
  mode: fan_out_all

router in:
  mode: fan_out_all

join met:
  strategy: wait_all

join merged:
  strategy: best_effort
  require: [a]

agent sum:
  model: "simulate/any"
  publish: summary

agent again:
  model: "simulate/any"
  session: inherit

${tool("start")}
${tool("a", readonly)}
${tool("bb", readonly)}
${tool("ccc", readonly)}
${tool("write", "  publish: written\n")}
${tool("broken", readonly).replace("echo made", "exit 3")}
workflow forks:
  entry: start
  start -> out
  out -> a
  out -> in
  out -> broken
  in -> bb
  in -> ccc
  bb -> met
  ccc -> met
  a -> merged
  met -> merged
  broken -> merged
  merged -> write
  write -> sum
  sum -> again
  again -> done
`;

const gates = `schema verdict:
  approved: bool

router out:
  mode: fan_out_all

human left:
  output: verdict

human right:
  output: verdict
  min_answers: 2

join met:
  strategy: wait_all

${tool("before", readonly)}
${tool("after", readonly)}
${tool("third", readonly)}
workflow gates:
  entry: before
  before -> out
  out -> left
  out -> right
  out -> third
  left -> after
  after -> met
  right -> met
  third -> met
  met -> done
`;

const loops = `compute count:
  expr:
    n: "loop.round.iteration"
    more: "loop.round.iteration < 4"

router turn:
  mode: round_robin

${tool("odd", "  publish: turn\n")}
${tool("even", "  publish: turn\n")}
workflow loops:
  entry: turn
  turn -> odd
  turn -> even
  odd -> count
  even -> count
  count -> turn when more as round(9)
  count -> done
`;

/** A loop of quick steps, so that few of them are in flight when somebody dies. */
export function manySteps(steps: number): SoakWorkflow {
  const counts = Array.from({ length: steps }, (_, at) => at);
  return {
    name: "steps",
    text: `compute count:
  expr:
    more: "loop.round.iteration < ${steps - 1}"

tool make:
  command: "echo $ITER_STEP_ID >> ../made.txt; echo made"

workflow steps:
  entry: make
  make -> count
  count -> make when more as round(${steps})
  count -> done
`,
    finished: [...counts.flatMap((at) => [`make#${at}`, `count#${at}`]), "done#0"],
  };
}

/** All of them. */
export const workflows: readonly SoakWorkflow[] = [
  {
    name: "forks",
    text: forks,
    finished: [
      "start#0",
      "out#0",
      "out#0.a/a#0",
      "out#0.in/in#0",
      "out#0.in/in#0.bb/bb#0",
      "out#0.in/in#0.ccc/ccc#0",
      "out#0.in/met#0",
      "merged#0",
      "write#0",
      "sum#0",
      "again#0",
      "done#0",
    ],
  },
  {
    name: "gates",
    text: gates,
    finished: [
      "before#0",
      "out#0",
      "out#0.left/left#0",
      "out#0.left/after#0",
      "out#0.right/right#0",
      "out#0.third/third#0",
      "met#0",
      "done#0",
    ],
  },
  {
    name: "loops",
    text: loops,
    finished: [
      ...[0, 1, 2, 3, 4].flatMap((at) => [`turn#${at}`, `count#${at}`]),
      ...["odd#0", "even#0", "odd#1", "even#1", "odd#2"],
      "done#0",
    ],
  },
];
