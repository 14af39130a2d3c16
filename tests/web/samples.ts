// tests/web/samples.ts - what central might say; a test names only what it is about.
import type {Arrival, Attendance, Cohort, Session} from "../../sync/central/web/src/api.ts";

/** Of 2026, in Moscow (UTC+3). */
export function moscow(month: number, day: number, hour: number, minute: number): number {
  return Date.UTC(2026, month - 1, day, hour - 3, minute) / 1000;
}

export function arrival(told: Partial<Arrival> = {}): Arrival {
  const wall = told.wall ?? moscow(3, 7, 9, 40);
  return {person: "1", name: "Хисамова Алсу", delegation: null, role: "participant", present: true,
    wall, earliest: wall, latest: wall, contradicted: false, guest: false, corrected: false,
    ...told};
}

export function session(told: Partial<Session> = {}): Session {
  return {number: 1, name: "opening", title: {},
    venue: {number: 1, name: "hall", title: null, zone: "Europe/Moscow"},
    start: moscow(3, 7, 9, 30), end: moscow(3, 7, 11, 0),
    expected: 10, present: 0, arrivals: [], ...told};
}

export function cohort(told: Partial<Cohort> = {}): Cohort {
  return {name: "exchange", title: {}, zone: "Europe/Moscow", expected: 10, sessions: [],
    outside: [], ...told};
}

export function attendance(told: Partial<Attendance> = {}): Attendance {
  return {generated: moscow(3, 7, 10, 0), backup: {at: null, warning: ""}, alarms: [],
    cohorts: [cohort()], ...told};
}
