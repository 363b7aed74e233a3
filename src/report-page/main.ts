/** The page of a run: head, graph, player and panel, and the keys that move through it. */
import type { PageData } from "#core/report/page/page-data.ts";
import { createPlayback } from "#core/report/page/playback.ts";
import { makeDetail } from "./detail.ts";
import { make, makeButton } from "./dom.ts";
import { createGraph } from "./graph.ts";
import { createPanel } from "./panel.ts";
import { createPlayer } from "./player.ts";
import { markSigns } from "./words.ts";

/** How many steps a printed page has in detail. */
const mostPrinted = 200;

start(JSON.parse(document.getElementById("data")?.textContent ?? "{}") as PageData);

function start(data: PageData): void {
  const playback = createPlayback(data.events);
  let count = data.events.length;
  const seek = (to: number): void => {
    const frame = playback.seek(to);
    count = frame.count;
    graph?.show(frame);
    player.show(frame);
    panel.show(count);
    document.body.dataset["count"] = String(count);
  };
  const panel = createPanel(data, { seek, select: (node) => graph?.select(node) });
  const graph = createGraph(data, (node) => {
    panel.showNode(node);
    graph?.select(node);
  });
  const player = createPlayer(data, seek);
  const printed = make("div", { class: "printed" });
  document.getElementById("page")?.append(
    makeHead(data),
    make("main", {
      children: [
        make("div", {
          class: "left",
          children: [
            make("section", {
              class: "card",
              attributes: { "aria-label": "Graph" },
              children: [
                graph?.element ?? make("p", { class: "empty", text: "There is no drawing." }),
              ],
            }),
            make("section", {
              class: "card",
              attributes: { "aria-label": "Timeline" },
              children: [player.element],
            }),
          ],
        }),
        panel.element,
      ],
    }),
    makeFoot(),
    printed,
  );
  seek(count);
  document.addEventListener("keydown", (event) => {
    if (onKey(event, { player, panel, seek, total: data.events.length })) event.preventDefault();
  });
  window.addEventListener("beforeprint", () => {
    printed.replaceChildren(...data.steps.slice(0, mostPrinted).map(makeDetail));
  });
  window.addEventListener("afterprint", () => printed.replaceChildren());
}

function makeHead({ run, notes }: PageData): HTMLElement {
  const { workflow, id, status, mark, mode, failure, figures } = run;
  return make("header", {
    children: [
      make("div", {
        class: "title",
        children: [
          make("h1", { text: workflow }),
          make("code", { text: id }),
          make("span", { class: `pill ${mark}`, text: `${markSigns[mark]} ${status}` }),
          mode === null ? null : make("span", { class: "pill plain", text: mode }),
          make("span", { class: "grow" }),
          makeButton("◐", "Light or dark (T)", toggleTheme),
        ],
      }),
      make("dl", {
        class: "figures",
        children: figures.map(({ name, value }) =>
          make("div", { children: [make("dt", { text: name }), make("dd", { text: value })] }),
        ),
      }),
      failure === null
        ? null
        : make("div", {
            class: "failure",
            attributes: { role: "note" },
            children: [make("strong", { text: failure.title }), make("p", { text: failure.text })],
          }),
      ...notes.map((note) => make("p", { class: "note", text: note })),
    ],
  });
}

function makeFoot(): HTMLElement {
  const keys: readonly (readonly [string, string])[] = [
    ["Space", "play"],
    ["← →", "event"],
    ["Shift ← →", "step"],
    ["/", "filter"],
    ["Esc", "back"],
    ["T", "light or dark"],
  ];
  return make("footer", {
    children: keys.map(([key, does]) =>
      make("span", { children: [make("kbd", { text: key }), ` ${does}`] }),
    ),
  });
}

function toggleTheme(): void {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const shown = root.dataset["theme"] ?? system;
  root.dataset["theme"] = shown === "dark" ? "light" : "dark";
}

interface Keyed {
  readonly player: ReturnType<typeof createPlayer>;
  readonly panel: ReturnType<typeof createPanel>;
  readonly seek: (count: number) => void;
  readonly total: number;
}

/** True if the key did something. */
function onKey(event: KeyboardEvent, { player, panel, seek, total }: Keyed): boolean {
  const target = event.target instanceof HTMLElement ? event.target : null;
  const types = target?.matches("input[type=search], select") === true;
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  if (event.key === "Escape") return panel.back();
  if (types) return false;
  const presses = target?.matches("button, [role=tab], [role=button], pre") === true;
  const slides = target?.matches("input[type=range]") === true;
  const step = event.shiftKey ? player.jump : player.move;
  const acts: Readonly<Record<string, (() => void) | undefined>> = {
    " ": presses ? undefined : player.toggle,
    ArrowRight: () => step(1),
    ArrowLeft: () => step(-1),
    Home: slides ? undefined : () => seek(0),
    End: slides ? undefined : () => seek(total),
    "/": panel.search,
    t: toggleTheme,
  };
  const act = acts[event.key];
  act?.();
  return act !== undefined;
}
