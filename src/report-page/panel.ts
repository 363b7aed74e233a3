/** The panel beside the graph: steps, events, artifacts and facts, and the detail of a step. */
import type { PageData, PageEvent, PageFact, PageStep } from "#core/report/page/page-data.ts";
import { formatCount } from "#core/report/format.ts";
import { makeDetail } from "./detail.ts";
import { make, makeButton } from "./dom.ts";
import { createList } from "./list.ts";
import type { List } from "./list.ts";
import { markSigns, printOffset } from "./words.ts";

/** What the panel asks for. */
export interface PanelOptions {
  readonly seek: (count: number) => void;
  readonly select: (node: string | undefined) => void;
}

/** The panel on the page. */
export interface Panel {
  readonly element: HTMLElement;
  /** Marks the event that just happened. */
  show(count: number): void;
  /** Shows what a node did: its only step, or the list of them. */
  showNode(node: string): void;
  readonly search: () => void;
  /** Leaves the detail; false if there is none. */
  readonly back: () => boolean;
}

interface Tab {
  readonly name: string;
  readonly content: HTMLElement;
  readonly filter: (text: string) => void;
}

/** Creates the panel. */
export function createPanel(data: PageData, { seek, select }: PanelOptions): Panel {
  const { steps, events } = data;
  const haystacks = new Map<PageStep, string>();
  const stepList = createList<PageStep>({
    label: "Steps",
    render: renderStep,
    choose: (step) => open(step),
    nothing: "No step fits the filter.",
  });
  const eventList = createList<PageEvent>({
    label: "Events",
    render: renderEvent,
    choose: (event) => {
      seek(events.indexOf(event) + 1);
      select(event.node);
    },
    nothing: "No event fits the filter.",
  });
  let shownEvents: readonly PageEvent[] = events;
  let now = events.length;
  const tabs: readonly Tab[] = [
    {
      name: `Steps ${formatCount(steps.length)}`,
      content: stepList.element,
      filter: (text) =>
        stepList.show(steps.filter((step) => fits(textOfStep(step, haystacks), text))),
    },
    {
      name: `Events ${formatCount(events.length)}`,
      content: eventList.element,
      filter: (text) => {
        shownEvents = events.filter((event) => fits(textOfEvent(event), text));
        eventList.show(shownEvents);
        markEvent();
      },
    },
    { name: `Artifacts ${data.artifacts.length}`, content: makeArtifacts(data), filter: noFilter },
    { name: "About", content: makeFacts(data.run.facts), filter: noFilter },
  ];
  const filter = make("input", {
    class: "filter",
    attributes: {
      type: "search",
      placeholder: "Filter by name, text, status …  ( / )",
      "aria-label": "Filter",
    },
    on: { input: () => tabs[current]?.filter(filter.value) },
  });
  let current = 0;
  const buttons = tabs.map(({ name }, at) =>
    make("button", {
      class: "tab",
      text: name,
      attributes: { type: "button", role: "tab", id: `tab-${at}`, "aria-controls": "tab-panel" },
      on: { click: () => choose(at), keydown: (event) => onTabKey(event as KeyboardEvent, at) },
    }),
  );
  const body = make("div", {
    class: "tab-panel",
    attributes: { role: "tabpanel", id: "tab-panel" },
  });
  const detail = make("div", { class: "detail-box" });
  const head = make("div", {
    class: "panel-head",
    children: [
      make("div", {
        class: "tabs",
        attributes: { role: "tablist", "aria-label": "What is shown" },
        children: buttons,
      }),
      filter,
    ],
  });
  const element = make("section", {
    class: "card panel",
    attributes: { "aria-label": "Run in detail" },
    children: [head, body, detail],
  });

  function choose(at: number): void {
    current = at;
    for (const [index, button] of buttons.entries()) {
      button.setAttribute("aria-selected", String(index === at));
      button.tabIndex = index === at ? 0 : -1;
    }
    body.setAttribute("aria-labelledby", `tab-${at}`);
    filter.hidden = at > 1;
    const tab = tabs[at];
    if (tab === undefined) return;
    body.replaceChildren(tab.content);
    tab.filter(filter.value);
  }

  function onTabKey({ key }: KeyboardEvent, at: number): void {
    const by = key === "ArrowRight" ? 1 : key === "ArrowLeft" ? -1 : 0;
    if (by === 0) return;
    const to = (at + by + tabs.length) % tabs.length;
    choose(to);
    buttons[to]?.focus();
  }

  function open(step: PageStep): void {
    select(step.node);
    const at = steps.indexOf(step);
    const go = (to: PageStep | undefined) => () => to && open(to);
    const moment = makeButton("Show this moment", "Move the player to this step", () =>
      seek(step.last + 1),
    );
    detail.replaceChildren(
      make("div", {
        class: "detail-head",
        children: [
          makeButton("← Back", "Back to the list (Esc)", () => close()),
          moment,
          makeButton("↑", "Step before", go(steps[at - 1])),
          makeButton("↓", "Next step", go(steps[at + 1])),
        ],
      }),
      makeDetail(step),
    );
    detail.scrollTop = 0;
    element.classList.add("open");
    detail.querySelector("button")?.focus({ preventScroll: true });
  }

  function close(): boolean {
    if (!element.classList.contains("open")) return false;
    element.classList.remove("open");
    detail.replaceChildren();
    select(undefined);
    tabs[current]?.filter(filter.value);
    return true;
  }

  function markEvent(): void {
    const seen = events[now - 1];
    eventList.mark(seen !== undefined && shownEvents.includes(seen) ? seen : undefined);
  }

  choose(0);
  return {
    element,
    show(count) {
      now = count;
      if (current === 1) markEvent();
    },
    showNode(node) {
      const own = steps.filter((step) => step.node === node);
      const [only] = own;
      if (own.length === 1 && only !== undefined) {
        open(only);
        return;
      }
      close();
      filter.value = node;
      choose(0);
      select(node);
      focusList(stepList);
    },
    search() {
      close();
      if (current > 1) choose(0);
      filter.focus();
      filter.select();
    },
    back() {
      if (close()) return true;
      if (filter.value === "") return false;
      filter.value = "";
      choose(current);
      return true;
    },
  };
}

function focusList<Item>({ element }: List<Item>): void {
  element.focus({ preventScroll: true });
}

function noFilter(): void {
  // short enough to be seen as a whole
}

function renderStep(step: PageStep): HTMLElement {
  const { node, kind, branch, iteration, mark, took, facts } = step;
  const where = [
    kind,
    ...(branch === "" ? [] : [branch]),
    ...(iteration === "" ? [] : [iteration]),
  ];
  return make("div", {
    children: [
      make("span", { class: `dot ${mark}`, text: markSigns[mark] }),
      make("span", { class: "row-name", text: node }),
      make("span", { class: "muted row-where", text: where.join(" · ") }),
      make("span", {
        class: "row-end",
        text: [...facts.slice(-1), ...(took === "" ? [] : [took])].join(" · "),
      }),
    ],
  });
}

function renderEvent({ ms, text, node, branch, mark, type }: PageEvent): HTMLElement {
  return make("div", {
    attributes: { "data-type": type },
    children: [
      make("span", { class: "row-time", text: printOffset(ms) }),
      make("span", { class: `dot small ${mark ?? "plain"}` }),
      make("span", { class: "row-name", text }),
      make("span", { class: "row-end", text: branch ?? node ?? "" }),
    ],
  });
}

function makeArtifacts({ artifacts }: PageData): HTMLElement {
  return make("div", {
    class: "facts",
    children:
      artifacts.length === 0
        ? [make("p", { class: "empty", text: "The run published nothing." })]
        : artifacts.map(({ name, node, version, summary }) =>
            make("div", {
              class: "fact",
              children: [
                make("p", { class: "label", text: `${name} · version ${version} · ${node}` }),
                make("p", { text: summary }),
              ],
            }),
          ),
  });
}

function makeFacts(facts: readonly PageFact[]): HTMLElement {
  return make("div", {
    class: "facts",
    children: facts.map(({ name, value }) =>
      make("div", {
        class: "fact",
        children: [make("p", { class: "label", text: name }), make("p", { text: value })],
      }),
    ),
  });
}

/** Made when it is first looked for. */
function textOfStep(step: PageStep, known: Map<PageStep, string>): string {
  const before = known.get(step);
  if (before !== undefined) return before;
  const deeds = step.attempts.flatMap((attempt) => attempt.deeds);
  const text = [
    step.id,
    step.kind,
    step.mark,
    step.iteration,
    step.input,
    step.output,
    ...deeds.flatMap(({ title, fault, parts }) => [
      title,
      fault ?? "",
      ...parts.map((part) => part.text),
    ]),
  ]
    .join("\n")
    .toLowerCase();
  known.set(step, text);
  return text;
}

function textOfEvent({ type, text, node, branch, mark }: PageEvent): string {
  return [type, text, node, branch, mark].join(" ").toLowerCase();
}

/** Every word of the filter is somewhere in the text. */
function fits(text: string, filter: string): boolean {
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
