import assert from "node:assert/strict";
import test from "node:test";

import {arrivalTime, arrivedAt, local} from "../../sync/central/web/src/time.ts";
import {arrival, moscow} from "./samples.ts";

test("a moment has the date and the weekday of its zone", () => {
  const evening = Date.UTC(2026, 2, 7, 21, 5) / 1000; // a Saturday
  assert.deepEqual(local(evening, "UTC"),
    {time: "21:05", date: "2026-03-07", day: 7, month: 2, weekday: 5});
  assert.deepEqual(local(evening, "Europe/Moscow"),
    {time: "00:05", date: "2026-03-08", day: 8, month: 2, weekday: 6});
  assert.equal(local(evening, "Asia/Bishkek").time, "03:05");
});

test("a zone that the browser does not know is shown in UTC", () => {
  assert.equal(local(Date.UTC(2026, 0, 1, 9, 7) / 1000, "Nowhere/Town").time, "09:07");
});

test("an arrival whose time is proved shows what the kiosk's clock said", () => {
  const wall = moscow(3, 7, 9, 40);
  const proved = arrival({wall, earliest: wall - 60, latest: wall + 60});
  assert.deepEqual(arrivalTime(proved, "Europe/Moscow"), {shown: "09:40", note: ""});
});

test("an arrival whose time is known badly shows between when and when", () => {
  const wall = moscow(3, 7, 9, 40);
  const wide = arrival({wall, earliest: wall - 60, latest: wall + 61});
  assert.deepEqual(arrivalTime(wide, "Europe/Moscow"),
    {shown: "09:39–09:41", note: "mark.between"});
});

test("a clock that was proved wrong is not shown", () => {
  const wall = moscow(3, 7, 9, 40);
  const wrong = arrival({wall, earliest: wall + 3600, latest: wall + 3660});
  assert.deepEqual(arrivalTime(wrong, "Europe/Moscow"), {shown: "10:40", note: "mark.repaired"});
});

test("a time that nothing proves, or proofs contradict, is told as unsure", () => {
  const wall = moscow(3, 7, 9, 40);
  for (const told of [{earliest: null}, {latest: null}, {contradicted: true}]) {
    assert.deepEqual(arrivalTime(arrival({wall, ...told}), "Europe/Moscow"),
      {shown: "≈ 09:40", note: "mark.unsure"});
  }
});

test("arrivals are ordered by what is proved, else by the kiosk's clock", () => {
  assert.equal(arrivedAt(arrival({wall: 50, earliest: 70})), 70);
  assert.equal(arrivedAt(arrival({wall: 50, earliest: null})), 50);
  assert.equal(arrivedAt(arrival({wall: 50, earliest: 0})), 0);
});
