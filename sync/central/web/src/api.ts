// sync/central/web/src/api.ts - what central says at /api/v1/attendance, and how it is asked.
// The other end is sync/central/attendance_api.cpp. Times are Unix seconds, UTC.

export interface Titles {
  ru?: string;
  tt?: string;
  ky?: string;
  en?: string;
}

export interface Arrival {
  person: string; // a number, or the reference of a guest
  name: string | null; // null: not known, or declined to be named
  delegation: Titles | null;
  role: string;
  present: boolean;
  wall: number; // what the kiosk's clock claimed
  earliest: number | null; // what signed times prove
  latest: number | null;
  contradicted: boolean;
  guest: boolean;
  corrected: boolean;
}

export interface Venue {
  number: number;
  name: string;
  title: Titles | null;
  zone: string;
}

export interface Session {
  number: number;
  name: string;
  title: Titles;
  venue: Venue;
  start: number;
  end: number;
  expected: number;
  present: number;
  arrivals: Arrival[];
}

export interface Cohort {
  name: string;
  title: Titles;
  zone: string;
  expected: number;
  sessions: Session[];
  outside: Arrival[]; // belongs to no session
}

export interface Alarm {
  kind: string;
  device: string;
  name: string;
  venue: string;
  since: number;
}

export interface Backup {
  at: number | null;
  warning: string; // "", "none" or "old"
}

export interface Attendance {
  generated: number;
  backup: Backup;
  alarms: Alarm[];
  cohorts: Cohort[];
}

/** Why there is nothing new: the key of the text that says so. */
export type Fault = "status.lost" | "status.denied";

export type Answer =
  | {kind: "new"; attendance: Attendance; etag: string}
  | {kind: "same"}
  | {kind: "failed"; fault: Fault};

export function faultOf(status: number): Fault {
  return status === 401 || status === 403 ? "status.denied" : "status.lost";
}

/** `etag`: of what is held already, or "". */
export async function askAttendance(etag: string): Promise<Answer> {
  try {
    const answer = await fetch("/api/v1/attendance",
      {cache: "no-store", headers: etag ? {"If-None-Match": etag} : {}});
    if (answer.status === 304) return {kind: "same"};
    if (!answer.ok) return {kind: "failed", fault: faultOf(answer.status)};
    const attendance = await answer.json() as Attendance;
    return {kind: "new", attendance, etag: answer.headers.get("ETag") ?? ""};
  } catch {
    return {kind: "failed", fault: "status.lost"};
  }
}
