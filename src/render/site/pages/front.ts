import type { Day, Edition } from '../../../model/index.ts';
import { oneLine } from '../../words.ts';
import { editionFile, relative } from '../address.ts';
import { bars } from '../charts/bars.ts';
import { figure } from '../charts/figure.ts';
import { addDays, daysBetween } from '../days.ts';
import { frame, NAVIGATION } from '../frame.ts';
import type { Site } from '../site.ts';
import type { Html } from '../templates.ts';
import { entriesOf, sections, summaryOf } from './edition.ts';

const FILE = 'index.html';

/** Most papers on the front page: what is above stands in the edition. */
const MOST = 60;
const CHART_DAYS = 30;
const MOST_TOPICS = 6;

/** The newest day: everything that its editions brought, for a list grows during the day. */
export function frontPage(site: Site): string {
  const { library, strings, templates, chronicle } = site;
  const newest = library.editions.at(-1);
  if (newest === undefined) return frame(site, { file: FILE, title: null, nav: 'today' }, empty(site));
  const today = chronicle.on(newest.date);
  const entries = entriesOf(site, today);
  const shown = entries.slice(0, MOST);
  const summary = summaryOf(site, entries);
  const left = entries.length - shown.length;
  const main = templates.render(
    'front',
    {
      title: strings.longDate(newest.date),
      day: newest.date,
      ...summary,
      more:
        left > 0
          ? { text: strings.words.moreInEdition(strings.number(left)), href: relative(FILE, editionFile(newest.id)) }
          : null,
      topicsTitle: strings.words.nav.topics,
      topicsLink: { text: strings.words.nav.topics, href: NAVIGATION.topics },
      topics: busiest(site),
      lead: (['calendar', 'weeks', 'months', 'search', 'subscribe'] as const).map((key) => ({
        text: strings.words.nav[key],
        href: NAVIGATION[key],
      })),
    },
    { sections: sections(site, FILE, shown), chart: perDay(site, library.editions, newest.date) },
  );
  const feeds = [{ kind: 'all' as const, title: strings.words.subscribe.everything, folder: 'all' }];
  return frame(site, { file: FILE, title: null, nav: 'today', feeds }, main);
}

function empty(site: Site): Html {
  const { title, text } = site.strings.words.empty;
  return site.templates.render('note', { title, text, links: [] });
}

/** The topics with most papers in all, each with its number. */
function busiest({ library, strings }: Site): object[] {
  return [...library.topics]
    .filter(({ items }) => items.length > 0)
    .sort((a, b) => b.items.length - a.items.length)
    .slice(0, MOST_TOPICS)
    .map(({ name, slug, items }) => ({
      name: oneLine(name),
      count: strings.number(items.length),
      href: `topics/${slug}/index.html`,
    }));
}

/** New papers of each of the last days; nothing while there is one day only. */
export function perDay(site: Site, editions: readonly Edition[], last: Day, first: Day | null = null): Html {
  const { strings, templates } = site;
  const from = first ?? addDays(last, 1 - CHART_DAYS);
  const counts = new Map<Day, number>();
  for (const {
    date,
    counts: { new: fresh },
  } of editions) {
    if (date >= from && date <= last) counts.set(date, (counts.get(date) ?? 0) + fresh);
  }
  if (counts.size < 2) return '';
  // An archive that has just begun has no days before.
  const start = first ?? [...counts.keys()].sort()[0]!;
  const values = daysBetween(start, last).map((day) => ({
    day,
    label: strings.date(day),
    value: counts.get(day) ?? 0,
  }));
  const most = values.reduce((best, one) => (one.value > best.value ? one : best));
  const total = values.reduce((sum, { value }) => sum + value, 0);
  const { charts, numbers, day, papers } = strings.words;
  const text = charts.perDaySum(
    strings.someThing(total, papers),
    strings.date(start),
    strings.date(last),
    strings.number(most.value),
    most.label,
  );
  return figure(
    templates,
    {
      title: charts.perDay,
      text,
      axis: [strings.date(start), strings.date(last)],
      numbers,
      columns: [day, strings.words.roundUp.count],
      rows: values
        .filter(({ value }) => value > 0)
        .map(({ label, value }) => ({ head: label, cells: [strings.number(value)] })),
    },
    bars('per-day', charts.perDay, text, values, 120),
  );
}
