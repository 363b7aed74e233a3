/** Goes through the run: a slider, buttons, and the line of the event that just happened. */
import type { PageData } from "#core/report/page/page-data.ts";
import { formatCount, formatExactCost } from "#core/report/format.ts";
import type { Frame } from "#core/report/page/playback.ts";
import { make, makeButton } from "./dom.ts";
import { createLanes } from "./lanes.ts";
import { printOffset } from "./words.ts";

/** How long a whole run plays at most, at single speed. */
const longestPlayMs = 30_000;
const frameMs = 400;

/** The player on the page. */
export interface Player {
  readonly element: HTMLElement;
  show(frame: Frame): void;
  readonly toggle: () => void;
  readonly move: (by: number) => void;
  /** Goes to the start of the next step, or of the one before. */
  readonly jump: (direction: 1 | -1) => void;
}

/** Creates the player; `seek` is told where to go. */
export function createPlayer(data: PageData, seek: (count: number) => void): Player {
  const { events } = data;
  const total = events.length;
  const starts = events.flatMap(({ type }, at) => (type === "node_started" ? [at + 1] : []));
  let count = total;
  let timer: number | undefined;
  const play = makeButton("▶", "Play the run", () => toggle(), "play");
  const slider = make("input", {
    class: "slider",
    attributes: { type: "range", min: 0, max: total, step: 1, "aria-label": "Moment of the run" },
    on: { input: () => go(Number(slider.value)) },
  });
  const speed = make("select", {
    class: "button",
    attributes: { "aria-label": "Speed", title: "Speed" },
    children: [0.5, 1, 2, 4].map((factor) =>
      make("option", { text: `${factor}×`, attributes: { value: factor } }),
    ),
  });
  speed.value = "1";
  const where = make("span", { class: "where" });
  const spent = make("span", { class: "spent" });
  const line = make("p", { class: "now", attributes: { "aria-live": "off" } });
  const lanes = createLanes(data, (to) => go(to));

  function go(to: number): void {
    stop();
    seek(Math.max(0, Math.min(total, to)));
  }

  function stop(): void {
    clearTimeout(timer);
    timer = undefined;
    play.textContent = "▶";
    play.setAttribute("aria-label", "Play the run");
  }

  function toggle(): void {
    if (timer !== undefined) {
      stop();
      return;
    }
    play.textContent = "Ⅱ";
    play.setAttribute("aria-label", "Pause");
    if (count >= total) seek(0);
    tick();
  }

  function tick(): void {
    const wait = frameMs / Number(speed.value);
    const stride = Math.max(1, Math.round((total * frameMs) / longestPlayMs));
    timer = window.setTimeout(() => {
      seek(Math.min(total, count + stride));
      if (count >= total) stop();
      else tick();
    }, wait);
  }

  function jump(direction: 1 | -1): void {
    const to =
      direction === 1
        ? (starts.find((start) => start > count) ?? total)
        : (starts.findLast((start) => start < count) ?? 0);
    go(to);
  }

  const controls = make("div", {
    class: "controls",
    attributes: { role: "group", "aria-label": "Player" },
    children: [
      makeButton("«", "Step before (Shift+←)", () => jump(-1)),
      makeButton("‹", "Event before (←)", () => go(count - 1)),
      play,
      makeButton("›", "Next event (→)", () => go(count + 1)),
      makeButton("»", "Next step (Shift+→)", () => jump(1)),
      speed,
      slider,
      where,
      spent,
    ],
  });
  return {
    element: make("div", { class: "player", children: [controls, line, lanes.element] }),
    toggle,
    move: (by) => go(count + by),
    jump,
    show(frame) {
      count = frame.count;
      const event = events[count - 1];
      slider.value = String(count);
      const offset = printOffset(event?.ms ?? 0);
      slider.setAttribute("aria-valuetext", `${event?.text ?? "before the run"}, ${offset}`);
      where.textContent = `${formatCount(count)} / ${formatCount(total)} · ${offset}`;
      spent.textContent = `${formatCount(frame.tokens)} tokens · ${formatExactCost(frame.costUsd)}`;
      const place = event?.branch ?? event?.node;
      line.replaceChildren(
        make("span", { class: "muted", text: place === undefined ? "" : `${place}  ` }),
        event?.text ?? "The run has not begun.",
      );
      lanes.show(count);
    },
  };
}
