// sync/central/web/src/texts.ts - the words of the page, in the reader's language. Texts are in
// assets/web/; a key that is not there does not compile.
import type english from "../../../../assets/web/texts.en.json";
import type {Titles} from "./api.ts";
import type {Language} from "./languages.ts";
import type {LocalTime} from "./time.ts";

export type Texts = typeof english;
export type TextKey = {[key in keyof Texts]: Texts[key] extends string ? key : never}[keyof Texts];
export type Values = {[name: string]: string | number};

export class Words {
  readonly language: Language;
  private readonly texts: Partial<Texts>; // none before they were fetched

  constructor(language: Language, texts: Partial<Texts>) {
    this.language = language;
    this.texts = texts;
  }

  text(key: TextKey, values: Values = {}): string {
    const found = this.texts[key] || key;
    return found.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
  }

  /** A title in the reader's language, or in the nearest that is there. */
  titled(titles: Titles | null, otherwise: string): string {
    if (!titles) return otherwise;
    const any = Object.values(titles).find(Boolean);
    return titles[this.language] || titles.ru || titles.en || any || otherwise;
  }

  /** "Saturday, 7 March" */
  dayName(when: LocalTime): string {
    const weekday = this.texts["date.weekdays"]?.[when.weekday] ?? "";
    const name = this.text("date.long", {day: when.day, month: this.month(when), weekday});
    return name.charAt(0).toUpperCase() + name.slice(1);
  }

  /** "7 March" */
  shortDay(when: LocalTime): string {
    return this.text("date.short", {day: when.day, month: this.month(when)});
  }

  private month(when: LocalTime): string {
    return this.texts["date.months"]?.[when.month] ?? "";
  }
}

/** Null: they could not be had. */
export async function fetchWords(language: Language): Promise<Words | null> {
  try {
    const answer = await fetch(`/texts.${language}.json`);
    return answer.ok ? new Words(language, await answer.json() as Texts) : null;
  } catch {
    return null;
  }
}
