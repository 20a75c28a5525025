import type { Day } from '../../model/index.ts';
import { type Strings, stringsFor } from '../email/strings.ts';
import { oneLine } from '../words.ts';
import type { SiteCatalogue } from './strings/catalogue.ts';
import { german } from './strings/de.ts';
import { english } from './strings/en.ts';

/** The words, numbers and dates of the site: those of the mail, and its own. */
export interface SiteStrings extends Strings {
  words: SiteCatalogue;
  /** "12 papers". */
  someThing(count: number, of: (count: string, one: boolean) => string): string;
  percent(share: number): string;
  /** "February 2026"; what is not a month comes back unchanged. */
  month(month: string): string;
  /** Monday to Sunday, `short` and `long`. */
  weekdays: { short: string; long: string }[];
}

const CATALOGUES: Record<string, SiteCatalogue> = { en: english, de: german };

/** The strings for a BCP 47 tag; like the mail, English where there is no catalogue. */
export function siteStrings(tag: string): SiteStrings {
  const strings = stringsFor(tag);
  const form = strings.locale === 'en' ? 'en-GB' : strings.locale;
  const midnight = (day: Day): Date => new Date(`${day}T00:00:00Z`);
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(form, { ...options, timeZone: 'UTC' });
  const month = format({ month: 'long', year: 'numeric' });
  const names = (['short', 'long'] as const).map((weekday) => format({ weekday }));
  const percent = new Intl.NumberFormat(form, { style: 'percent', maximumFractionDigits: 0 });
  return {
    ...strings,
    words: CATALOGUES[strings.language] ?? english,
    someThing: (count, of) => of(strings.number(count), count === 1),
    percent: (share) => percent.format(share),
    month: (text) => (/^\d{4}-\d{2}$/.test(text) ? month.format(midnight(`${text}-01`)) : text),
    // 2026-06-01 is a Monday.
    weekdays: [1, 2, 3, 4, 5, 6, 7].map((day) => {
      const [short, long] = names.map((one) => one.format(midnight(`2026-06-0${day}`)));
      return { short: short!, long: long! };
    }),
  };
}

/** What a field of a paper is called. Links by what they lead to; what nobody foresaw by its own name. */
export const fieldName = ({ words, links }: SiteStrings, field: string): string =>
  words.paper.fields[field] ?? (Object.hasOwn(links, field) ? links[field as keyof typeof links] : oneLine(field));
