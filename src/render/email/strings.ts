import type { Day } from '../../model/index.ts';
import type { Catalogue } from './strings/catalogue.ts';
import { english } from './strings/en.ts';

export type { Catalogue, Counts, Gain } from './strings/catalogue.ts';

/** The catalogues, by language. To add one: a file in `strings/`, a line here. */
const CATALOGUES: readonly Catalogue[] = [english];

/** The words, numbers and dates of one locale. */
export interface Strings extends Catalogue {
  /** For the document's `lang`: the reader's locale when the words are in its language, else that of the words. */
  lang: string;
  /** The reader's locale, in which dates and numbers are. */
  locale: string;
  number(n: number): string;
  /** "Friday, 31 October 2025". */
  longDate(day: Day): string;
  /** "31 Oct 2025". */
  date(day: Day): string;
  /** "31 Oct". */
  shortDate(day: Day): string;
}

/** The strings for a BCP 47 tag. An unusable tag is read as `en`; a language without a catalogue gets English words. */
export function stringsFor(tag: string): Strings {
  const locale = usable(tag) ? new Intl.Locale(tag) : new Intl.Locale('en');
  const catalogue = CATALOGUES.find((c) => c.language === locale.language) ?? english;
  const number = new Intl.NumberFormat(locale);
  const dates = (options: Intl.DateTimeFormatOptions): ((day: Day) => string) => {
    // English without a region: the day first, as in the feeds and in Markdown.
    const form = locale.toString() === 'en' ? 'en-GB' : locale;
    const format = new Intl.DateTimeFormat(form, { ...options, timeZone: 'UTC' });
    return (day) => format.format(new Date(`${day}T00:00:00Z`));
  };
  return {
    ...catalogue,
    lang: catalogue.language === locale.language ? locale.toString() : catalogue.language,
    locale: locale.toString(),
    number: (n) => number.format(n),
    longDate: dates({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
    date: dates({ day: 'numeric', month: 'short', year: 'numeric' }),
    shortDate: dates({ day: 'numeric', month: 'short' }),
  };
}

function usable(tag: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0;
  } catch {
    return false;
  }
}
