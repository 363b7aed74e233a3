/** Elements, made so that a text can only ever be a text. */

/** What an element is given; texts become text nodes. */
export interface Parts {
  readonly class?: string;
  readonly text?: string;
  readonly attributes?: Readonly<Record<string, string | number>>;
  readonly on?: Readonly<Record<string, (event: Event) => void>>;
  readonly children?: readonly (Node | string | null)[];
}

/** An element of the page. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  parts: Parts = {},
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  fill(element, parts);
  return element;
}

/** An element of a drawing. */
export function draw<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  parts: Parts = {},
): SVGElementTagNameMap[Name] {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  fill(element, parts);
  return element;
}

/** A button with a name for those who can't see it. */
export function makeButton(
  text: string,
  label: string,
  act: () => void,
  more = "",
): HTMLButtonElement {
  return make("button", {
    class: `button ${more}`.trim(),
    text,
    attributes: { type: "button", "aria-label": label, title: label },
    on: { click: act },
  });
}

function fill(element: Element, parts: Parts): void {
  if (parts.class !== undefined) element.setAttribute("class", parts.class);
  for (const [name, value] of Object.entries(parts.attributes ?? {})) {
    element.setAttribute(name, String(value));
  }
  for (const [name, listener] of Object.entries(parts.on ?? {})) {
    element.addEventListener(name, listener);
  }
  if (parts.text !== undefined) element.textContent = parts.text;
  for (const child of parts.children ?? []) if (child !== null) element.append(child);
}
