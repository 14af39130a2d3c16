// sync/central/web/src/people.ts - who came, as a list.
import type {Arrival} from "./api.ts";
import {byArrival, initials, marksOf} from "./attendance.ts";
import {element} from "./dom.ts";
import type {Words} from "./texts.ts";
import {arrivalTime, arrivedAt, local} from "./time.ts";

export interface Told {
  zone: string;
  dated: boolean; // the day of each arrival is said too
}

export function drawPeople(arrivals: readonly Arrival[], told: Told, words: Words): HTMLElement {
  if (arrivals.length === 0) {
    return element("p", {class: "quiet none"}, words.text("session.nobody"));
  }
  return element("ul", {class: "people"},
    byArrival(arrivals).map((arrival) => drawPerson(arrival, told, words)));
}

function drawPerson(arrival: Arrival, {zone, dated}: Told, words: Words): HTMLElement {
  const {shown, note} = arrivalTime(arrival, zone);
  const day = dated ? words.shortDay(local(arrivedAt(arrival), zone)) : null;
  const marks = marksOf(arrival);
  if (note) marks.push({text: note, look: "chip unsure"});
  const chips = marks.map(({text, look}) => element("span", {class: look}, words.text(text)));
  const from = words.titled(arrival.delegation, "");
  return element("li", {class: arrival.present ? null : "absent"},
    element("span", {class: arrival.guest ? "face guest" : "face", "aria-hidden": "true"},
      arrival.name ? initials(arrival.name) : "№"),
    element("span", {class: "who"},
      element("b", {}, arrival.name || words.text("person.number", {n: arrival.person})),
      from || chips.length > 0 ? element("span", {class: "from"}, from, chips) : null),
    element("time", {}, shown, day === null ? null : element("small", {}, day)));
}
