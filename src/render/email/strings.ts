import type { ChangeKind, Day, LinkRel } from '../../model/index.ts';
import { english } from './strings/en.ts';

export type Counts = Record<Exclude<ChangeKind, 'seen'>, number>;

/** What came to a paper that was known before; told in its badge. */
export type Gain = 'title' | 'abstract' | 'code' | 'project' | 'details' | 'relisted';

/** Everything the mail says in words of ours. Values are plain text: the templates escape them. */
export interface Catalogue {
  /** The language it is written in: a BCP 47 primary tag. */
  language: string;
  dir: 'ltr' | 'rtl';
  /** "A, B and C". */
  list(items: readonly string[]): string;
  papers(count: string, one: boolean): string;
  /** The line under the masthead. `busiest` is a topic's name or `null`. */
  summary(counts: Counts, number: (n: number) => string, busiest: string | null): string;
  /** `topic` is the busiest one, `counts` are its own, `others` is how many papers stand under other topics. */
  subject(topic: string, counts: Counts, others: number, number: (n: number) => string, date: string): string;
  authors(names: readonly string[], count: number, number: (n: number) => string): string;
  upvotes(count: string, one: boolean): string;
  comments(count: string, one: boolean): string;
  badge: Record<Gain, string>;
  links: Record<LinkRel | 'search', string>;
  why: string;
  whyTopic: string;
  also: string;
  more(count: string): string;
  nothing: string;
  omitted(count: string, one: boolean): string;
  rolledOver(count: string, one: boolean): string;
  reason(name: string, topics: string): string;
  /** Text before the link, its words, text after it. */
  leave: [string, string, string];
  leaveByHand(subscription: string): string;
  site: string;
}

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
    const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
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
