/**
 * Makes text of models and people safe to write to GitHub: no secrets, no markers, no commands, no
 * mentions and no closing of issues that nobody meant. Spec: github §11.4.
 */
import { createRedactor } from "#core/run/redact.ts";
import { dropHiddenButEmoji, normalise } from "../hidden-characters.ts";
import { splitCode } from "./code.ts";
import { cutTo, tidy } from "./cut.ts";
import { dropComments } from "./html.ts";
import { breakKeywords, breakMentions } from "./notices.ts";

/** What text is written as, and what it may keep. */
export interface OutOptions {
  readonly target?: "comment" | "commit" | "title";
  /** Names and teams that may be mentioned, with or without `@`. */
  readonly allowed_mentions?: readonly string[];
  readonly secrets?: readonly string[];
  readonly limit?: number;
}

const longest = 60_000;
const longestTitle = 256;
const mostPasses = 10;
const ellipsis = "…";

const trailers =
  /^[ \t]*(?:co-authored-by|signed-off-by|reviewed-by|acked-by|tested-by|approved-by|skip-checks|iter-[a-z-]+)[ \t]*:.*(?:\n|$(?![^]))/gim;
const skips = String.raw`\[(?:skip ci|ci skip|no ci|skip actions|actions skip)\]`;
const skipping = new RegExp(`^${skips} ?| ?${skips}`, "gim");

/**
 * Text as it may be written to GitHub; what it gives goes through it unchanged.
 *
 * @example
 * sanitiseOut("Thanks @octocat", {}); // "Thanks @​octocat", with U+200B behind the @
 */
export function sanitiseOut(text: string, options: OutOptions = {}): string {
  const { text: redact } = createRedactor({ values: options.secrets ?? [] });
  const pass = (given: string): string =>
    finish(rewrite(redact(dropHiddenButEmoji(normalise(given))), options), options);
  // What goes may leave something behind that must go as well.
  let shown = pass(text);
  for (let count = 1; count < mostPasses; count += 1) {
    const again = pass(shown);
    if (again === shown) break;
    shown = again;
  }
  return shown;
}

function rewrite(
  text: string,
  { target = "comment", allowed_mentions: allowed = [] }: OutOptions,
): string {
  const quiet = (part: string): string => breakKeywords(breakMentions(part, allowed));
  if (target !== "comment") return quiet(text.replaceAll(trailers, "").replaceAll(skipping, ""));
  let visible = text;
  while (visible.includes("<!--")) visible = dropComments(visible);
  return splitCode(visible)
    .map(({ text: part, code }) => (code ? part : quiet(defuseLinks(escapeTags(part)))))
    .join("");
}

function escapeTags(text: string): string {
  return text.replaceAll(/<(?=[A-Za-z/!?])/g, "&lt;");
}

/** Images load what is elsewhere and so carry words out; links may run what they name. */
function defuseLinks(text: string): string {
  return text
    .replaceAll(/!+\[[ \t]*\]/g, "[image]")
    .replaceAll(/!+(?=\[)/g, "")
    .replaceAll(/\]\((\s*)((?:\\.|[^()\\]|\([^()]*\))*)\)/g, (whole, _, target: string) =>
      isSafe(target) ? whole : "](#)",
    );
}

function isSafe(target: string): boolean {
  const [, scheme] = /^[\s<]*([^\s/?#:]*):/.exec(target) ?? [];
  return scheme === undefined || /^(?:https?|mailto)$/i.test(scheme);
}

function finish(text: string, { target, limit }: OutOptions): string {
  if (target !== "title") return tidy(cutTo(tidy(text), limit ?? longest));
  const line = text.replaceAll(/\s+/g, " ").trim();
  const most = limit ?? longestTitle;
  return line.length <= most ? line : `${cutTo(line, most - 1).trimEnd()}${ellipsis}`;
}
