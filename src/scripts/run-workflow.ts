/** The reusable workflow, whose inputs and outputs are those of the Action. */
import { readFileSync } from "node:fs";
import { parse, stringify } from "yaml";
import { z } from "zod";

const described = z.object({ description: z.string(), default: z.string().optional() });
const contract = z.object({
  inputs: z.record(z.string(), described),
  outputs: z.record(z.string(), described),
});

/** What proposes, comments and pushes has these; who runs models never does. */
const forWriting = ["push-token", "state-key"];
const modelKeys = ["anthropic-api-key", "claude-code-oauth-token", "openai-api-key"];

/** Inputs that are secrets of whoever calls the workflow. */
const secrets: ReadonlySet<string> = new Set([...forWriting, ...modelKeys]);

/** The job has a token of its own. */
const left: ReadonlySet<string> = new Set(["token"]);

/** What only the job that hears of the event is told. */
const ofEvent: ReadonlySet<string> = new Set(["command", "trigger-phrase", "vars", "recipe"]);

const writing = {
  ...{ contents: "write", issues: "write", "pull-requests": "write" },
  ...{ checks: "write", actions: "write" },
};
const reading = {
  ...{ contents: "read", issues: "read", "pull-requests": "read" },
  ...{ checks: "read", actions: "read" },
};

const heading = `# The Action as a workflow to be called; made by \`npm run generate\` from action.yml.
# \`iter github init --reusable\` writes the job that calls it.
#
# plan decides, authorises, claims and comments, and runs no model. agents runs models and programs,
# with a token that can only read: what it wants written it proposes. apply checks and writes that,
# reports, and starts the workflow again while the run goes on. gate waits for the reviewers of the
# environment that the run's open gate asks for, with no right to anything; resume writes down what
# they have said.
#
# The Action is that of the release to which this file belongs: its tag is never moved.
`;

/** Outputs of the Action that the workflow has too. */
const told = ["status", "run-id", "reason-code", "outputs", "gate-environment"];
/** Where they are taken from: the last job that has them. */
const tellers = ["resume", "apply", "agents", "plan"];

/** The text of the workflow. */
export function drawRunWorkflow(actionFile: string, version: string): string {
  const uses = `iter/action@v${version}`;
  const { inputs, outputs } = contract.parse(parse(readFileSync(actionFile, "utf8")));
  // Aliases are for those who come from other actions; here nobody does.
  const names = Object.keys(inputs).filter((name) => !name.includes("_") && !left.has(name));
  const plain = names.filter((name) => !secrets.has(name));
  const workflow = {
    name: "run",
    on: {
      workflow_call: {
        inputs: entries(plain, (name) => ({
          description: inputs[name]?.description ?? "",
          type: "string",
          default: inputs[name]?.default ?? "",
        })),
        secrets: entries([...secrets], (name) => ({
          description: inputs[name]?.description ?? "",
          required: false,
        })),
        outputs: entries(told, (name) => ({
          description: outputs[name]?.description ?? "",
          value: `\${{ ${tellers.map((job) => `jobs.${job}.outputs.${name}`).join(" || ")} }}`,
        })),
      },
    },
    permissions: {},
    jobs: {
      plan: {
        if: "inputs.effects != 'none'",
        ...jobOf(writing),
        "timeout-minutes": 30,
        steps: [
          stepOf(names, {
            uses,
            except: modelKeys,
            with: { "timeout-minutes": "0", effects: "apply" },
          }),
        ],
      },
      agents: {
        needs: "plan",
        if: `!cancelled() && (inputs.effects == 'none' || ${planned})`,
        ...jobOf(reading),
        "timeout-minutes": 350,
        steps: [
          stepOf(names, {
            uses,
            except: ["push-token"],
            with: {
              mode: "${{ inputs.effects == 'none' && inputs.mode || 'resume' }}",
              "run-id": "${{ needs.plan.outputs.run-id || inputs.run-id }}",
              effects: "${{ inputs.effects == 'none' && 'none' || 'propose' }}",
            },
          }),
        ],
      },
      apply: {
        needs: ["plan", "agents"],
        if: `always() && inputs.effects == 'apply' && ${planned}`,
        ...jobOf(writing),
        "timeout-minutes": 30,
        steps: [goOn(uses, names)],
      },
      gate: {
        needs: ["plan", "apply"],
        if: `!cancelled() && ${asked}`,
        "runs-on": "ubuntu-latest",
        permissions: {},
        environment: "${{ needs.apply.outputs.gate-environment }}",
        "timeout-minutes": 5,
        steps: [{ run: "true" }],
      },
      // A no of the reviewers fails the job before it.
      resume: {
        needs: ["plan", "apply", "gate"],
        if: "always() && needs.gate.result != 'skipped'",
        ...jobOf(writing),
        "timeout-minutes": 30,
        steps: [goOn(uses, names)],
      },
    },
  };
  return heading + stringify(workflow, { lineWidth: 0, aliasDuplicateObjects: false });
}

const planned = "needs.plan.outputs.status == 'running'";
const asked = "needs.apply.outputs.gate-environment != ''";

/** Writes what is to be written of a run that was begun, and has it go on elsewhere. */
function goOn(uses: string, names: readonly string[]): object {
  return stepOf(names, {
    uses,
    except: [...modelKeys, ...ofEvent],
    with: {
      ...{ mode: "resume", "run-id": "${{ needs.plan.outputs.run-id }}" },
      ...{ "timeout-minutes": "0", effects: "apply" },
    },
  });
}

function jobOf(permissions: object): object {
  return { "runs-on": "ubuntu-latest", permissions, outputs: entries(told, outputOf) };
}

function outputOf(name: string): string {
  return `\${{ steps.iter.outputs.${name} }}`;
}

/** The step of a job: what the caller says, but for what makes the job what it is. */
function stepOf(
  names: readonly string[],
  job: {
    readonly uses: string;
    readonly except: readonly string[];
    readonly with: Readonly<Record<string, string>>;
  },
): object {
  const given = names.filter((name) => !job.except.includes(name));
  return {
    id: "iter",
    uses: job.uses,
    with: entries(
      given,
      (name) =>
        job.with[name] ??
        (secrets.has(name) ? `\${{ secrets.${name} }}` : `\${{ inputs.${name} }}`),
    ),
  };
}

function entries(of: readonly string[], draw: (name: string) => object | string): object {
  return Object.fromEntries(of.map((name) => [name, draw(name)]));
}
