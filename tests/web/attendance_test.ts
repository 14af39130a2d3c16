import assert from "node:assert/strict";
import test from "node:test";

import {byArrival, byDay, initials, marksOf, numbersOf, outsideOn, share, shownDay,
  standingOf} from "../../sync/central/web/src/attendance.ts";
import {ALL_DAYS} from "../../sync/central/web/src/state.ts";
import {arrival, cohort, moscow, session} from "./samples.ts";

test("a session belongs to the day of its venue, and days go by the clock", () => {
  const bishkek = {number: 2, name: "bishkek", title: null, zone: "Asia/Bishkek"};
  const days = byDay(cohort({sessions: [
    session({number: 1, start: moscow(3, 7, 22, 0), venue: bishkek}), // 01:00 of the 8th there
    session({number: 2, start: moscow(3, 7, 12, 0)}),
    session({number: 3, start: moscow(3, 7, 9, 30)}),
  ]}));
  const numbers = [...days].map(([date, day]) => [date, day.sessions.map((each) => each.number)]);
  assert.deepEqual(numbers, [["2026-03-07", [3, 2]], ["2026-03-08", [1]]]);
});

test("a session whose venue has no zone is told in that of the cohort", () => {
  const nowhere = {number: 2, name: "nowhere", title: null, zone: ""};
  const days = byDay(cohort({zone: "Asia/Bishkek",
    sessions: [session({start: moscow(3, 7, 22, 0), venue: nowhere})]}));
  assert.deepEqual([...days.keys()], ["2026-03-08"]);
});

test("the page begins with today where something is on, and then shows what was chosen", () => {
  const days = byDay(cohort({sessions: [session()]}));
  assert.equal(shownDay(undefined, days, "2026-03-07"), "2026-03-07");
  assert.equal(shownDay(undefined, days, "2026-03-09"), ALL_DAYS);
  assert.equal(shownDay(ALL_DAYS, days, "2026-03-07"), ALL_DAYS);
});

test("nobody is counted twice, and hosts, staff and the absent not at all", () => {
  const numbers = numbersOf(cohort({
    sessions: [
      session({end: moscow(3, 7, 11, 0), arrivals: [arrival({person: "1"}), arrival({person: "2"}),
        arrival({person: "3", role: "host"}), arrival({person: "4", present: false})]}),
      session({end: moscow(3, 7, 12, 0), arrivals: [arrival({person: "1"}),
        arrival({person: "a1b2", guest: true, role: ""})]}),
    ],
    outside: [arrival({person: "5"}), arrival({person: "a1b2", guest: true, role: ""})],
  }), moscow(3, 7, 11, 0));
  assert.deepEqual(numbers, {people: 3, guests: 1, held: 1});
});

test("a session is on from its first second until before its last", () => {
  const {start, end} = session();
  assert.deepEqual([start - 1, start, end - 1, end].map((now) => standingOf(session(), now).isNow),
    [false, true, true, false]);
  assert.equal(standingOf(session(), start - 1).isAhead, true);
  assert.equal(standingOf(session({present: 1}), start - 1).isAhead, false);
  assert.equal(standingOf(session({present: 9}), start).isComplete, false);
  assert.equal(standingOf(session({present: 10}), start).isComplete, true);
  assert.equal(standingOf(session({expected: 0}), start).isComplete, false);
});

test("a bar is never longer than its frame", () => {
  assert.deepEqual([share(0, 10), share(1, 3), share(12, 10), share(3, 0)], [0, 33, 100, 0]);
});

test("arrivals at no session are shown with their day", () => {
  const early = arrival({person: "1", wall: moscow(3, 7, 23, 50)});
  const late = arrival({person: "2", wall: moscow(3, 8, 0, 10)});
  const both = cohort({outside: [early, late]});
  assert.deepEqual(outsideOn(ALL_DAYS, both), [early, late]);
  assert.deepEqual(outsideOn("2026-03-08", both), [late]);
  assert.deepEqual(outsideOn("2026-03-09", both), []);
});

test("people stand in the order in which they came", () => {
  const order = byArrival([arrival({person: "2", wall: 20}), arrival({person: "3", wall: 5,
    earliest: 30}), arrival({person: "1", wall: 10})]);
  assert.deepEqual(order.map((each) => each.person), ["1", "2", "3"]);
});

test("initials are at most two letters, whatever letters they are", () => {
  assert.deepEqual(["хисамова алсу рафиковна", " Öz  ", "𝒜b c", ""].map(initials),
    ["ХА", "Ö", "𝒜C", ""]);
});

test("marks say what is unusual about an arrival", () => {
  assert.deepEqual(marksOf(arrival()), []);
  assert.deepEqual(marksOf(arrival({role: "jury", corrected: true})).map((mark) => mark.text),
    ["role.jury", "mark.corrected"]);
  assert.deepEqual(marksOf(arrival({present: false, guest: true, role: "a newer one"}))
    .map((mark) => mark.look), ["chip absent", "chip guest"]);
});
