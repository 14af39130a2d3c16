import assert from "node:assert/strict";
import test from "node:test";

import {faultOf} from "../../sync/central/web/src/api.ts";
import {pauseMs} from "../../sync/central/web/src/poll.ts";
import {cohortOf, firstState, take, zoneOfPage} from "../../sync/central/web/src/state.ts";
import {Words} from "../../sync/central/web/src/texts.ts";
import {attendance, cohort} from "./samples.ts";

function unheard(chosen = "") {
  return firstState(new Words("ru", {}), chosen);
}

test("what central says is held with its tag, and its clock is followed", () => {
  const state = unheard();
  const told = attendance({generated: 5000});
  assert.equal(take(state, {kind: "new", attendance: told, etag: '"1"'}, 4000), true);
  assert.equal(state.attendance, told);
  assert.deepEqual([state.etag, state.ahead, state.heard], ['"1"', 1000, 4000]);
});

test("the same again is nothing new, but is an answer", () => {
  const state = unheard();
  take(state, {kind: "new", attendance: attendance(), etag: '"1"'}, 4000);
  assert.equal(take(state, {kind: "same"}, 4005), false);
  assert.deepEqual([state.etag, state.heard], ['"1"', 4005]);
});

test("a fault is told once, keeps what was shown, and its end is told too", () => {
  const state = unheard();
  take(state, {kind: "new", attendance: attendance(), etag: '"1"'}, 4000);
  assert.equal(take(state, {kind: "failed", fault: "status.lost"}, 4005), true);
  assert.equal(take(state, {kind: "failed", fault: "status.lost"}, 4010), false);
  assert.equal(take(state, {kind: "failed", fault: "status.denied"}, 4015), true);
  assert.deepEqual([state.failures, state.heard, state.attendance !== null], [3, 4000, true]);
  assert.equal(take(state, {kind: "same"}, 4020), true);
  assert.deepEqual([state.failures, state.fault], [0, null]);
});

test("who may not see it is told so; all else is a lost connection", () => {
  assert.deepEqual([401, 403, 404, 500, 503].map(faultOf), ["status.denied", "status.denied",
    "status.lost", "status.lost", "status.lost"]);
});

test("the chosen programme is shown, or the first when it is gone", () => {
  const both = [cohort({name: "a", zone: "Asia/Bishkek"}), cohort({name: "b"})];
  const state = unheard("b");
  assert.deepEqual([cohortOf(state), zoneOfPage(state)], [null, "UTC"]);
  take(state, {kind: "new", attendance: attendance({cohorts: both}), etag: ""}, 0);
  assert.equal(cohortOf(state)?.name, "b");
  take(state, {kind: "new", attendance: attendance({cohorts: both.slice(0, 1)}), etag: ""}, 0);
  assert.deepEqual([cohortOf(state)?.name, zoneOfPage(state)], ["a", "Asia/Bishkek"]);
});

test("a central that is lost is asked less often, and not by all pages at one moment", () => {
  assert.deepEqual([pauseMs(0, 0), pauseMs(0, 0.9)], [5000, 5000]);
  assert.deepEqual([1, 2, 3, 9].map((failures) => pauseMs(failures, 0)),
    [5000, 10_000, 15_000, 15_000]);
  assert.equal(pauseMs(9, 1), 30_000);
});
