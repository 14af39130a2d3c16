// sync/central/web/src/heading.ts - above the sessions: which programme, its numbers, its days.
import type {Cohort} from "./api.ts";
import {numbersOf} from "./attendance.ts";
import type {Day} from "./attendance.ts";
import {element, icon} from "./dom.ts";
import {ALL_DAYS} from "./state.ts";
import type {Acts} from "./state.ts";
import type {Words} from "./texts.ts";

export function drawHeading(cohort: Cohort, cohorts: readonly Cohort[], words: Words,
                            acts: Acts): HTMLElement {
  const note = [words.text("page.note"), words.text("page.zone", {zone: cohort.zone})];
  return element("div", {class: "heading"},
    element("div", {},
      element("h1", {}, words.titled(cohort.title, cohort.name)),
      element("p", {class: "quiet"}, note.join(" · "))),
    cohorts.length < 2 ? null : drawCohortPicker(cohort, cohorts, words, acts));
}

function drawCohortPicker(cohort: Cohort, cohorts: readonly Cohort[], words: Words,
                          acts: Acts): HTMLElement {
  const options = cohorts.map((each) => element("option",
    {value: each.name, selected: each === cohort ? "" : null},
    words.titled(each.title, each.name)));
  const select = element("select",
    {"data-key": "cohort", onchange: () => acts.chooseCohort(select.value)}, options);
  return element("label", {class: "picker"},
    element("span", {}, words.text("cohort.choose")), select);
}

export function drawNumbers(cohort: Cohort, now: number, words: Words): HTMLElement {
  const {people, guests, held} = numbersOf(cohort, now);
  return element("dl", {class: "numbers"},
    drawNumber("people", words.text("number.people"), people, cohort.expected),
    drawNumber("calendar", words.text("number.held"), held, cohort.sessions.length),
    drawNumber("guest", words.text("number.guests"), guests, null));
}

function drawNumber(symbol: string, label: string, value: number, of: number | null): HTMLElement {
  return element("div", {class: "number"}, icon(symbol),
    element("div", {},
      element("dd", {}, String(value), of === null ? null : element("small", {}, ` / ${of}`)),
      element("dt", {}, label)));
}

export interface DayChoice {
  chosen: string;
  today: string;
  choose: (day: string) => void;
}

export function drawDayPicker(days: Map<string, Day>, {chosen, today, choose}: DayChoice,
                              words: Words): HTMLElement {
  const button = (day: string, label: string): HTMLElement =>
    element("button", {type: "button", "aria-pressed": String(chosen === day),
      class: day === today ? "today" : null, "data-key": `day.${day}`,
      onclick: () => choose(day)}, label);
  return element("nav", {class: "days", "aria-label": words.text("day.choose")},
    button(ALL_DAYS, words.text("day.all")),
    [...days].map(([date, {when}]) => button(date, words.shortDay(when))));
}
