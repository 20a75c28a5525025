import { groupBy } from '../../model/group.ts';
import type { Page } from '../library.ts';
import { editionFile, paperFile } from './address.ts';
import { NAVIGATION } from './frame.ts';
import type { Months } from './months.ts';
import { yearFile } from './pages/calendar.ts';
import { periodFile, periodOf } from './pages/periods.ts';
import { shelfFile } from './pages/shelf.ts';
import { type Entry, robots, sitemap, sitemapFile, sitemapIndex } from './pages/sitemap.ts';
import type { Site } from './site.ts';

const PAGES = 'pages';

/** The sitemaps, where the site knows its address. */
export function* sitemaps(site: Site, months: Months): Iterable<Page> {
  const { siteUrl } = site;
  if (siteUrl === null) return;
  const newest = site.library.editions.at(-1)?.date ?? null;
  const parts: Entry[] = [
    { file: sitemapFile(PAGES), changed: newest },
    ...months.all.map((month) => ({ file: sitemapFile(month), changed: dated(months.changed.get(month)) })),
  ];
  yield { file: 'sitemap.xml', render: () => sitemapIndex(siteUrl, parts) };
  yield { file: sitemapFile(PAGES), render: () => sitemap(siteUrl, pagesOf(site, newest)) };
  for (const [month, papers] of months.papers) {
    const entries = papers.map((paper) => ({ file: paperFile(paper), changed: dated(paper.updated) }));
    yield { file: sitemapFile(month), render: () => sitemap(siteUrl, entries) };
  }
  const text = robots(siteUrl);
  if (text !== null) yield { file: 'robots.txt', render: () => text };
}

/** Everything but the papers' pages. The days are those of editions. */
function pagesOf({ library }: Site, newest: string | null): Entry[] {
  const { editions } = library;
  const last = (dates: readonly { date: string }[]): string | null => dates.at(-1)?.date ?? null;
  const groups = (keyOf: (day: string) => string, fileOf: (key: string) => string): Entry[] =>
    [...groupBy(editions, ({ date }) => keyOf(date))].map(([key, own]) => ({ file: fileOf(key), changed: last(own) }));
  return [
    ...Object.values(NAVIGATION).map((file) => ({ file, changed: newest })),
    ...editions.map(({ id, date }) => ({ file: editionFile(id), changed: date })),
    ...groups((day) => day.slice(0, 4), yearFile),
    ...groups((day) => periodOf('week', day), periodFile),
    ...groups((day) => periodOf('month', day), periodFile),
    ...[...library.topics, ...library.queries, ...library.subscribers].map((shelf) => ({
      file: shelfFile(shelf),
      changed: dated(shelf.items[0]?.paper.updated),
    })),
  ];
}

/** What a damaged record says instead of an instant is left out. */
const dated = (instant: string | undefined): string | null =>
  instant !== undefined && /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(instant) ? instant : null;
