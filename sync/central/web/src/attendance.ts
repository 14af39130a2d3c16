// sync/central/web/src/attendance.ts - what central says of a cohort, folded into what is shown.
// Pure: no page, no clock, no words. Days are dates such as "2026-03-07".
import type {Arrival, Cohort, Session} from "./api.ts";
import {ALL_DAYS} from "./state.ts";
import type {TextKey} from "./texts.ts";
import {arrivedAt, local} from "./time.ts";
import type {LocalTime} from "./time.ts";

// Who is shown and not counted.
const ROLES: ReadonlyMap<string, TextKey> = new Map<string, TextKey>([
  ["host", "role.host"],
  ["speaker", "role.speaker"],
  ["moderator", "role.moderator"],
  ["jury", "role.jury"],
  ["staff", "role.staff"],
]);

/** Null: a participant, or a guest. */
export function roleText(role: string): TextKey | null {
  return ROLES.get(role) ?? null;
}

/** A session is told in the time of its venue. */
export function zoneOf(session: Session, cohort: Cohort): string {
  return session.venue.zone || cohort.zone;
}

export interface Day {
  when: LocalTime;
  sessions: Session[];
}

/** By date, each day's sessions in the order in which they begin. */
export function byDay(cohort: Cohort): Map<string, Day> {
  const days = new Map<string, Day>();
  for (const session of [...cohort.sessions].sort((a, b) => a.start - b.start)) {
    const when = local(session.start, zoneOf(session, cohort));
    const day = days.get(when.date);
    if (day) day.sessions.push(session);
    else days.set(when.date, {when, sessions: [session]});
  }
  return days;
}

/** What the reader chose; before that today, if anything is on today. */
export function shownDay(chosen: string | undefined, days: Map<string, Day>,
                         today: string): string {
  return chosen ?? (days.has(today) ? today : ALL_DAYS);
}

/** Arrivals at no session that belong to what is shown. */
export function outsideOn(day: string, cohort: Cohort): Arrival[] {
  return cohort.outside.filter((each) =>
    day === ALL_DAYS || local(arrivedAt(each), cohort.zone).date === day);
}

export interface Numbers {
  people: number;
  guests: number;
  held: number; // sessions that are over
}

/** Nobody is counted twice. */
export function numbersOf(cohort: Cohort, now: number): Numbers {
  const people = new Set<string>();
  const guests = new Set<string>();
  for (const arrivals of [...cohort.sessions.map((each) => each.arrivals), cohort.outside]) {
    for (const arrival of arrivals) {
      if (!arrival.present || roleText(arrival.role)) continue;
      (arrival.guest ? guests : people).add(arrival.person);
    }
  }
  const held = cohort.sessions.filter((session) => session.end <= now).length;
  return {people: people.size, guests: guests.size, held};
}

/** Percent, for a bar that never leaves its frame. */
export function share(present: number, expected: number): number {
  return expected > 0 ? Math.min(100, Math.round((100 * present) / expected)) : 0;
}

export interface Standing {
  isNow: boolean;
  isAhead: boolean; // and nobody is there yet
  isComplete: boolean;
}

export function standingOf(session: Session, now: number): Standing {
  return {
    isNow: session.start <= now && now < session.end,
    isAhead: session.start > now && session.present === 0,
    isComplete: session.expected > 0 && session.present >= session.expected,
  };
}

export function byArrival(arrivals: readonly Arrival[]): Arrival[] {
  return [...arrivals].sort((a, b) => arrivedAt(a) - arrivedAt(b));
}

/** At most two letters. */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean).slice(0, 2);
  return words.map((word) => [...word][0]).join("").toUpperCase();
}

/** The texts of what is to be marked about an arrival, and how the mark looks. */
export function marksOf(arrival: Arrival): {text: TextKey; look: string}[] {
  const marks: {text: TextKey; look: string}[] = [];
  const role = roleText(arrival.role);
  if (!arrival.present) marks.push({text: "mark.absent", look: "chip absent"});
  if (role) marks.push({text: role, look: "chip"});
  if (arrival.guest) marks.push({text: "mark.guest", look: "chip guest"});
  if (arrival.corrected) marks.push({text: "mark.corrected", look: "chip"});
  return marks;
}
