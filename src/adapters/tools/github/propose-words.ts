/** Proposals that are words: comments, reviews, labels, threads resolved, issues. */
import { z } from "zod";
import type { Fields } from "#core/graph/value.ts";
import { remarkFingerprint } from "#src/github/effects/fingerprint.ts";
import { listAt, numberAt, textAt } from "#src/github/payload.ts";
import { defineTool } from "../define-tool.ts";
import type { Tool } from "../index.ts";
import { threadOf } from "./around.ts";
import { carryOut, clean, markerOf } from "./executor.ts";
import type { Executing, Proposer } from "./executor.ts";
import { findByMarker, ownMarker } from "./find-written.ts";
import { refuseProposal } from "./proposals.ts";

const remark = z.strictObject({
  path: z.string().min(1),
  line: z.int().min(1),
  start_line: z.int().min(1).optional(),
  side: z.enum(["LEFT", "RIGHT"]).default("RIGHT"),
  body: z.string().min(1),
  suggestion: z.string().optional().describe("Lines that are to stand in place of these."),
});
type Remark = z.infer<typeof remark>;

const review = z.strictObject({
  event: z.enum(["COMMENT", "REQUEST_CHANGES", "APPROVE"]).default("COMMENT"),
  body: z.string().default(""),
  comments: z.array(remark).default([]),
});

/** The tools that propose words. */
export function createWordTools(executing: Executing): readonly Tool[] {
  const { api, place, limits } = executing;
  const proposing = { readsOnly: false };
  return [
    defineTool({
      ...proposing,
      name: "github.comment",
      description: "Writes a comment on the thread.",
      input: z.strictObject({ body: z.string().min(1) }),
      async run({ body }, proposer) {
        const thread = threadOf(place, undefined);
        const receipt = await carryOut(executing, proposer, {
          kind: "comment",
          target: `#${thread}`,
          content: { body },
          make: async (effect) => ({
            ...(await api.comment(
              thread,
              `${markerOf(executing, effect)}\n${clean(executing, body)}`,
            )),
          }),
          find: async (effect) => findByMarker(executing, await place.api.comments(thread), effect),
        });
        return JSON.stringify(receipt);
      },
    }),
    defineTool({
      ...proposing,
      name: "github.review",
      description:
        "Writes one review with remarks on lines of the diff. A remark that was made before is not repeated; those that are not made any more are resolved.",
      input: review,
      async run(given, proposer) {
        return JSON.stringify(await writeReview(executing, proposer, given));
      },
    }),
    defineTool({
      ...proposing,
      name: "github.label",
      description: "Adds and removes labels of the thread that the repository has.",
      input: z.strictObject({
        add: z.array(z.string().min(1)).default([]),
        remove: z.array(z.string().min(1)).default([]),
      }),
      async run({ add, remove }, proposer) {
        const foreign = [...add, ...remove].find((name) => !limits.labels.includes(name));
        if (foreign !== undefined)
          throw refuseProposal(
            "not_allowed",
            `the label \`${foreign}\` isn't in \`label.allowed\``,
          );
        for (const name of add)
          if (!(await api.labelExists(name)))
            throw refuseProposal("not_allowed", `there is no label \`${name}\``);
        const thread = threadOf(place, undefined);
        const write = async (): Promise<Fields> => {
          await api.label(thread, add, remove);
          return { added: add, removed: remove };
        };
        const content = { add, remove };
        const kind = { kind: "label", target: `#${thread}`, content } as const;
        // Labels are what they are: setting them again changes nothing.
        return JSON.stringify(
          await carryOut(executing, proposer, { ...kind, make: write, find: write }),
        );
      },
    }),
    defineTool({
      ...proposing,
      name: "github.resolve",
      description: "Resolves threads of reviews that Iter itself opened.",
      input: z.strictObject({ threads: z.array(z.string().min(1)).min(1).max(40) }),
      async run({ threads }, proposer) {
        const number = threadOf(place, undefined);
        const own = await ownThreads(executing, number);
        const foreign = threads.find((id) => !own.has(id));
        if (foreign !== undefined)
          throw refuseProposal(
            "not_allowed",
            `the thread \`${foreign}\` was opened by somebody else`,
          );
        for (const [at, id] of threads.entries()) {
          const write = async (): Promise<Fields> => {
            await api.resolve(id);
            return { resolved: id };
          };
          const kind = { kind: "resolve", target: id, content: { id, threads } } as const;
          const follows = at > 0;
          await carryOut(executing, proposer, { ...kind, follows, make: write, find: write });
        }
        return JSON.stringify({ resolved: threads });
      },
    }),
    defineTool({
      ...proposing,
      name: "github.issue_create",
      description: "Opens an issue.",
      input: z.strictObject({
        title: z.string().min(1),
        body: z.string().min(1),
        labels: z.array(z.string()).default([]),
      }),
      async run({ title, body, labels }, proposer) {
        const allowed = labels.filter((name) => limits.labels.includes(name));
        const receipt = await carryOut(executing, proposer, {
          kind: "issue",
          target: "issues",
          content: { title, body, labels },
          make: async (effect) => ({
            ...(await api.openIssue({
              title: clean(executing, title, "title"),
              body: `${markerOf(executing, effect)}\n${clean(executing, body)}`,
              labels: allowed,
            })),
          }),
          find: async (effect) => findByMarker(executing, await api.issues(), effect),
        });
        return JSON.stringify(receipt);
      },
    }),
  ];
}

async function writeReview(
  executing: Executing,
  proposer: Proposer,
  { event, body, comments }: z.infer<typeof review>,
): Promise<Fields> {
  const { api, place, limits } = executing;
  if (event === "APPROVE" && !limits.allowApprove)
    throw refuseProposal("not_allowed", "`review.allow-approve` is not set");
  if (comments.length > limits.reviewComments)
    throw refuseProposal("too_many", `no more than ${limits.reviewComments} remarks`);
  const number = threadOf(place, undefined);
  const commit = place.headSha ?? "";
  return carryOut(executing, proposer, {
    kind: "review",
    target: `#${number}`,
    content: { event, body, comments: JSON.stringify(comments), commit },
    async make(effect) {
      const before = await remarksBefore(executing, number);
      const wanted = new Map(comments.map((one) => [remarkFingerprint(one), one]));
      const fresh = [...wanted].filter(([print]) => !before.has(print));
      const shown = fresh.map(([fingerprint, one]) => ({
        path: one.path,
        line: one.line,
        ...(one.start_line === undefined ? {} : { start_line: one.start_line }),
        side: one.side,
        body: `${markerOf(executing, effect, { fingerprint })}\n${toText(executing, one)}`,
      }));
      const edited = await updateRemarks(executing, effect, { before, wanted });
      const resolved = await resolveGone(executing, number, { before, wanted });
      const says = shown.length > 0 || body !== "" || event !== "COMMENT";
      const text = `${markerOf(executing, effect)}\n${clean(executing, body)}`;
      const written = says
        ? await api.review(number, { commit, event, body: text, comments: shown })
        : null;
      return {
        ...written,
        remarks: shown.length,
        known: wanted.size - shown.length,
        edited,
        resolved,
      };
    },
    find: async (effect) => findByMarker(executing, await place.api.reviews(number), effect),
  });
}

interface Before {
  readonly id: number;
  readonly body: string;
}

/** Remarks that we have made on the pull request, by fingerprint. */
async function remarksBefore(
  executing: Executing,
  number: number,
): Promise<ReadonlyMap<string, Before>> {
  const found = new Map<string, Before>();
  for (const one of await executing.api.remarks(number)) {
    const fingerprint = ownMarker(executing, one)?.["fingerprint"];
    if (typeof fingerprint === "string")
      found.set(fingerprint, { id: numberAt(one, "id") ?? 0, body: textAt(one, "body") });
  }
  return found;
}

interface Compared {
  readonly before: ReadonlyMap<string, Before>;
  readonly wanted: ReadonlyMap<string, Remark>;
}

async function updateRemarks(
  executing: Executing,
  effect: Parameters<typeof markerOf>[1],
  { before, wanted }: Compared,
): Promise<number> {
  let edited = 0;
  for (const [fingerprint, one] of wanted) {
    const known = before.get(fingerprint);
    const text = toText(executing, one);
    if (known === undefined || withoutMarker(known.body) === text) continue;
    const marker = markerOf(executing, effect, { fingerprint });
    await executing.api.editRemark(known.id, `${marker}\n${text}`);
    edited += 1;
  }
  return edited;
}

/** What was remarked before and is not any more has been dealt with. */
async function resolveGone(
  executing: Executing,
  number: number,
  { before, wanted }: Compared,
): Promise<number> {
  const gone = [...before].filter(([print]) => !wanted.has(print)).map(([, { id }]) => id);
  if (gone.length === 0) return 0;
  const own = await ownThreads(executing, number);
  const open = [...own].filter(([, { comment, resolved }]) => !resolved && gone.includes(comment));
  for (const [id] of open) await executing.api.resolve(id);
  return open.length;
}

/** Threads that begin with a remark of ours; the owner of a personal token also opens some of their own. */
async function ownThreads(
  executing: Executing,
  number: number,
): Promise<ReadonlyMap<string, { readonly comment: number; readonly resolved: boolean }>> {
  const threads = await executing.place.api.reviewThreads(number);
  return new Map(
    threads.flatMap((thread) => {
      const first = listAt(thread, "comments", "nodes")[0] ?? null;
      const id = numberAt(first, "author", "databaseId");
      if (ownMarker(executing, { body: textAt(first, "body"), user: { id } }) === null) return [];
      const comment = numberAt(first, "databaseId") ?? 0;
      const resolved = (thread as Fields)["isResolved"] === true;
      return [[textAt(thread, "id"), { comment, resolved }] as const];
    }),
  );
}

function toText(executing: Executing, { body, suggestion }: Remark): string {
  const said = clean(executing, body);
  if (suggestion === undefined) return said;
  const fence = "`".repeat(
    Math.max(3, ...[...suggestion.matchAll(/`+/g)].map(([run]) => run.length + 1)),
  );
  return clean(
    executing,
    `${said}\n\n${fence}suggestion\n${suggestion.replace(/\n$/, "")}\n${fence}`,
  );
}

function withoutMarker(body: string): string {
  return body.slice(body.indexOf("\n") + 1);
}
