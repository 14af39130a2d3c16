// sync/central/web/src/sessions.ts - a session as a card that opens to show its people.
import type {Arrival, Cohort, Session} from "./api.ts";
import {share, standingOf, zoneOf} from "./attendance.ts";
import {element, icon} from "./dom.ts";
import {drawPeople} from "./people.ts";
import type {Words} from "./texts.ts";
import {local} from "./time.ts";

/** What the cards of a page have in common. */
export interface Cards {
  words: Words;
  now: number;
  open: Set<string>; // by key; a card that opens or closes says so here
}

export function drawSession(session: Session, cohort: Cohort, cards: Cards): HTMLElement {
  const {words} = cards;
  const {isNow, isAhead, isComplete} = standingOf(session, cards.now);
  const key = `${cohort.name}/${session.number}`;
  const zone = zoneOf(session, cohort);
  const count = element("span", {class: isComplete ? "count complete" : "count",
    "aria-label": words.text("session.count", {n: session.present, m: session.expected})},
    element("b", {}, String(session.present)), ` / ${session.expected}`);
  const summary = element("summary", {"data-key": `session.${key}`},
    element("span", {class: "when"}, element("b", {}, local(session.start, zone).time),
      element("span", {}, `–${local(session.end, zone).time}`)),
    element("span", {class: "what"},
      element("span", {class: "title"}, words.titled(session.title, session.name),
        isNow ? element("span", {class: "chip live"}, words.text("session.now")) : null),
      element("span", {class: "place"}, icon("place"),
        words.titled(session.venue.title, session.venue.name),
        zone === cohort.zone ? null : ` · ${zone}`)),
    element("span", {class: "attended"}, count, drawBar(session.present, session.expected)),
    icon("open"));
  const look = ["card session", isNow ? "now" : "", isAhead ? "ahead" : ""].filter(Boolean);
  return drawExpandable(key, summary, look.join(" "), cards.open,
    () => drawPeople(session.arrivals, {zone, dated: false}, words));
}

/** `dated`: they are of several days. */
export function drawOutside(others: readonly Arrival[], cohort: Cohort, dated: boolean,
                            {words, open}: Cards): HTMLElement {
  const key = `${cohort.name}/outside`;
  const summary = element("summary", {"data-key": `session.${key}`},
    element("span", {class: "what"},
      element("span", {class: "title"}, words.text("outside.title")),
      element("span", {class: "place"}, words.text("outside.note"))),
    element("span", {class: "attended"},
      element("span", {class: "count"}, element("b", {}, String(others.length)))),
    icon("open"));
  return element("section", {class: "day"},
    drawExpandable(key, summary, "card session outside", open,
      () => drawPeople(others, {zone: cohort.zone, dated}, words)));
}

function drawBar(present: number, expected: number): HTMLElement {
  const fill = element("span", {});
  fill.style.width = `${share(present, expected)}%`; // not an attribute: central forbids those
  return element("span", {class: "bar", "aria-hidden": "true"}, fill);
}

function drawExpandable(key: string, summary: HTMLElement, look: string, open: Set<string>,
                        list: () => HTMLElement): HTMLElement {
  const body = element("div", {class: "body"});
  const out = element("details", {class: look, open: open.has(key) ? "" : null, ontoggle: () => {
    if (!out.open) return void open.delete(key);
    open.add(key);
    // Twenty thousand people are drawn when asked for.
    if (!body.firstChild) body.replaceChildren(list());
  }}, summary, body);
  if (out.open) body.replaceChildren(list());
  return out;
}
