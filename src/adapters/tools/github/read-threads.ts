/** What a thread is and what was said on it. */
import { z } from "zod";
import { at, listAt, numberAt, textAt } from "#src/github/payload.ts";
import type { Fields, Value } from "#core/graph/value.ts";
import { defineTool } from "../define-tool.ts";
import type { Tool } from "../index.ts";
import {
  createLevels,
  cutList,
  isAsItWas,
  isBefore,
  labelsOf,
  pullOf,
  said,
  tell,
  threadOf,
} from "./around.ts";
import type { GithubPlace } from "./around.ts";

const ofThread = z.strictObject({
  number: z.int().min(1).optional().describe("Another thread than the run's."),
});

/** The tools that read threads. */
export function createThreadTools(place: GithubPlace): readonly Tool[] {
  const { api, withoutTexts = false } = place;
  const levelOf = createLevels(place);
  const heading = async (thread: Value) => ({
    number: numberAt(thread, "number"),
    state: textAt(thread, "state"),
    author: textAt(thread, "user", "login"),
    level: await levelOf(at(thread, "user")),
    labels: labelsOf(thread),
    ...(withoutTexts ? {} : await texts(thread)),
  });
  const texts = async (thread: Value): Promise<Fields> =>
    (await isAsItWas(place, thread))
      ? { title: said(thread, "title"), body: said(thread, "body") }
      : { left_out: "title and body, which were written or changed after the run began" };
  const side = (pull: Value, name: "head" | "base") => ({
    ...(withoutTexts ? {} : { ref: said(pull, name, "ref") }),
    sha: textAt(pull, name, "sha"),
  });

  return [
    defineTool({
      name: "github.pull_request",
      description: "Shows the pull request: state, author, labels, title, text, head and base.",
      readsOnly: true,
      input: ofThread,
      async run({ number }) {
        const pull = await pullOf(place, number);
        return tell("github.pull_request", {
          ...(await heading(pull)),
          draft: at(pull, "draft"),
          mergeable: at(pull, "mergeable"),
          head: side(pull, "head"),
          base: side(pull, "base"),
        });
      },
    }),
    defineTool({
      name: "github.issue",
      description: "Shows an issue or pull request: state, author, labels, title, text.",
      readsOnly: true,
      input: ofThread,
      async run({ number }) {
        return tell("github.issue", await heading(await api.issue(threadOf(place, number))));
      },
    }),
    defineTool({
      name: "github.comments",
      description: "Lists what was said on the thread before the run began, oldest first.",
      readsOnly: true,
      input: ofThread,
      async run({ number }) {
        const thread = threadOf(place, number);
        const pull = await api.pull(thread);
        const all = [
          ...(await api.comments(thread)),
          ...(pull === null ? [] : await api.reviews(thread)),
        ].filter((one) => isBefore(place, one) && textAt(one, "body") !== "");
        const { items, ...counts } = cutList(all.toReversed());
        const shown = items.toReversed().map(async (one) => ({
          id: numberAt(one, "id"),
          author: textAt(one, "user", "login"),
          level: await levelOf(at(one, "user")),
          at: textAt(one, "created_at") || textAt(one, "submitted_at"),
          ...(textAt(one, "state") === "" ? {} : { review: textAt(one, "state") }),
          text: said(one, "body"),
        }));
        return tell("github.comments", { comments: await Promise.all(shown), ...counts });
      },
    }),
    defineTool({
      name: "github.review_threads",
      description: "Lists the threads of reviews: file, line, resolved, outdated, what was said.",
      readsOnly: true,
      input: ofThread,
      async run({ number }) {
        const { items, ...counts } = cutList(await api.reviewThreads(threadOf(place, number)));
        const shown = items.map(async (thread) => ({
          id: textAt(thread, "id"),
          path: said(thread, "path"),
          line: numberAt(thread, "line"),
          resolved: at(thread, "isResolved"),
          outdated: at(thread, "isOutdated"),
          comments: await Promise.all(
            listAt(thread, "comments", "nodes")
              .filter((one) => isBefore(place, one))
              .map(async (one) => ({
                author: textAt(one, "author", "login"),
                level: await levelOf(at(one, "author")),
                text: said(one, "body"),
              })),
          ),
        }));
        return tell("github.review_threads", { threads: await Promise.all(shown), ...counts });
      },
    }),
    defineTool({
      name: "github.commits",
      description: "Lists the commits of the pull request: hash, author, message.",
      readsOnly: true,
      input: ofThread,
      async run({ number }) {
        const { items, ...counts } = cutList(await api.commits(threadOf(place, number)));
        const commits = items.map((one) => ({
          sha: textAt(one, "sha"),
          author: textAt(one, "author", "login") || said(one, "commit", "author", "name"),
          message: said(one, "commit", "message"),
        }));
        return tell("github.commits", { commits, ...counts });
      },
    }),
    defineTool({
      name: "github.search",
      description: "Searches code or issues of this repository.",
      readsOnly: true,
      input: z.strictObject({
        query: z.string().min(1).max(200),
        in: z.enum(["code", "issues"]).default("code"),
      }),
      async run({ query, in: what }) {
        // The repository is this one, whatever the model adds.
        const words = query.replaceAll(/\b(?:repo|org|user|owner)\s*:\s*\S*/gi, " ").trim();
        const found = await api.search(what, words);
        const { items, ...counts } = cutList(listAt(found, "items"), 30);
        const shown = items.map((item) =>
          what === "code"
            ? { path: said(item, "path") }
            : {
                number: numberAt(item, "number"),
                state: textAt(item, "state"),
                title: said(item, "title"),
              },
        );
        const total = numberAt(found, "total_count") ?? counts.total;
        return tell("github.search", { found: shown, ...counts, total });
      },
    }),
  ];
}
