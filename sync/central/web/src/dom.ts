// sync/central/web/src/dom.ts - makes elements. Everything from central goes into the page as text,
// never as markup.

export type Child = Node | string | null;
type Attribute = string | number | null; // null: left out

export interface Properties {
  [attribute: string]: Attribute | ((event: Event) => void); // "onclick", …: what is then done
}

export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag, properties: Properties, ...children: (Child | Child[])[]): HTMLElementTagNameMap[Tag] {
  const out = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === "function") out.addEventListener(name.slice(2), value);
    else if (value !== null) out.setAttribute(name, String(value));
  }
  out.append(...children.flat().filter((child) => child !== null));
  return out;
}

const SVG = "http://www.w3.org/2000/svg";

/** One of the symbols of index.html. */
export function icon(name: string): SVGSVGElement {
  const out = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  out.setAttribute("class", "icon");
  out.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#icon-${name}`);
  out.append(use);
  return out;
}

/** An element that index.html has. */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`index.html has no #${id}`);
  return found;
}
