import assert from "node:assert/strict";
import test from "node:test";

import {firstLanguage} from "../../sync/central/web/src/languages.ts";
import {Words} from "../../sync/central/web/src/texts.ts";
import {local} from "../../sync/central/web/src/time.ts";

const tatar = new Words("tt", {
  "page.zone": "вакыт: {zone}",
  "session.count": "{m} кешедән {n}",
  "date.long": "{day} {month}, {weekday}",
  "date.short": "{day} {month}",
  "date.months": ["гыйнвар", "февраль", "март", "апрель", "май", "июнь", "июль", "август",
    "сентябрь", "октябрь", "ноябрь", "декабрь"],
  "date.weekdays": ["дүшәмбе", "сишәмбе", "чәршәмбе", "пәнҗешәмбе", "җомга", "шимбә", "якшәмбе"],
});

test("values stand where the language wants them", () => {
  assert.equal(tatar.text("session.count", {n: 0, m: 12}), "12 кешедән 0");
  assert.equal(tatar.text("page.zone", {zone: "{zone} $&"}), "вакыт: {zone} $&");
});

test("what is not given stays as it is written, and a text that is not there shows its key", () => {
  assert.equal(tatar.text("page.zone"), "вакыт: {zone}");
  assert.equal(tatar.text("error.title"), "error.title");
});

test("a day is named in the words and the order of the language", () => {
  const saturday = local(Date.UTC(2026, 2, 7) / 1000, "UTC");
  assert.equal(tatar.dayName(saturday), "7 март, шимбә");
  assert.equal(tatar.shortDay(saturday), "7 март");
  const russian = new Words("ru", {"date.long": "{weekday}, {day} {month}",
    "date.months": ["января", "февраля", "марта"], "date.weekdays": ["понедельник", "вторник",
      "среда", "четверг", "пятница", "суббота"]});
  assert.equal(russian.dayName(saturday), "Суббота, 7 марта");
});

test("before words were fetched days have none, and nothing breaks", () => {
  const none = new Words("ru", {});
  assert.equal(none.shortDay(local(0, "UTC")), "date.short");
  assert.equal(none.dayName(local(0, "UTC")), "Date.long");
});

test("a title is in the reader's language, or in the nearest that is there", () => {
  const titles = {ru: "Зал", tt: "Зал (тт)", en: "Hall"};
  assert.equal(tatar.titled(titles, "hall"), "Зал (тт)");
  assert.equal(tatar.titled({...titles, tt: ""}, "hall"), "Зал");
  assert.equal(tatar.titled({en: "Hall", ky: "Зал (ky)"}, "hall"), "Hall");
  assert.equal(tatar.titled({ru: "", en: "", ky: "Зал (ky)"}, "hall"), "Зал (ky)");
  assert.equal(tatar.titled({ru: "", en: ""}, "hall"), "hall");
  assert.equal(tatar.titled(null, "hall"), "hall");
});

test("the address decides on the language, then the last choice, then the browser", () => {
  assert.equal(firstLanguage("ky", "tt", ["en-GB"]), "ky");
  assert.equal(firstLanguage(null, "tt", ["en-GB"]), "tt");
  assert.equal(firstLanguage("de", null, ["fr", "en-GB", "ru"]), "en");
  assert.equal(firstLanguage("constructor", "", ["fr"]), "ru");
  assert.equal(firstLanguage(null, null, []), "ru");
});
