// sync/central/web/app.js - who came, by session. Asks central every few seconds whether anything is new, and draws it.
// Everything from central goes into the page as text, never as markup.
"use strict";

const REFRESH_MS = 5000;
const REFRESH_FAILED_MS_MAX = 30000;
// A clock that is known this well shows one time; else the page says so.
const EXACT_S = 120;
const LANGUAGES = {ru: ["Рус", "Русский"], tt: ["Тат", "Татарча"], ky: ["Кыр", "Кыргызча"], en: ["Eng", "English"]};

// Who is shown and not counted.
const ROLES = {host: "role.host", speaker: "role.speaker", moderator: "role.moderator", jury: "role.jury",
  staff: "role.staff"};

// What an alarm is called, and what it means.
const ALARMS = {
  "cloned": ["alarm.cloned", "alarm.cloned.note"],
  "put-back": ["alarm.put-back", "alarm.put-back.note"],
  "restored": ["alarm.restored", "alarm.restored.note"],
  "published-twice": ["alarm.published-twice", "alarm.published-twice.note"],
  "old-key": ["alarm.old-key", "alarm.old-key.note"],
  "flood": ["alarm.flood", "alarm.flood.note"],
};

// Those that are about no kiosk.
const OF_CENTRAL = ["restored", "published-twice"];

const state = {
  language: "ru",
  texts: {},
  data: null,        // what central last said
  etag: "",
  ahead: 0,          // central's clock less ours, seconds
  heard: 0,          // when central last answered, our milliseconds
  failures: 0,
  fault: "",         // key of a text
  cohort: "",
  day: {},           // by cohort: "all" or a date
  open: new Set(),   // sessions whose people are shown
};

// ---- small tools ----

function element(tag, properties, ...children) {
  const out = document.createElement(tag);
  for (const [name, value] of Object.entries(properties || {})) {
    if (name.startsWith("on")) out.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) out.setAttribute(name, value);
  }
  out.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return out;
}

function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const out = document.createElementNS(space, "svg");
  const use = document.createElementNS(space, "use");
  out.setAttribute("class", "icon");
  out.setAttribute("aria-hidden", "true");
  use.setAttribute("href", "#icon-" + name);
  out.append(use);
  return out;
}

function text(key, values) {
  const found = state.texts[key] || key;
  return found.replace(/\{(\w+)\}/g, (whole, name) => (values && name in values ? String(values[name]) : whole));
}

/** A title in the reader's language, or in the nearest that is there. */
function titled(titles, otherwise) {
  if (!titles) return otherwise || "";
  return titles[state.language] || titles.ru || titles.en || Object.values(titles)[0] || otherwise || "";
}

function kept(name, value) {
  try {
    if (value === undefined) return localStorage.getItem("otmetka." + name);
    localStorage.setItem("otmetka." + name, value);
  } catch { /* a browser that keeps nothing still shows everything */ }
  return null;
}

// ---- time: the cohort's zone, our own words (browsers know no Tatar) ----

const clocks = new Map();

function clockOf(zone) {
  if (!clocks.has(zone)) {
    const parts = {hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", weekday: "short",
      hour: "2-digit", minute: "2-digit"};
    let made;
    try {
      made = new Intl.DateTimeFormat("en-GB", {...parts, timeZone: zone});
    } catch {
      made = new Intl.DateTimeFormat("en-GB", {...parts, timeZone: "UTC"});
    }
    clocks.set(zone, made);
  }
  return clocks.get(zone);
}

function local(unix, zone) {
  const parts = {};
  for (const part of clockOf(zone).formatToParts(new Date(unix * 1000))) parts[part.type] = part.value;
  const weekday = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].indexOf(parts.weekday);
  const two = (value) => String(value).padStart(2, "0");
  return {
    time: two(parts.hour) + ":" + two(parts.minute),
    date: `${parts.year}-${two(parts.month)}-${two(parts.day)}`,
    day: Number(parts.day), month: Number(parts.month) - 1, weekday,
  };
}

function dayName(when) {
  const name = text("date.long", {day: when.day, month: state.texts["date.months"][when.month],
    weekday: state.texts["date.weekdays"][when.weekday]});
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function shortDay(when) {
  return text("date.short", {day: when.day, month: state.texts["date.months"][when.month]});
}

function now() { return Date.now() / 1000 + state.ahead; }

function arrivedAt(arrival) { return arrival.earliest == null ? arrival.wall : arrival.earliest; }

/** When somebody arrived, as far as it is known. */
function arrivalTime(arrival, zone) {
  const {wall, earliest, latest, contradicted} = arrival;
  if (earliest == null || latest == null || contradicted) return {shown: "≈ " + local(wall, zone).time, note: "mark.unsure"};
  const from = local(earliest, zone).time, to = local(latest, zone).time;
  if (latest - earliest > EXACT_S) return {shown: `${from}–${to}`, note: "mark.between"};
  if (wall >= earliest && wall <= latest) return {shown: local(wall, zone).time, note: ""};
  return {shown: from, note: "mark.repaired"};
}

// ---- the page ----

function cohortNow() {
  const cohorts = (state.data && state.data.cohorts) || [];
  return cohorts.find((cohort) => cohort.name === state.cohort) || cohorts[0] || null;
}

/** A session is told in the time of its venue. */
function zoneOf(session, cohort) { return (session.venue && session.venue.zone) || cohort.zone; }

function byDay(cohort) {
  const days = new Map();
  for (const session of [...cohort.sessions].sort((a, b) => a.start - b.start)) {
    const when = local(session.start, zoneOf(session, cohort));
    if (!days.has(when.date)) days.set(when.date, {when, sessions: []});
    days.get(when.date).sessions.push(session);
  }
  return days;
}

function draw() {
  const focused = document.activeElement && document.activeElement.dataset.key;
  document.documentElement.lang = state.language;
  drawLanguages();
  drawStatus();
  const cohort = cohortNow();
  let content;
  if (!state.data) content = state.fault ? [failure()] : [waiting()];
  else if (!cohort) content = [...alarms(null), nothing("empty.title", "empty.note")];
  else content = page(cohort);
  document.getElementById("main").replaceChildren(...backupWarning(), ...content);
  const again = focused && document.querySelector(`[data-key="${CSS.escape(focused)}"]`);
  if (again) again.focus({preventScroll: true});
}

/** What whoever looks after central must not miss. */
function backupWarning() {
  const {at, warning} = (state.data && state.data.backup) || {};
  if (!warning) return [];
  const when = at ? shortDay(local(at, cohortNow() ? cohortNow().zone : "UTC")) : "";
  return [element("p", {class: "warning", role: "status"}, text(warning === "none" ? "backup.none" : "backup.old", {when}))];
}

function drawLanguages() {
  const buttons = Object.entries(LANGUAGES).map(([code, [short, full]]) => element("button", {
    type: "button", lang: code, title: full, "aria-label": full, "data-key": "language." + code,
    "aria-pressed": String(code === state.language), onclick: () => speak(code)}, short));
  document.getElementById("languages").replaceChildren(...buttons);
}

function drawStatus() {
  const status = document.getElementById("status");
  status.className = "status" + (state.fault ? " lost" : "");
  status.setAttribute("aria-live", state.fault ? "polite" : "off");  // no news is not read out
  if (!state.data) return status.replaceChildren();
  const zone = cohortNow() ? cohortNow().zone : "UTC";
  const time = local(state.heard / 1000 + state.ahead, zone).time;
  const said = state.fault ? text(state.fault, {time}) : text("status.updated", {time});
  return status.replaceChildren(element("span", {class: "dot"}), said);
}

function page(cohort) {
  const days = byDay(cohort);
  const today = local(now(), cohort.zone).date;
  const chosen = state.day[cohort.name] || (days.has(today) ? today : "all");
  const shown = [...days].filter(([date]) => chosen === "all" || date === chosen);
  const out = [...alarms(cohort), heading(cohort), numbers(cohort)];
  if (days.size > 1) out.push(dayPicker(cohort, days, chosen, today));
  if (days.size === 0) out.push(nothing("empty.sessions", ""));
  for (const [date, {when, sessions}] of shown) {
    out.push(element("section", {class: "day"},
      element("h2", {}, dayName(when), date === today ? element("span", {class: "chip"}, text("day.today")) : null),
      sessions.map((session) => sessionCard(session, cohort))));
  }
  const others = (cohort.outside || []).filter((each) =>
    chosen === "all" || local(arrivedAt(each), cohort.zone).date === chosen);
  if (others.length) out.push(outside(others, cohort, chosen === "all"));
  return out;
}

/** What the office should look at before anything else. */
function alarms(cohort) {
  const zone = cohort ? cohort.zone : "UTC";
  return (state.data.alarms || []).filter((each) => each.kind in ALARMS).map((each) => {
    const since = local(each.since, zone);
    const box = [each.name, each.venue, each.device.slice(0, 8)].filter(Boolean).join(" · ");
    return element("section", {class: "card alarm", role: "alert"},
      element("h2", {}, text(ALARMS[each.kind][0])),
      element("p", {}, text(ALARMS[each.kind][1])),
      element("p", {class: "quiet"}, OF_CENTRAL.includes(each.kind) ? null : box + " · ",
        `${shortDay(since)}, ${since.time}`));
  });
}

function heading(cohort) {
  const cohorts = state.data.cohorts;
  const title = titled(cohort.title, cohort.name);
  const picker = cohorts.length < 2 ? null : element("label", {class: "picker"},
    element("span", {}, text("cohort.choose")),
    element("select", {"data-key": "cohort", onchange: (event) => {
      state.cohort = event.target.value;
      kept("cohort", state.cohort);
      draw();
    }}, cohorts.map((each) => element("option", {value: each.name, selected: each === cohort ? "" : null},
      titled(each.title, each.name)))));
  return element("div", {class: "heading"},
    element("div", {}, element("h1", {}, title),
      element("p", {class: "quiet"}, text("page.note") + " · " + text("page.zone", {zone: cohort.zone}))),
    picker);
}

function numbers(cohort) {
  const people = new Set(), guests = new Set();
  const all = [...cohort.sessions.flatMap((session) => session.arrivals), ...(cohort.outside || [])];
  for (const arrival of all) {
    if (arrival.present !== false && !(arrival.role in ROLES)) (arrival.guest ? guests : people).add(arrival.person);
  }
  const held = cohort.sessions.filter((session) => session.end <= now()).length;
  return element("dl", {class: "numbers"},
    number("people", text("number.people"), people.size, cohort.expected),
    number("calendar", text("number.held"), held, cohort.sessions.length),
    number("guest", text("number.guests"), guests.size, null));
}

function number(symbol, label, value, of) {
  return element("div", {class: "number"}, icon(symbol),
    element("div", {}, element("dd", {}, String(value), of === null ? null : element("small", {}, " / " + of)),
      element("dt", {}, label)));
}

function dayPicker(cohort, days, chosen, today) {
  const choice = (key, label, isToday) => element("button", {type: "button", "aria-pressed": String(chosen === key),
    class: isToday ? "today" : null, "data-key": "day." + key, onclick: () => {
      state.day[cohort.name] = key;
      draw();
    }}, label);
  return element("nav", {class: "days", "aria-label": text("day.choose")},
    choice("all", text("day.all"), false),
    [...days].map(([date, {when}]) => choice(date, shortDay(when), date === today)));
}

function share(present, expected) {
  return expected > 0 ? Math.min(100, Math.round((100 * present) / expected)) : 0;
}

function bar(present, expected) {
  const fill = element("span", {});
  fill.style.width = share(present, expected) + "%";
  return element("span", {class: "bar", "aria-hidden": "true"}, fill);
}

function sessionCard(session, cohort) {
  const key = `${cohort.name}/${session.number}`;
  const zone = zoneOf(session, cohort);
  const start = local(session.start, zone).time, end = local(session.end, zone).time;
  const isNow = session.start <= now() && now() < session.end;
  const isAhead = session.start > now() && session.present === 0;
  const complete = session.expected > 0 && session.present >= session.expected;
  const count = element("span", {class: "count" + (complete ? " complete" : ""),
    "aria-label": text("session.count", {n: session.present, m: session.expected})},
    element("b", {}, String(session.present)), " / " + session.expected);
  const summary = element("summary", {"data-key": "session." + key},
    element("span", {class: "when"}, element("b", {}, start), element("span", {}, "–" + end)),
    element("span", {class: "what"},
      element("span", {class: "title"}, titled(session.title, session.name),
        isNow ? element("span", {class: "chip live"}, text("session.now")) : null),
      session.venue ? element("span", {class: "place"}, icon("place"),
        titled(session.venue.title, session.venue.name),
        zone === cohort.zone ? null : ` · ${zone}`) : null),
    element("span", {class: "attended"}, count, bar(session.present, session.expected)),
    icon("open"));
  return expandable(key, summary, () => people(session.arrivals, zone, false),
    "session" + (isNow ? " now" : "") + (isAhead ? " ahead" : ""));
}

function expandable(key, summary, list, name) {
  const body = element("div", {class: "body"});
  const fill = () => body.replaceChildren(list());
  const out = element("details", {class: "card " + name, open: state.open.has(key) ? "" : null,
    ontoggle: () => {
      if (!out.open) return void state.open.delete(key);
      state.open.add(key);
      if (!body.firstChild) fill();  // twenty thousand people are drawn when asked for
    }}, summary, body);
  if (out.open) fill();
  return out;
}

function people(arrivals, zone, dated) {
  if (arrivals.length === 0) return element("p", {class: "quiet none"}, text("session.nobody"));
  const sorted = [...arrivals].sort((a, b) => arrivedAt(a) - arrivedAt(b));
  return element("ul", {class: "people"}, sorted.map((arrival) => person(arrival, zone, dated)));
}

function initials(name) {
  return name.split(/\s+/).filter(Boolean).slice(0, 2).map((word) => [...word][0]).join("").toUpperCase();
}

function person(arrival, zone, dated) {
  const {shown, note} = arrivalTime(arrival, zone);
  const date = dated ? element("small", {}, shortDay(local(arrivedAt(arrival), zone))) : null;
  const who = arrival.name || text("person.number", {n: arrival.person});
  const marks = [];
  if (arrival.present === false) marks.push(element("span", {class: "chip absent"}, text("mark.absent")));
  if (arrival.role in ROLES) marks.push(element("span", {class: "chip"}, text(ROLES[arrival.role])));
  if (arrival.guest) marks.push(element("span", {class: "chip guest"}, text("mark.guest")));
  if (arrival.corrected) marks.push(element("span", {class: "chip"}, text("mark.corrected")));
  if (note) marks.push(element("span", {class: "chip unsure"}, text(note)));
  const from = titled(arrival.delegation, "");
  return element("li", {class: arrival.present === false ? "absent" : null},
    element("span", {class: "face" + (arrival.guest ? " guest" : ""), "aria-hidden": "true"},
      arrival.name ? initials(arrival.name) : "№"),
    element("span", {class: "who"}, element("b", {}, who),
      from || marks.length ? element("span", {class: "from"}, from, marks) : null),
    element("time", {}, shown, date));
}

function outside(others, cohort, dated) {
  const key = cohort.name + "/outside";
  const summary = element("summary", {"data-key": "session." + key},
    element("span", {class: "what"}, element("span", {class: "title"}, text("outside.title")),
      element("span", {class: "place"}, text("outside.note"))),
    element("span", {class: "attended"}, element("span", {class: "count"},
      element("b", {}, String(others.length)))),
    icon("open"));
  return element("section", {class: "day"},
    expandable(key, summary, () => people(others, cohort.zone, dated), "session outside"));
}

function nothing(title, note) {
  return element("div", {class: "card state"}, icon("empty"), element("h2", {}, text(title)),
    note ? element("p", {class: "quiet"}, text(note)) : null);
}

function failure() {
  return element("div", {class: "card state", role: "alert"}, icon("cloud"),
    element("h2", {}, text("error.title")),
    element("p", {class: "quiet"}, text(state.fault === "status.denied" ? "status.denied" : "error.note")),
    element("button", {type: "button", class: "primary", "data-key": "again", onclick: () => refresh()},
      text("error.again")));
}

function waiting() {
  return element("div", {class: "waiting", "aria-busy": "true"},
    ["", "", "", ""].map(() => element("div", {class: "card"})));
}

// ---- talking to central ----

let timer = 0, asking = false;

async function refresh() {
  if (asking) return;
  asking = true;
  clearTimeout(timer);
  const before = state.fault;
  const isNew = await ask();
  asking = false;
  if (isNew || state.fault !== before) draw();
  else drawStatus();
  const pause = Math.min(REFRESH_MS * 2 ** Math.min(state.failures, 3), REFRESH_FAILED_MS_MAX);
  if (!document.hidden) timer = setTimeout(refresh, state.failures ? pause * (0.5 + Math.random() / 2) : pause);
}

/** True: there is something new to draw. */
async function ask() {
  try {
    const answer = await fetch("/api/v1/attendance",
      {cache: "no-store", headers: state.etag ? {"If-None-Match": state.etag} : {}});
    if (answer.status !== 304 && !answer.ok) {
      state.failures += 1;
      state.fault = answer.status === 401 || answer.status === 403 ? "status.denied" : "status.lost";
      return false;
    }
    const data = answer.status === 304 ? null : await answer.json();
    state.failures = 0;
    state.fault = "";
    state.heard = Date.now();
    if (!data) return false;
    state.data = data;
    state.etag = answer.headers.get("ETag") || "";
    state.ahead = data.generated - Date.now() / 1000;
    return true;
  } catch {
    state.failures += 1;
    state.fault = "status.lost";
    return false;
  }
}

async function speak(language) {
  try {
    const answer = await fetch(`/texts.${language}.json`);
    if (!answer.ok) return;
    state.texts = await answer.json();
    state.language = language;
    kept("language", language);
    document.getElementById("languages").setAttribute("aria-label", text("language.choose"));
  } catch { /* the words on the screen stay as they are */ }
  draw();
}

async function start() {
  const wanted = [new URLSearchParams(location.search).get("lang"), kept("language"),
    ...(navigator.languages || []).map((each) => each.slice(0, 2)), "ru"];
  state.cohort = kept("cohort") || "";
  await speak(wanted.find((code) => code in LANGUAGES));
  document.addEventListener("visibilitychange", () => { if (!document.hidden) refresh(); });
  // A session begins or ends though nobody arrives.
  setInterval(() => { if (state.data && !document.hidden) draw(); }, 60000);
  refresh();
}

start();
