// sync/central/web/src/page.ts - the whole page, drawn anew from the state; the focus stays.
import {drawAlarms, drawBackupWarning} from "./alarms.ts";
import type {Attendance, Cohort} from "./api.ts";
import {byDay, outsideOn, shownDay} from "./attendance.ts";
import type {Day} from "./attendance.ts";
import {byId, element} from "./dom.ts";
import {drawDayPicker, drawHeading, drawNumbers} from "./heading.ts";
import {LANGUAGES, isLanguage} from "./languages.ts";
import {drawFailure, drawNothing, drawWaiting} from "./notices.ts";
import {drawOutside, drawSession} from "./sessions.ts";
import type {Cards} from "./sessions.ts";
import {ALL_DAYS, cohortOf, zoneOfPage} from "./state.ts";
import type {Acts, State} from "./state.ts";
import {local} from "./time.ts";

export function draw(state: State, acts: Acts): void {
  const active = document.activeElement;
  const focused = active instanceof HTMLElement ? active.dataset.key : undefined;
  document.documentElement.lang = state.words.language;
  drawLanguages(state, acts);
  drawStatus(state);
  byId("main").replaceChildren(...drawMain(state, acts));
  if (focused === undefined) return;
  const again = document.querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"]`);
  again?.focus({preventScroll: true});
}

/** When central was last heard, or that it is not heard now. */
export function drawStatus(state: State): void {
  const status = byId("status");
  status.className = state.fault ? "status lost" : "status";
  status.setAttribute("aria-live", state.fault ? "polite" : "off"); // no news is not read out
  if (!state.attendance) return status.replaceChildren();
  const {time} = local(state.heard + state.ahead, zoneOfPage(state));
  return status.replaceChildren(element("span", {class: "dot"}),
    state.words.text(state.fault ?? "status.updated", {time}));
}

function drawLanguages({words}: State, acts: Acts): void {
  const languages = byId("languages");
  languages.setAttribute("aria-label", words.text("language.choose"));
  const codes = Object.keys(LANGUAGES).filter(isLanguage);
  languages.replaceChildren(...codes.map((code) => element("button", {
    type: "button", lang: code, title: LANGUAGES[code].full, "aria-label": LANGUAGES[code].full,
    "data-key": `language.${code}`, "aria-pressed": String(code === words.language),
    onclick: () => acts.speak(code)}, LANGUAGES[code].short)));
}

function drawMain(state: State, acts: Acts): HTMLElement[] {
  const {attendance, words} = state;
  if (!attendance) {
    return [state.fault ? drawFailure(state.fault, words, acts.askAgain) : drawWaiting()];
  }
  const cohort = cohortOf(state);
  const zone = zoneOfPage(state);
  return [
    ...drawBackupWarning(attendance.backup, zone, words),
    ...drawAlarms(attendance.alarms, zone, words),
    ...(cohort ? drawCohort(cohort, attendance, state, acts)
      : [drawNothing("empty.title", "empty.note", words)]),
  ];
}

function drawCohort(cohort: Cohort, {cohorts}: Attendance, state: State,
                    acts: Acts): HTMLElement[] {
  const {words, open} = state;
  const now = Date.now() / 1000 + state.ahead;
  const cards = {words, now, open};
  const days = byDay(cohort);
  const today = local(now, cohort.zone).date;
  const chosen = shownDay(state.day.get(cohort.name), days, today);
  const out: HTMLElement[] = [
    drawHeading(cohort, cohorts, words, acts),
    drawNumbers(cohort, now, words),
  ];
  if (days.size > 1) {
    const choose = (day: string): void => acts.chooseDay(cohort.name, day);
    out.push(drawDayPicker(days, {chosen, today, choose}, words));
  }
  if (days.size === 0) out.push(drawNothing("empty.sessions", null, words));
  const shown = [...days].filter(([date]) => chosen === ALL_DAYS || date === chosen);
  out.push(...drawDays(cohort, shown, today, cards));
  const others = outsideOn(chosen, cohort);
  if (others.length > 0) out.push(drawOutside(others, cohort, chosen === ALL_DAYS, cards));
  return out;
}

function drawDays(cohort: Cohort, days: [string, Day][], today: string,
                  cards: Cards): HTMLElement[] {
  return days.map(([date, {when, sessions}]) => element("section", {class: "day"},
    element("h2", {}, cards.words.dayName(when),
      date === today ? element("span", {class: "chip"}, cards.words.text("day.today")) : null),
    sessions.map((session) => drawSession(session, cohort, cards))));
}
