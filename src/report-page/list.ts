/** A long list of which only what is in sight exists; the keyboard goes through all of it. */
import { make } from "./dom.ts";

const rowHeight = 38;
const spare = 8;

/** What a list shows. */
export interface ListOptions<Item> {
  readonly label: string;
  readonly render: (item: Item) => HTMLElement;
  readonly choose: (item: Item) => void;
  /** What is said if nothing is left. */
  readonly nothing: string;
}

/** A list on the page. */
export interface List<Item> {
  readonly element: HTMLElement;
  show(items: readonly Item[]): void;
  /** Marks an item and brings it into sight. */
  mark(item: Item | undefined): void;
  /** Draws again what is in sight. */
  refresh(): void;
}

let lists = 0;

/** Creates a list. */
export function createList<Item>(options: ListOptions<Item>): List<Item> {
  lists += 1;
  const prefix = `list${lists}`;
  const space = make("div", { class: "list-space" });
  const empty = make("p", { class: "empty", text: options.nothing });
  const element = make("div", {
    class: "list",
    attributes: { role: "listbox", tabindex: 0, "aria-label": options.label },
    children: [space, empty],
    on: { scroll: () => refresh(), keydown: (event) => onKey(event as KeyboardEvent) },
  });
  let items: readonly Item[] = [];
  let current = -1;

  function refresh(): void {
    const first = Math.max(0, Math.floor(element.scrollTop / rowHeight) - spare);
    const count = Math.ceil((element.clientHeight || 600) / rowHeight) + spare * 2;
    space.style.height = `${items.length * rowHeight}px`;
    space.replaceChildren(
      ...items.slice(first, first + count).map((item, at) => row(item, first + at)),
    );
    empty.hidden = items.length > 0;
    if (current >= 0) element.setAttribute("aria-activedescendant", `${prefix}-${current}`);
    else element.removeAttribute("aria-activedescendant");
  }

  function row(item: Item, at: number): HTMLElement {
    const content = options.render(item);
    content.classList.add("row");
    content.id = `${prefix}-${at}`;
    content.setAttribute("role", "option");
    content.setAttribute("aria-selected", String(at === current));
    content.setAttribute("aria-setsize", String(items.length));
    content.setAttribute("aria-posinset", String(at + 1));
    content.style.top = `${at * rowHeight}px`;
    content.addEventListener("click", () => {
      current = at;
      options.choose(item);
      refresh();
    });
    return content;
  }

  function goTo(at: number): void {
    current = Math.max(0, Math.min(items.length - 1, at));
    const [top, height] = [current * rowHeight, element.clientHeight];
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + rowHeight > element.scrollTop + height) {
      element.scrollTop = top + rowHeight - height;
    }
    refresh();
  }

  function onKey(event: KeyboardEvent): void {
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: current + 1,
      ArrowUp: current - 1,
      PageDown: current + 10,
      PageUp: current - 10,
      Home: 0,
      End: items.length - 1,
    };
    const to = moves[event.key];
    const item = items[current];
    if (to !== undefined) goTo(to);
    else if (event.key === "Enter" && item !== undefined) options.choose(item);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return {
    element,
    show(shown) {
      items = shown;
      current = Math.min(current, items.length - 1);
      element.scrollTop = 0;
      refresh();
    },
    mark(item) {
      const at = item === undefined ? -1 : items.indexOf(item);
      if (at >= 0) goTo(at);
      else {
        current = -1;
        refresh();
      }
    },
    refresh,
  };
}
