// sync/central/web/src/notices.ts - what stands where there is nothing to show.
import type {Fault} from "./api.ts";
import {element, icon} from "./dom.ts";
import type {TextKey, Words} from "./texts.ts";

export function drawNothing(title: TextKey, note: TextKey | null, words: Words): HTMLElement {
  return element("div", {class: "card state"}, icon("empty"),
    element("h2", {}, words.text(title)),
    note ? element("p", {class: "quiet"}, words.text(note)) : null);
}

export function drawFailure(fault: Fault, words: Words, askAgain: () => void): HTMLElement {
  const note = fault === "status.denied" ? fault : "error.note";
  return element("div", {class: "card state", role: "alert"}, icon("cloud"),
    element("h2", {}, words.text("error.title")),
    element("p", {class: "quiet"}, words.text(note)),
    element("button", {type: "button", class: "primary", "data-key": "again", onclick: askAgain},
      words.text("error.again")));
}

/** Central was not heard yet. */
export function drawWaiting(): HTMLElement {
  return element("div", {class: "waiting", "aria-busy": "true"},
    [1, 2, 3, 4].map(() => element("div", {class: "card"})));
}
