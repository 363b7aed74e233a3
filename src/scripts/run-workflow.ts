/** The reusable workflow, whose inputs and outputs are those of the Action. */
import { readFileSync } from "node:fs";
import { parse, stringify } from "yaml";
import { z } from "zod";

const described = z.object({ description: z.string(), default: z.string().optional() });
const contract = z.object({
  inputs: z.record(z.string(), described),
  outputs: z.record(z.string(), described),
});

/** Inputs that are secrets of whoever calls the workflow. */
const secrets: ReadonlySet<string> = new Set([
  ...["push-token", "state-key", "anthropic-api-key", "claude-code-oauth-token", "openai-api-key"],
]);

/** The job has a token of its own. */
const left: ReadonlySet<string> = new Set(["token"]);

const heading = `# The Action as a workflow to be called; made by \`npm run generate\` from action.yml.
# \`iter github init --reusable\` writes the job that calls it.
`;

/** The text of the workflow. */
export function drawRunWorkflow(actionFile: string): string {
  const { inputs, outputs } = contract.parse(parse(readFileSync(actionFile, "utf8")));
  // Aliases are for those who come from other actions; here nobody does.
  const names = Object.keys(inputs).filter((name) => !name.includes("_") && !left.has(name));
  const plain = names.filter((name) => !secrets.has(name));
  const entries = (of: readonly string[], draw: (name: string) => object | string): object =>
    Object.fromEntries(of.map((name) => [name, draw(name)]));
  const { status, "run-id": runId, "reason-code": reason, ...rest } = outputs;
  const told = { status, "run-id": runId, "reason-code": reason, outputs: rest["outputs"] };
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
        outputs: entries(Object.keys(told), (name) => ({
          description: outputs[name]?.description ?? "",
          value: `\${{ jobs.iter.outputs.${name} }}`,
        })),
      },
    },
    permissions: {},
    jobs: {
      iter: {
        "runs-on": "ubuntu-latest",
        "timeout-minutes": 350,
        permissions: {
          ...{ contents: "write", issues: "write", "pull-requests": "write" },
          ...{ checks: "write", actions: "write" },
        },
        outputs: entries(Object.keys(told), (name) => `\${{ steps.iter.outputs.${name} }}`),
        steps: [
          {
            id: "iter",
            uses: "iter/action@v1",
            with: entries(names, (name) =>
              secrets.has(name) ? `\${{ secrets.${name} }}` : `\${{ inputs.${name} }}`,
            ),
          },
        ],
      },
    },
  };
  return heading + stringify(workflow, { lineWidth: 0 });
}
