/** Everything about one step: what went in and out, and what was said and called, attempt by attempt. */
import type { ToldDeed, ToldPart } from "#core/report/deeds/tell-deed.ts";
import type { PageAttempt, PageStep } from "#core/report/page/page-data.ts";
import { make } from "./dom.ts";
import { markSigns, markWords, printOffset } from "./words.ts";

/** How much of a text is shown before somebody asks for the rest. */
const shownLines = 28;
const shownCharacters = 3_000;

/** The detail of a step. */
export function makeDetail(step: PageStep): HTMLElement {
  const { node, kind, branch, iteration, mark, startedMs, took, facts } = step;
  const where = [
    kind,
    ...(branch === "" ? [] : [branch]),
    ...(iteration === "" ? [] : [iteration]),
    printOffset(startedMs),
    ...(took === "" ? [] : [`took ${took}`]),
    ...facts,
  ];
  return make("article", {
    class: "detail",
    attributes: { "aria-label": `Step ${step.id}` },
    children: [
      make("h2", {
        children: [
          make("span", { class: `dot ${mark}`, text: markSigns[mark] }),
          make("span", { text: node }),
          make("span", { class: `pill ${mark}`, text: markWords[mark] }),
        ],
      }),
      make("p", { class: "muted", text: where.join(" · ") }),
      makePart({ label: "input", form: "json", text: step.input }),
      ...step.attempts.map((attempt) => makeAttempt(attempt, step.attempts.length)),
      makePart({ label: "output", form: "json", text: step.output }),
    ],
  });
}

function makeAttempt({ number, facts, fault, deeds }: PageAttempt, of: number): HTMLElement {
  const title = of > 1 ? [`Attempt ${number} of ${of}`, ...facts].join(" · ") : "";
  return make("section", {
    class: "attempt",
    children: [
      title === "" ? null : make("h3", { text: title }),
      fault === null ? null : make("p", { class: "fault", text: fault }),
      ...deeds.map(makeDeed),
    ],
  });
}

function makeDeed({ kind, title, facts, fault, parts }: ToldDeed): HTMLElement {
  return make("section", {
    class: `deed ${kind}${fault === null ? "" : " failed"}`,
    children: [
      make("h4", {
        children: [
          make("span", { class: "deed-title", text: title }),
          make("span", { class: "muted", text: facts.join(" · ") }),
        ],
      }),
      fault === null ? null : make("p", { class: "fault", text: fault }),
      ...parts.map(makePart),
    ],
  });
}

function makePart({ label, form, text }: ToldPart): HTMLElement | null {
  if (text === "" || text === "{}") return null;
  const lines = text.split("\n");
  const isLong = lines.length > shownLines || text.length > shownCharacters;
  const short = lines.slice(0, shownLines).join("\n").slice(0, shownCharacters);
  const body = make("pre", { class: form, attributes: { tabindex: 0, "aria-label": label } });
  fillPart(body, isLong ? short : text, form);
  const more = make("button", {
    class: "link",
    text: `Show all of it (${lines.length} lines)`,
    attributes: { type: "button" },
    on: {
      click: () => {
        fillPart(body, text, form);
        more.remove();
      },
    },
  });
  return make("div", {
    class: "part",
    children: [make("p", { class: "label", text: label }), body, isLong ? more : null],
  });
}

function fillPart(body: HTMLElement, text: string, form: ToldPart["form"]): void {
  if (form !== "diff") {
    body.textContent = text;
    return;
  }
  body.replaceChildren(
    ...text
      .split("\n")
      .map((line) => make("span", { class: classOfLine(line), text: `${line}\n` })),
  );
}

function classOfLine(line: string): string {
  if (line.startsWith("@@") || /^(?:diff |index |\+\+\+|---)/.test(line)) return "hunk";
  if (line.startsWith("+")) return "added";
  return line.startsWith("-") ? "removed" : "same";
}
