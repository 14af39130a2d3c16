// sync/central/web/src/main.ts - who came, by session: asks central every few seconds whether
// anything is new, and draws it.
import {askAttendance} from "./api.ts";
import {keep, kept} from "./kept.ts";
import {firstLanguage} from "./languages.ts";
import type {Language} from "./languages.ts";
import {draw, drawStatus} from "./page.ts";
import {Poll} from "./poll.ts";
import {firstState, take} from "./state.ts";
import type {Acts, State} from "./state.ts";
import {Words, fetchWords} from "./texts.ts";

const REDRAW_MS = 60_000;

async function refresh(state: State, acts: Acts): Promise<number> {
  const answer = await askAttendance(state.etag);
  if (take(state, answer, Date.now() / 1000)) draw(state, acts);
  else drawStatus(state);
  return state.failures;
}

async function speak(state: State, language: Language, acts: Acts): Promise<void> {
  const words = await fetchWords(language);
  if (words) {
    state.words = words;
    keep("language", language);
  } // else the words on the screen stay as they are
  draw(state, acts);
}

async function start(): Promise<void> {
  const asked = new URLSearchParams(location.search).get("lang");
  const language = firstLanguage(asked, kept("language"), navigator.languages);
  const state = firstState(new Words("ru", {}), kept("cohort") ?? "");
  const poll = new Poll(() => refresh(state, acts));
  const acts: Acts = {
    speak: (chosen) => void speak(state, chosen, acts),
    chooseCohort: (name) => {
      state.cohort = name;
      keep("cohort", name);
      draw(state, acts);
    },
    chooseDay: (cohort, day) => {
      state.day.set(cohort, day);
      draw(state, acts);
    },
    askAgain: () => void poll.now(),
  };
  await speak(state, language, acts);
  // A session begins or ends though nobody arrives.
  window.setInterval(() => {
    if (state.attendance && !document.hidden) draw(state, acts);
  }, REDRAW_MS);
  await poll.now();
}

void start();
