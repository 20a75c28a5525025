import { groupBy } from '../../../model/group.ts';
import { keyOf } from '../../key.ts';
import type { Page, Shelf, Touched } from '../../library.ts';
import { oneLine } from '../../words.ts';
import { monthOf, relative } from '../address.ts';
import { card, row } from '../card.ts';
import { bars } from '../charts/bars.ts';
import { figure } from '../charts/figure.ts';
import { monthsBetween } from '../days.ts';
import { feedLinks, frame } from '../frame.ts';
import { list } from '../list.ts';
import type { Site } from '../site.ts';
import type { Html } from '../templates.ts';
import { feedOf, folderOf, monthCounts } from './topics.ts';

/** Papers that a shelf's first page shows; all of them stand in its months. */
const NEWEST = 50;
const MOST_MONTHS = 36;

export const shelfFile = (shelf: Shelf): string => `${folderOf(shelf)}/index.html`;
const shelfMonthFile = (shelf: Shelf, month: string): string => `${folderOf(shelf)}/${month}.html`;

/**
 * The pages of a shelf. They have keys, for a paper may leave a shelf again: when its abstract is revised, or when new papers teach
 * what an abbreviation stands for.
 */
export function* shelfPages(site: Site, shelf: Shelf, touched: Touched | null): Iterable<Page> {
  const months = groupBy(shelf.items, ({ paper }) => monthOf(paper));
  const newest = shelf.items.slice(0, NEWEST);
  const counts = [...months].map(([month, items]) => `${month} ${items.length}`);
  const shows = (items: Shelf['items']): boolean =>
    touched !== null && items.some(({ paper }) => touched.papers.has(paper.id));
  yield {
    file: shelfFile(shelf),
    render: () => shelfPage(site, shelf),
    key: keyOf([...counts, ...newest.map(({ paper }) => paper.id)]),
    touched: shows(newest),
  };
  for (const [month, items] of months) {
    yield {
      file: shelfMonthFile(shelf, month),
      render: () => shelfMonthPage(site, shelf, month, items),
      key: keyOf(items.map(({ paper }) => paper.id)),
      touched: shows(items),
    };
  }
}

/** A topic, a saved query or a reader: the newest papers in full, the trend, the way to all of them. */
function shelfPage(site: Site, shelf: Shelf): string {
  const { strings, templates } = site;
  const { topics: words, subscribe } = strings.words;
  const file = shelfFile(shelf);
  const title = oneLine(shelf.name);
  const counts = monthCounts(shelf);
  const shown = shelf.items.slice(0, NEWEST);
  const asks = oneLine(shelf.asks);
  const total = strings.someThing(shelf.items.length, strings.words.papers);
  const main = templates.render(
    'shelf',
    {
      kind: words.kind[shelf.kind],
      title,
      text: shelf.items.length > 0 ? total : words.nobody,
      asks: shelf.kind === 'topic' || asks === '' ? null : { label: words.asks[shelf.kind], text: asks },
      here: subscribe.here,
      feeds: feedLinks(file, feedOf(shelf)),
      papersTitle:
        shown.length === 0 ? null : shelf.items.length > NEWEST ? words.newest(strings.number(NEWEST)) : words.all,
      byMonth: words.byMonth,
      months: [...counts].map(([month, count]) => ({
        text: strings.month(month),
        count: strings.number(count),
        href: relative(file, shelfMonthFile(shelf, month)),
      })),
    },
    { chart: trend(site, counts), items: shown.map(({ paper }) => card(site, file, paper)).join('\n') },
  );
  return frame(
    site,
    {
      file,
      title,
      nav: 'topics',
      feeds: [feedOf(shelf)],
      description: `${words.kind[shelf.kind]}: ${title}. ${total}.`,
    },
    main,
  );
}

/** By its own months, not up to today: what did not change must not be written anew when time passes. */
function trend(site: Site, counts: ReadonlyMap<string, number>): Html {
  const { strings, templates } = site;
  const known = [...counts.keys()].filter((month) => month !== 'undated').sort();
  if (known.length < 2) return '';
  const months = monthsBetween(known[0]!, known.at(-1)!).slice(-MOST_MONTHS);
  const values = months.map((month) => ({ label: strings.month(month), value: counts.get(month) ?? 0 }));
  const { charts, numbers, month, roundUp } = strings.words;
  const total = values.reduce((sum, { value }) => sum + value, 0);
  const [first, last] = [values[0]!.label, values.at(-1)!.label];
  const text = charts.trendSum(strings.someThing(total, strings.words.papers), first, last);
  const view = {
    title: charts.trend,
    text,
    axis: [first, last],
    numbers,
    columns: [month, roundUp.count],
    rows: values.map(({ label, value }) => ({ head: label, cells: [strings.number(value)] })),
  };
  return figure(templates, view, bars('trend', charts.trend, text, values, 100));
}

/** All papers of a shelf that came in one month. */
function shelfMonthPage(site: Site, shelf: Shelf, month: string, own: Shelf['items']): string {
  const { strings, templates } = site;
  const file = shelfMonthFile(shelf, month);
  const name = oneLine(shelf.name);
  const title = strings.month(month);
  const main = templates.render(
    'shelf-month',
    {
      title,
      back: { text: name, href: relative(file, shelfFile(shelf)) },
      text: strings.someThing(own.length, strings.words.papers),
    },
    {
      items: list(
        templates,
        'rows',
        own.map(({ paper }) => row(site, file, paper)),
      ),
    },
  );
  return frame(site, { file, title: `${name}, ${title}`, nav: 'topics', feeds: [feedOf(shelf)] }, main);
}
