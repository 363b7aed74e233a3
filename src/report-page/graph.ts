/** The graph, and how it looks at a moment of the run. */
import type { PageData, PageEdge, PageNode } from "#core/report/page/page-data.ts";
import type { Frame } from "#core/report/page/playback.ts";
import { draw, make, makeButton } from "./dom.ts";
import { strokesOf } from "./icons.ts";
import { markSigns, markWords } from "./words.ts";

/** The graph on the page. */
export interface GraphView {
  readonly element: HTMLElement;
  show(frame: Frame): void;
  /** Marks the node that is looked at. */
  select(node: string | undefined): void;
}

/** Creates the graph; `choose` is told of a node that somebody picks. */
export function createGraph(
  { graph }: PageData,
  choose: (node: string) => void,
): GraphView | undefined {
  if (graph === null) return undefined;
  const nodes = new Map(graph.nodes.map((node) => [node.id, drawNode(node, choose)]));
  const edges = graph.edges.map(drawEdge);
  const svg = draw("svg", {
    class: "graph",
    attributes: {
      viewBox: `0 0 ${graph.width} ${graph.height}`,
      role: "group",
      "aria-label": "Graph of the workflow",
    },
    children: [
      arrowHeads(),
      draw("g", { children: edges.map(({ line }) => line) }),
      draw("g", { children: edges.map(({ label }) => label) }),
      draw("g", { children: Array.from(nodes.values(), ({ group }) => group) }),
    ],
  });
  const scroll = make("div", { class: "graph-scroll", children: [svg] });
  const zoom = createZoom(svg, scroll, graph.width, graph.height);
  return {
    element: make("div", { class: "graph-box", children: [scroll, zoom] }),
    show(frame) {
      for (const [id, { show }] of nodes) {
        const { mark, visits } = frame.nodes.get(id) ?? { mark: "idle", visits: 0 };
        show(mark, visits);
      }
      for (const [index, { show }] of edges.entries()) {
        show(frame.edges.get(index) ?? 0, frame.fresh.has(index));
      }
    },
    select(node) {
      for (const [id, { group }] of nodes) group.classList.toggle("selected", id === node);
    },
  };
}

interface DrawnNode {
  readonly group: SVGGElement;
  readonly show: (mark: keyof typeof markWords, visits: number) => void;
}

function drawNode(node: PageNode, choose: (node: string) => void): DrawnNode {
  const { id, kind, label, width, height, x, y } = node;
  const sign = draw("text", { class: "sign", attributes: { x: width - 16, y: height / 2 + 5 } });
  const count = draw("text", { class: "count", attributes: { x: width - 4, y: -5 } });
  const group = draw("g", {
    attributes: {
      transform: `translate(${x - width / 2} ${y - height / 2})`,
      tabindex: 0,
      role: "button",
      "data-node": id,
    },
    on: {
      click: () => choose(id),
      keydown: (event) => {
        const { key } = event as KeyboardEvent;
        if (key !== "Enter" && key !== " ") return;
        event.preventDefault();
        event.stopPropagation();
        choose(id);
      },
    },
    children: [
      draw("title", { text: `${id} (${kind})` }),
      draw("rect", {
        class: "box",
        attributes: { width, height, rx: kind === "done" || kind === "fail" ? height / 2 : 9 },
      }),
      draw("path", {
        class: "icon",
        attributes: { d: strokesOf(kind), transform: `translate(13 ${height / 2 - 8})` },
      }),
      draw("text", { class: "name", attributes: { x: 39, y: height / 2 - 2 }, text: label }),
      draw("text", {
        class: "kind",
        attributes: { x: 39, y: height / 2 + 13 },
        text: node.entry ? `${kind} · entry` : kind,
      }),
      sign,
      count,
    ],
  });
  const show: DrawnNode["show"] = (mark, visits) => {
    group.setAttribute(
      "class",
      `node ${mark}${group.classList.contains("selected") ? " selected" : ""}`,
    );
    group.setAttribute("data-mark", mark);
    const times = visits > 1 ? `, ${visits} visits` : "";
    group.setAttribute("aria-label", `${id}, ${kind}, ${markWords[mark]}${times}`);
    sign.textContent = markSigns[mark];
    count.textContent = visits > 1 ? `×${visits}` : "";
  };
  return { group, show };
}

interface DrawnEdge {
  readonly line: SVGPathElement;
  readonly label: SVGGElement;
  readonly show: (count: number, fresh: boolean) => void;
}

function drawEdge({ from, to, path, label, at, width, loop }: PageEdge): DrawnEdge {
  const line = draw("path", { attributes: { d: path, fill: "none" } });
  const text = draw("text", { attributes: { x: at.x, y: at.y + 4 }, text: label });
  const box = draw("rect", {
    attributes: { x: at.x - width / 2, y: at.y - 9, width, height: 18, rx: 9 },
  });
  const name = draw("g", {
    class: "edge-label",
    children: label === "" ? [] : [draw("title", { text: `${from} → ${to}` }), box, text],
  });
  return {
    line,
    label: name,
    show(count, fresh) {
      const state = fresh ? "fresh" : count > 0 ? "taken" : "";
      line.setAttribute("class", `edge ${state}${loop ? " loop" : ""}`.trim());
      line.setAttribute("marker-end", `url(#arrow${state === "" ? "" : `-${state}`})`);
      line.setAttribute("data-count", String(count));
      name.setAttribute("class", `edge-label ${state}`.trim());
      if (label !== "") text.textContent = count > 1 ? `${label} ×${count}` : label;
    },
  };
}

function arrowHeads(): SVGDefsElement {
  const names = ["arrow", "arrow-taken", "arrow-fresh"];
  return draw("defs", {
    children: names.map((id) =>
      draw("marker", {
        class: id,
        attributes: {
          id,
          viewBox: "0 0 10 10",
          refX: 9,
          refY: 5,
          markerWidth: 7,
          markerHeight: 7,
          orient: "auto-start-reverse",
        },
        children: [draw("path", { attributes: { d: "M0 1 L10 5 L0 9 z" } })],
      }),
    ),
  });
}

/** Fits the drawing into its box, never larger than life; `+` and `−` change that. */
function createZoom(svg: SVGSVGElement, scroll: HTMLElement, width: number, height: number) {
  let scale: number | undefined;
  const apply = (): void => {
    const fit = Math.min(1, scroll.clientWidth / width, scroll.clientHeight / height);
    const shown = scale ?? (Number.isFinite(fit) && fit > 0 ? fit : 1);
    svg.style.width = `${width * shown}px`;
    svg.style.height = `${height * shown}px`;
  };
  const by = (factor: number) => () => {
    scale = Math.max(0.1, Math.min(4, ((svg.clientWidth || width) / width) * factor));
    apply();
  };
  const fit = (): void => {
    scale = undefined;
    apply();
  };
  new ResizeObserver(apply).observe(scroll);
  return make("div", {
    class: "zoom",
    children: [
      makeButton("−", "Smaller", by(1 / 1.25)),
      makeButton("Fit", "Fit the graph into its box", fit),
      makeButton("+", "Larger", by(1.25)),
    ],
  });
}
