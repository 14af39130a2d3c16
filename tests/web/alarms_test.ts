import assert from "node:assert/strict";
import test from "node:test";

import {shownAlarms} from "../../sync/central/web/src/alarms.ts";

const told = {device: "0123456789abcdef", name: "kiosk 7", venue: "university", since: 1000};

test("an alarm about a kiosk names it, and its place", () => {
  for (const kind of ["cloned", "put-back", "old-key", "flood"]) {
    assert.deepEqual(shownAlarms([{...told, kind}]).map((alarm) => [alarm.name, alarm.box]),
      [[`alarm.${kind}`, "kiosk 7 · university · 01234567"]]);
  }
  assert.equal(shownAlarms([{...told, kind: "flood", name: "", venue: ""}])[0]?.box, "01234567");
});

test("an alarm about central itself names no kiosk", () => {
  for (const kind of ["restored", "published-twice"]) {
    assert.equal(shownAlarms([{...told, kind}])[0]?.box, "");
  }
});

test("an alarm of a newer central, for which there are no words, is left out", () => {
  assert.deepEqual(shownAlarms([{...told, kind: "of tomorrow"}, {...told, kind: "flood"}])
    .map((alarm) => alarm.name), ["alarm.flood"]);
});
