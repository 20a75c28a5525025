import { groupBy } from '../../../model/group.ts';
import type { Day, Edition } from '../../../model/index.ts';
import { editionFile, relative } from '../address.ts';
import { bars } from '../charts/bars.ts';
import { daysOfMonth, monthsBetween, weekdayOf } from '../days.ts';
import { frame } from '../frame.ts';
import { list } from '../list.ts';
import type { Site } from '../site.ts';

const FILE = 'calendar/index.html';
export const yearFile = (year: string): string => `calendar/${year}.html`;

/** Days by how much they brought, in this many steps. */
const STEPS = 4;

const yearsOf = ({ library }: Site): Map<string, Edition[]> =>
  groupBy(library.editions, ({ date }) => date.slice(0, 4));
const fresh = (editions: readonly Edition[]): number => editions.reduce((sum, { counts }) => sum + counts.new, 0);

/** All years, the newest first, each with its months drawn. */
export function calendarPage(site: Site): string {
  const { strings, templates } = site;
  const { calendar, papers, editions: editionsText } = strings.words;
  const years = [...yearsOf(site)].reverse().map(([year, editions]) => {
    const months = groupBy(editions, ({ date }) => date.slice(0, 7));
    const values = monthsBetween(`${year}-01`, `${year}-12`).map((month) => ({
      label: strings.month(month),
      value: fresh(months.get(month) ?? []),
    }));
    const text = `${strings.someThing(fresh(editions), papers)} · ${strings.someThing(editions.length, editionsText)}`;
    const drawing = bars(`year-${year}`, year, text, values, 48, { small: true });
    return templates.render(
      'strip',
      { href: relative(FILE, yearFile(year)), title: year, text, extra: null },
      { drawing },
    );
  });
  const main = templates.render(
    'calendar',
    { title: calendar.title, text: years.length > 0 ? calendar.text : calendar.none },
    { years: list(templates, 'strips', years) },
  );
  return frame(site, { file: FILE, title: calendar.title, nav: 'calendar' }, main);
}

interface Cell {
  day: string | null;
  date: string;
  href: string | null;
  label: string | null;
  count: string | null;
  /** Class of how much it brought. */
  level: string;
}

/** A year, from the first month that had an edition to the last: a year that has just begun is not a sheet of empty months. */
export function yearPage(site: Site, year: string): string {
  const { strings, templates } = site;
  const file = yearFile(year);
  const editions = yearsOf(site).get(year) ?? [];
  const days = groupBy(editions, ({ date }) => date);
  const most = Math.max(1, ...[...days.values()].map(fresh));
  const cell = (day: Day): Cell => {
    const own = days.get(day);
    const number = String(Number(day.slice(8)));
    if (own === undefined) return { day: number, date: day, href: null, label: null, count: null, level: 'level-0' };
    const count = fresh(own);
    const papers = count > 0 ? strings.someThing(count, strings.words.newPapers) : strings.words.nothingNew;
    // Of several editions of a day the one that brought most; it links to the others.
    const main = own.reduce((best, one) => (one.counts.new > best.counts.new ? one : best));
    return {
      day: number,
      date: day,
      href: relative(file, editionFile(main.id)),
      label: strings.words.calendar.day(strings.longDate(day), papers),
      count: strings.number(count),
      level: `level-${Math.max(1, Math.ceil((STEPS * count) / most))}`,
    };
  };
  const [first, last] = [editions[0], editions.at(-1)];
  const months = first && last ? monthsBetween(first.date.slice(0, 7), last.date.slice(0, 7)) : [];
  const { calendar, papers, editions: editionsText } = strings.words;
  const main = templates.render('year', {
    title: `${calendar.title} ${year}`,
    text: `${strings.someThing(fresh(editions), papers)} · ${strings.someThing(editions.length, editionsText)}`,
    back: { text: calendar.title, href: relative(file, FILE) },
    weekdays: strings.weekdays,
    // One day, or days that are all alike, need no key.
    legend: new Set([...days.values()].map(fresh)).size > 1 && {
      less: calendar.legend[0],
      more: calendar.legend[1],
      levels: Array.from({ length: STEPS }, (_, i) => `level-${i + 1}`),
    },
    months: months.map((month) => ({ id: month, name: strings.month(month), weeks: weeks(month, cell) })),
  });
  return frame(site, { file, title: `${calendar.title} ${year}`, nav: 'calendar' }, main);
}

const BLANK: Cell = { day: null, date: '', href: null, label: null, count: null, level: 'blank' };

/** Rows of seven, Monday first. */
function weeks(month: string, cell: (day: Day) => Cell): Cell[][] {
  const days = daysOfMonth(month);
  const cells = [...Array.from({ length: weekdayOf(days[0]!) - 1 }, () => BLANK), ...days.map(cell)];
  while (cells.length % 7 !== 0) cells.push(BLANK);
  return Array.from({ length: cells.length / 7 }, (_, i) => cells.slice(7 * i, 7 * i + 7));
}
