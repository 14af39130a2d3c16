// sync/central/web/src/time.ts - moments in the zone of a cohort or a venue. Pure: no clock, and no
// words (browsers know no Tatar, so those of days are ours: texts.ts).
import type {Arrival} from "./api.ts";

// A clock that is known this well shows one time; else the page says so.
const EXACT_S = 120;
const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

export interface LocalTime {
  time: string; // "09:05"
  date: string; // "2026-03-07"
  day: number; // of the month, from 1
  month: number; // from 0
  weekday: number; // from 0, Monday
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockIn(zone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat("en-GB", {hourCycle: "h23", year: "numeric", month: "numeric",
    day: "numeric", weekday: "short", hour: "2-digit", minute: "2-digit", timeZone: zone});
}

/** That of UTC where the browser does not know the zone. */
function clockOf(zone: string): Intl.DateTimeFormat {
  let clock = clocks.get(zone);
  if (!clock) {
    try {
      clock = clockIn(zone);
    } catch {
      clock = clockIn("UTC");
    }
    clocks.set(zone, clock);
  }
  return clock;
}

function two(value: string | undefined): string {
  return (value ?? "").padStart(2, "0");
}

export function local(unix: number, zone: string): LocalTime {
  const parts: {[type: string]: string} = {};
  for (const part of clockOf(zone).formatToParts(new Date(unix * 1000))) {
    parts[part.type] = part.value;
  }
  return {
    time: `${two(parts.hour)}:${two(parts.minute)}`,
    date: `${parts.year}-${two(parts.month)}-${two(parts.day)}`,
    day: Number(parts.day),
    month: Number(parts.month) - 1,
    weekday: WEEKDAYS.indexOf(parts.weekday ?? ""),
  };
}

export type Timed = Pick<Arrival, "wall" | "earliest" | "latest" | "contradicted">;

/** By this arrivals are ordered and belong to days. */
export function arrivedAt(arrival: Timed): number {
  return arrival.earliest ?? arrival.wall;
}

export interface ArrivalTime {
  shown: string;
  note: "" | "mark.unsure" | "mark.between" | "mark.repaired";
}

/** When somebody arrived, as far as it is known. */
export function arrivalTime(arrival: Timed, zone: string): ArrivalTime {
  const {wall, earliest, latest, contradicted} = arrival;
  if (earliest === null || latest === null || contradicted) {
    return {shown: `≈ ${local(wall, zone).time}`, note: "mark.unsure"};
  }
  const from = local(earliest, zone).time;
  if (latest - earliest > EXACT_S) {
    return {shown: `${from}–${local(latest, zone).time}`, note: "mark.between"};
  }
  if (wall >= earliest && wall <= latest) return {shown: local(wall, zone).time, note: ""};
  return {shown: from, note: "mark.repaired"};
}
