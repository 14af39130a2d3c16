// sync/central/web/src/languages.ts - the four languages, and which of them a reader is met in.

export type Language = "ru" | "tt" | "ky" | "en";

export const LANGUAGES: {[code in Language]: {short: string; full: string}} = {
  ru: {short: "Рус", full: "Русский"},
  tt: {short: "Тат", full: "Татарча"},
  ky: {short: "Кыр", full: "Кыргызча"},
  en: {short: "Eng", full: "English"},
};

export function isLanguage(code: string | null): code is Language {
  return code !== null && Object.keys(LANGUAGES).includes(code);
}

/** The first that we speak: what the address asks for, what was chosen before, what the browser
    prefers ("ky-KG" counts as "ky"). */
export function firstLanguage(asked: string | null, kept: string | null,
                              preferred: readonly string[]): Language {
  return [asked, kept, ...preferred.map((each) => each.slice(0, 2))].find(isLanguage) ?? "ru";
}
