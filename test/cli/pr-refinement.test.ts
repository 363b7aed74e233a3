/** The example of a pull request, with every provider on the wire and a real repository. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { calcPrice } from "@pydantic/genai-prices";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Fields } from "#core/graph/value.ts";
import type { WireReply, WireRequest, WireUsage } from "#testing/loopback/server.ts";
import { subjects } from "#support/providers.ts";
import type { Subject } from "#support/providers.ts";
import { documentOf, iter, root } from "#support/command-line.ts";
import { createWorkspace } from "#support/workspace.ts";
import type { TestWorkspace } from "#support/workspace.ts";

const example = "pr_refine_single_model.iter";

const patch = `--- a/src/add.js
+++ b/src/add.js
@@ -1 +1 @@
-export const add = (a, b) => a - b;
+export const add = (a, b) => a + b;
`;

/** A repository whose last commit is what the pull request brings. */
function createRepository(): TestWorkspace {
  const workflow = readFileSync(join(root, "examples", example), "utf8");
  const repository = createWorkspace(
    { [example]: workflow, "src/add.js": "export const add = () => 0;\n" },
    { commit: true },
  );
  onTestFinished(() => repository.remove());
  repository.write("src/add.js", "export const add = (a, b) => a - b;\n");
  repository.write(
    ".iterion/prices.json",
    JSON.stringify({ "openai-compatible/qwen3": { input: 0.25, output: 1.5, cache_read: 0.1 } }),
  );
  repository.git("commit", "--quiet", "--all", "--message", "Add");
  return repository;
}

const answers: readonly (readonly [who: string, answer: Fields])[] = [
  ["You review", { approved: false, summary: "it subtracts", findings: ["add subtracts"] }],
  ["You plan", { summary: "turn the sign", steps: ["write a plus"] }],
  ["You check plans", { compliant: true, objections: "" }],
  ["You carry out", { summary: "add adds", patch }],
];

/** What each call uses; the plan's first answer is wrong, and the server is busy once. */
const usages: readonly WireUsage[] = [
  { input: 1200, output: 310, cacheRead: 0 },
  { input: 0, output: 0 },
  { input: 800, output: 77, cacheRead: 400 },
  { input: 950, output: 91, cacheRead: 400 },
  { input: 333, output: 12 },
  { input: 4321, output: 987, cacheRead: 64 },
];

function answerCall({ body }: WireRequest, index: number): WireReply {
  const usage = usages[index] ?? {};
  if (index === 1) return { status: 429, headers: { "retry-after-ms": "20" } };
  if (index === 2) return { text: '{"summary":"turn the sign"}', usage };
  const text = JSON.stringify(body);
  const [, answer = {}] = answers.find(([who]) => text.includes(who)) ?? [];
  return { text: JSON.stringify(answer), usage };
}

/** What a provider would have on its bill. */
function billOf({ priced }: Subject): number {
  const bills = usages.map(({ input = 0, output = 0, cacheRead = 0 }) => {
    if (priced === null) return (input * 0.25 + cacheRead * 0.1 + output * 1.5) / 1e6;
    const tokens = {
      input_tokens: input + cacheRead,
      output_tokens: output,
      cache_read_tokens: cacheRead,
    };
    return calcPrice(tokens, priced.model, { providerId: priced.company })?.total_price ?? NaN;
  });
  return bills.reduce((sum, bill) => sum + bill, 0);
}

describe.each(subjects)("$name", (subject) => {
  it("refines a pull request, and charges every call to the cent", async () => {
    const repository = createRepository();
    await using server = await subject.start(answerCall);

    const said = await iter(["run", example, "--json"], {
      cwd: repository.folder,
      env: {
        ...server.env,
        HOME: repository.folder,
        MODEL: subject.model,
        VERIFY_COMMAND: "grep -q 'a + b' src/add.js",
      },
    });

    expect(said.code, said.err).toBe(0);
    expect(documentOf(said)).toMatchObject({
      status: "finished",
      output: { summary: "add adds", steps: ["write a plus"] },
    });
    expect(repository.git("diff", "--", "src")).toContain("+export const add = (a, b) => a + b;");
    expect(server.requests).toHaveLength(usages.length);
    const repaired = JSON.stringify(server.requests[3]?.body);
    expect(repaired).toContain("`steps` is missing");
    const { usage } = documentOf(said) as { readonly usage: Record<string, number> };
    const spent = usages.reduce(
      (sum, { input = 0, output = 0, cacheRead = 0 }) => sum + input + output + cacheRead,
      0,
    );
    expect((usage["input_tokens"] ?? 0) + (usage["output_tokens"] ?? 0)).toBe(spent);
    expect(usage["cost_usd"]).toBeCloseTo(billOf(subject), 9);
    expect(billOf(subject)).toBeGreaterThan(0);
  });
});
