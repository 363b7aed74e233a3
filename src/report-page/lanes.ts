/** Who worked when: a lane for each node, a bar for each activation, along the events of the run. */
import type { PageData, PageStep } from "#core/report/page/page-data.ts";
import { make } from "./dom.ts";

const mostLanes = 14;
const laneHeight = 15;
const nameWidth = 118;

/** The lanes on the page. */
export interface Lanes {
  readonly element: HTMLElement;
  show(count: number): void;
}

/** Creates the lanes; `seek` is told where somebody points. */
export function createLanes({ steps, events }: PageData, seek: (count: number) => void): Lanes {
  const nodes = [...new Set(steps.map(({ node }) => node))];
  const shown = nodes.slice(0, mostLanes);
  const lanes = new Map(shown.map((node, at) => [node, at]));
  const canvas = make("canvas", { class: "lanes", attributes: { "aria-hidden": "true" } });
  const more = nodes.length - shown.length;
  const element = make("div", {
    class: "lanes-box",
    children: [
      canvas,
      more > 0 ? make("p", { class: "hint", text: `… and ${more} more nodes` }) : null,
    ],
  });
  const height = Math.max(1, shown.length) * laneHeight;
  let now = events.length;

  const widthOf = (): number => Math.max(nameWidth + 60, element.clientWidth);
  const at = (count: number): number =>
    nameWidth + ((widthOf() - nameWidth - 2) * count) / Math.max(1, events.length);

  function paint(): void {
    const ratio = window.devicePixelRatio || 1;
    const width = widthOf();
    canvas.width = width * ratio;
    canvas.height = height * ratio;
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    const context = canvas.getContext("2d");
    if (context === null) return;
    context.scale(ratio, ratio);
    const color = readColors();
    context.font = `11px ${color("--sans")}`;
    context.textBaseline = "middle";
    for (const [node, lane] of lanes) {
      const middle = lane * laneHeight + laneHeight / 2;
      context.fillStyle = color("--line");
      context.fillRect(nameWidth, middle, width - nameWidth, 1);
      context.fillStyle = color("--muted");
      context.fillText(node.length > 18 ? `${node.slice(0, 17)}…` : node, 0, middle);
    }
    for (const step of steps) paintStep(context, step, color);
    context.fillStyle = color("--accent");
    context.fillRect(at(now) - 1, 0, 2, height);
  }

  function paintStep(
    context: CanvasRenderingContext2D,
    { node, first, last, mark }: PageStep,
    color: (name: string) => string,
  ): void {
    const lane = lanes.get(node);
    if (lane === undefined) return;
    const [left, right] = [at(first), at(last + 1)];
    context.globalAlpha = first < now ? 1 : 0.28;
    context.fillStyle = color(`--${mark}`);
    context.beginPath();
    context.roundRect(
      left,
      lane * laneHeight + 3,
      Math.max(2, right - left - 1),
      laneHeight - 6,
      2.5,
    );
    context.fill();
    context.globalAlpha = 1;
  }

  function point(event: PointerEvent): void {
    if (event.buttons === 0) return;
    const left = event.clientX - canvas.getBoundingClientRect().left - nameWidth;
    seek(Math.round((left / (widthOf() - nameWidth)) * events.length));
  }

  canvas.addEventListener("pointerdown", point);
  canvas.addEventListener("pointermove", point);
  new ResizeObserver(paint).observe(element);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
  new MutationObserver(paint).observe(document.documentElement, {
    attributeFilter: ["data-theme"],
  });
  return {
    element,
    show(count) {
      now = count;
      paint();
    },
  };
}

function readColors(): (name: string) => string {
  const style = getComputedStyle(document.documentElement);
  return (name) => style.getPropertyValue(name).trim();
}
