/** What a pull request changes, and files as they are on either side. */
import { z } from "zod";
import { frameUntrusted } from "#core/text/untrusted.ts";
import { numberAt, textAt } from "#src/github/payload.ts";
import type { Value } from "#core/graph/value.ts";
import type { EffectLog } from "#core/ports/effects.ts";
import { showIn } from "#src/github/sanitise/show-in.ts";
import { ToolFault, defineTool } from "../define-tool.ts";
import type { Tool } from "../index.ts";
import { cutList, tell, threadOf } from "./around.ts";
import type { GithubPlace } from "./around.ts";
import { lastCommit } from "./await-checks.ts";

const pageSize = 200_000;
const number = z.int().min(1).optional().describe("Another pull request than the run's.");
const generated =
  /(?:^|\/)(?:dist|build|vendor|node_modules)\/|\.min\.(?:js|css)$|\.(?:lock|snap|map|svg)$|(?:^|\/)(?:package-lock\.json|pnpm-lock\.yaml|go\.sum)$|\.(?:generated|pb)\./;

/** The tools that read files and changes. */
export function createFileTools(place: GithubPlace): readonly Tool[] {
  const { api } = place;
  return [
    defineTool({
      name: "github.files",
      description: "Lists the files that the pull request changes, with lines added and removed.",
      readsOnly: true,
      input: z.strictObject({ number }),
      async run({ number: asked }, { effects }) {
        const { items, ...counts } = cutList(await filesOf(place, asked, effects), 300);
        const files = items.map((file) => ({
          path: showIn(textAt(file, "filename")),
          status: textAt(file, "status"),
          additions: numberAt(file, "additions"),
          deletions: numberAt(file, "deletions"),
          ...(textAt(file, "previous_filename") === ""
            ? {}
            : { previous: showIn(textAt(file, "previous_filename")) }),
        }));
        return tell("github.files", { files, ...counts });
      },
    }),
    defineTool({
      name: "github.diff",
      description:
        "Shows the pull request as a unified diff, generated files last; a long one has pages.",
      readsOnly: true,
      input: z.strictObject({
        number,
        paths: z.array(z.string().min(1)).optional().describe("Only these files or folders."),
        page: z.int().min(1).optional().describe("Default: 1."),
      }),
      async run({ number: asked, paths, page = 1 }, { effects }) {
        const files = await filesOf(place, asked, effects);
        const pages = toPages(files.filter((file) => isOf(textAt(file, "filename"), paths)));
        const shown = pages[page - 1];
        if (shown === undefined) throw new ToolFault(`the diff has ${pages.length} pages`);
        const more = page < pages.length ? `\n[page ${page} of ${pages.length}]` : "";
        return frameUntrusted(`${shown}${more}`, { source: "github.diff" });
      },
    }),
    defineTool({
      name: "github.file",
      description: "Shows a file as it is at the head or the base of the pull request.",
      readsOnly: true,
      input: z.strictObject({
        path: z.string().min(1),
        at: z.enum(["head", "base"]).default("head"),
        from: z.int().min(1).optional().describe("First line. Default: 1."),
        to: z.int().min(1).optional().describe("Last line."),
        number,
      }),
      async run({ path, at: side, from = 1, to, number: asked }, { effects }) {
        const head = knownHead(place, asked, effects);
        const ref = side === "head" && head !== null ? head : await commitOf(place, side, asked);
        const text = await api.file(path, ref);
        if (text === null) throw new ToolFault(`there is no file \`${path}\` at the ${side}`);
        const lines = text.split("\n");
        const wanted = lines.slice(from - 1, to).join("\n");
        const cut = wanted.slice(0, pageSize);
        const left = cut.length === wanted.length ? "" : "\n[cut; ask for fewer lines]";
        const source = `github.file:${path}`;
        return `${lines.length} lines in all.\n${frameUntrusted(showIn(cut) + left, { source })}`;
      },
    }),
  ];
}

/**
 * The head of the run's pull request as the run knows it: its own last commit, else the one that it
 * works on. Null for another pull request, of which the run knows nothing.
 */
function knownHead(
  { thread, headSha }: GithubPlace,
  asked: number | undefined,
  effects: EffectLog | undefined,
): string | null {
  if (asked !== undefined && asked !== thread) return null;
  return textAt(lastCommit(effects)?.receipt ?? null, "sha") || headSha;
}

/** What the pull request changes up to the commit that the run knows, whatever was pushed since. */
async function filesOf(
  place: GithubPlace,
  asked: number | undefined,
  effects: EffectLog | undefined,
): Promise<readonly Value[]> {
  const { api } = place;
  const number = threadOf(place, asked);
  const head = knownHead(place, asked, effects);
  const pull = head === null ? null : await api.pull(number);
  if (head === null || pull === null || textAt(pull, "head", "sha") === head)
    return api.files(number);
  return api.compare(textAt(pull, "base", "sha"), head);
}

async function commitOf(
  place: GithubPlace,
  side: "head" | "base",
  asked: number | undefined,
): Promise<string> {
  if (place.thread === null && asked === undefined) return place.headSha ?? place.baseRef;
  const pull = await place.api.pull(threadOf(place, asked));
  if (pull === null) return place.headSha ?? place.baseRef;
  return textAt(pull, side, "sha");
}

function isOf(path: string, paths: readonly string[] | undefined): boolean {
  if (paths === undefined || paths.length === 0) return true;
  return paths.some((one) => path === one || path.startsWith(`${one.replace(/\/$/, "")}/`));
}

/** Whole files to a page as long as they fit. */
function toPages(files: readonly Value[]): readonly string[] {
  const sorted = files.toSorted(
    (one, other) => Number(isGenerated(one)) - Number(isGenerated(other)),
  );
  const pages: string[] = [];
  let current = "";
  for (const file of sorted) {
    const text = showIn(toText(file));
    if (current !== "" && current.length + text.length > pageSize) {
      pages.push(current);
      current = "";
    }
    current += text.length <= pageSize ? text : `${text.slice(0, pageSize)}\n[cut]\n`;
  }
  return [...pages, current === "" ? "no changes" : current];
}

function isGenerated(file: Value): boolean {
  return generated.test(textAt(file, "filename"));
}

function toText(file: Value): string {
  const path = textAt(file, "filename");
  const before = textAt(file, "previous_filename") || path;
  const patch = textAt(file, "patch") || `[${textAt(file, "status")}; GitHub shows no lines of it]`;
  return `--- a/${before}\n+++ b/${path}\n${patch}\n`;
}
