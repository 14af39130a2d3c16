// sync/central/web/src/state.ts - all that the page knows, and what an answer of central changes.
import type {Answer, Attendance, Cohort, Fault} from "./api.ts";
import {Words} from "./texts.ts";

export const ALL_DAYS = "all";

export interface State {
  words: Words;
  attendance: Attendance | null; // what central last said
  etag: string; // of that
  ahead: number; // central's clock less ours, seconds
  heard: number; // when central last answered, by our clock, Unix seconds
  failures: number; // in a row
  fault: Fault | null;
  cohort: string; // chosen
  day: Map<string, string>; // by cohort, chosen: ALL_DAYS or a date
  open: Set<string>; // sessions whose people are shown
}

/** What a reader may do; each ends in a page that is drawn anew. */
export interface Acts {
  speak(language: Words["language"]): void;
  chooseCohort(name: string): void;
  chooseDay(cohort: string, day: string): void;
  askAgain(): void;
}

export function firstState(words: Words, cohort: string): State {
  return {words, attendance: null, etag: "", ahead: 0, heard: 0, failures: 0, fault: null, cohort,
    day: new Map(), open: new Set()};
}

/** `ours`: our clock, Unix seconds. True: there is something new to draw. */
export function take(state: State, answer: Answer, ours: number): boolean {
  if (answer.kind === "failed") {
    const isNew = state.fault !== answer.fault;
    state.failures += 1;
    state.fault = answer.fault;
    return isNew;
  }
  const wasLost = state.fault !== null;
  state.failures = 0;
  state.fault = null;
  state.heard = ours;
  if (answer.kind === "same") return wasLost;
  state.attendance = answer.attendance;
  state.etag = answer.etag;
  state.ahead = answer.attendance.generated - ours;
  return true;
}

/** The one that was chosen, else the first. */
export function cohortOf(state: State): Cohort | null {
  const cohorts = state.attendance?.cohorts ?? [];
  return cohorts.find((cohort) => cohort.name === state.cohort) ?? cohorts[0] ?? null;
}

/** For what belongs to no venue. */
export function zoneOfPage(state: State): string {
  return cohortOf(state)?.zone ?? "UTC";
}
