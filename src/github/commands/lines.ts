/** A comment as lines: which of them are code, and where quoted mail begins. */

/** A line, and the fence it belongs to. */
export interface Line {
  readonly text: string;
  /** The word behind the opening of the fence around it, in lower case; null outside fences. */
  readonly fence: string | null;
  /** Opens or closes a fence. */
  readonly edge: boolean;
}

/** The lines with their fences, by CommonMark's rule for lines that open and close them. */
export function markFences(lines: readonly string[]): readonly Line[] {
  let open: { readonly closing: RegExp; readonly info: string } | null = null;
  return lines.map((text) => {
    if (open !== null) {
      const { closing, info }: NonNullable<typeof open> = open;
      const edge = closing.test(text);
      if (edge) open = null;
      return { text, fence: info, edge };
    }
    const [, mark = "", info = ""] = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})(.*)$/.exec(text) ?? [];
    if (mark === "") return { text, fence: null, edge: false };
    const word = (info.trim().split(/\s/)[0] ?? "").toLowerCase();
    open = {
      closing: new RegExp(`^ {0,3}\\${mark.charAt(0)}{${mark.length},}[ \\t]*$`),
      info: word,
    };
    return { text, fence: word, edge: true };
  });
}

/** True for a line that Markdown shows as code by its indentation. */
export function isIndentedCode(text: string): boolean {
  return text.startsWith("\t") || text.startsWith("    ");
}

/** The lines before those that a mail program put below an answer. */
export function beforeMail(lines: readonly Line[]): readonly Line[] {
  const at = lines.findIndex(({ text, fence }) => fence === null && isMail(text));
  return at === -1 ? lines : lines.slice(0, at);
}

function isMail(text: string): boolean {
  return text.startsWith(">") || text === "-- " || /^On .*wrote:\s*$/.test(text);
}
