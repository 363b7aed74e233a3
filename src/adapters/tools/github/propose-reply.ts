/** The proposal of an answer in a thread of a review: one for each thread and run. Spec: github §13. */
import { z } from "zod";
import type { Fields } from "#core/graph/value.ts";
import { at, listAt, numberAt, textAt } from "#src/github/payload.ts";
import { ToolFault, defineTool } from "../define-tool.ts";
import type { Tool } from "../index.ts";
import { threadOf } from "./around.ts";
import { carryOut, clean, markerOf } from "./executor.ts";
import type { Executing, Proposer } from "./executor.ts";
import { findByMarker } from "./find-written.ts";
import { refuseProposal } from "./proposals.ts";

const input = z.strictObject({
  thread: z.string().min(1).describe("Its id, as `github.review_threads` lists it."),
  body: z.string().min(1),
});

/** The tool that answers. */
export function createReplyTool(executing: Executing): Tool {
  return defineTool({
    name: "github.reply",
    description:
      "Answers a thread of a review of the pull request, once: what was done about it, or why not.",
    readsOnly: false,
    input,
    async run(wanted, proposer) {
      return JSON.stringify(await reply(executing, proposer, wanted));
    },
  });
}

async function reply(
  executing: Executing,
  proposer: Proposer,
  { thread: id, body }: z.infer<typeof input>,
): Promise<Fields> {
  const { api, place } = executing;
  const number = threadOf(place, undefined);
  const said = await commentsIn(executing, number, id);
  if (said === null) throw new ToolFault(`#${number} has no review thread \`${id}\``);
  refuseSecond(proposer, id);
  return carryOut(executing, proposer, {
    kind: "reply",
    target: id,
    content: { body },
    make: async (effect) => ({
      ...(await api.reply(id, `${markerOf(executing, effect)}\n${clean(executing, body)}`)),
    }),
    find: async (effect) =>
      findByMarker(executing, (await commentsIn(executing, number, id)) ?? [], effect),
  });
}

/** What was said in a thread, as comments elsewhere are; null if there is no such thread. */
async function commentsIn(
  { place }: Executing,
  number: number,
  id: string,
): Promise<readonly Fields[] | null> {
  const threads = await place.api.reviewThreads(number);
  const thread = threads.find((one) => textAt(one, "id") === id);
  if (thread === undefined) return null;
  return listAt(thread, "comments", "nodes").map((one) => ({
    id: numberAt(one, "databaseId"),
    body: at(one, "body"),
    user: { id: numberAt(one, "author", "databaseId") },
  }));
}

/** Whoever has answered and goes on in the same step makes the same answer. */
function refuseSecond({ effects, site }: Proposer, thread: string): void {
  const before = (effects?.list() ?? []).find(
    ({ kind, target, step }) => kind === "reply" && target === thread && step !== site.step,
  );
  if (before !== undefined)
    throw refuseProposal("too_many", `the thread \`${thread}\` has its answer`);
}
