import type { Day } from '../../model/index.ts';
import { remembering } from './caches.ts';
import type { Catalogue } from './strings/catalogue.ts';
import { german } from './strings/de.ts';
import { english } from './strings/en.ts';

export type { Badge, Counts } from './strings/catalogue.ts';

/** The catalogues, by language. To add one: a file in `strings/`, a line here. */
const CATALOGUES: readonly Catalogue[] = [english, german];

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
  /** "27–31 October 2025"; of one day {@link longDate}. */
  longPeriod(first: Day, last: Day): string;
  /** "27–31 Oct"; of one day "31 Oct". */
  shortPeriod(first: Day, last: Day): string;
  /** "Mon 27". */
  weekday(day: Day): string;
}

/** The strings for a BCP 47 tag. An unusable tag is read as `en`; a language without a catalogue gets English words. */
export function stringsFor(tag: string): Strings {
  const locale = usable(tag) ? new Intl.Locale(tag) : new Intl.Locale('en');
  const catalogue = CATALOGUES.find((c) => c.language === locale.language) ?? english;
  const format = new Intl.NumberFormat(locale);
  // `Intl` is slow, and a day or a number is written the same way in thousands of mails.
  const numbers = remembering((n) => format.format(Number(n)));
  // English without a region: the day first, as in the feeds and in Markdown.
  const form = locale.toString() === 'en' ? 'en-GB' : locale;
  const midnight = (day: Day): Date => new Date(`${day}T00:00:00Z`);
  const formats = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(form, { ...options, timeZone: 'UTC' });
  const dates = (options: Intl.DateTimeFormatOptions): ((day: Day) => string) => {
    const format = formats(options);
    return remembering((day) => format.format(midnight(day)));
  };
  const periods = (options: Intl.DateTimeFormatOptions): ((first: Day, last: Day) => string) => {
    const format = formats(options);
    const range = remembering((days: string) => {
      const [first = '', last = ''] = days.split('/');
      return withDash(format.formatRange(midnight(first), midnight(last)));
    });
    return (first, last) => range(`${first}/${last}`);
  };
  const longDate = dates({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  const longPeriod = periods({ day: 'numeric', month: 'long', year: 'numeric' });
  return {
    ...catalogue,
    lang: catalogue.language === locale.language ? locale.toString() : catalogue.language,
    locale: locale.toString(),
    number: (n) => numbers(String(n)),
    longDate,
    date: dates({ day: 'numeric', month: 'short', year: 'numeric' }),
    longPeriod: (first, last) => (first === last ? longDate(first) : longPeriod(first, last)),
    shortPeriod: periods({ day: 'numeric', month: 'short' }),
    weekday: dates({ weekday: 'short', day: 'numeric' }),
  };
}

/** The spaces around the dash differ between versions of ICU, and few fonts of mail programs have the thin ones. */
const withDash = (range: string): string =>
  range.replace(/\s*–\s*/u, ' – ').replace(/^(\D*\d{1,2}\.?) – (?=\d)/u, '$1–');

function usable(tag: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0;
  } catch {
    return false;
  }
}
