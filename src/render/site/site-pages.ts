import type { Library, Page, PageFamily, Touched } from '../library.ts';
import { editionFile, paperFile } from './address.ts';
import { ASSETS } from './files.ts';
import { NAVIGATION } from './frame.ts';
import { type Months, monthsOf } from './months.ts';
import { calendarPage, yearFile, yearPage } from './pages/calendar.ts';
import { editionPage } from './pages/edition.ts';
import { frontPage } from './pages/front.ts';
import { notFoundPage } from './pages/not-found.ts';
import { paperPage } from './pages/paper.ts';
import { periodsPage } from './pages/periods.ts';
import { roundUpPages } from './pages/round-up.ts';
import { searchPage, shard, shardFile } from './pages/search.ts';
import { shelfPages } from './pages/shelf.ts';
import { subscribePage } from './pages/subscribe.ts';
import { topicsPage } from './pages/topics.ts';
import { type Scope, scopeOf } from './scope.ts';
import { type Site, type SiteContext, siteOf } from './site.ts';
import { sitemaps } from './sitemaps.ts';
import type { SiteTemplates } from './templates.ts';

/**
 * The pages of the site, below `out/public/`.
 * @param touched only the pages that show something of these, and those with keys; `null`: all.
 */
export function* sitePages(library: Library, context: SiteContext, touched: Touched | null): Iterable<Page> {
  const site = siteOf(library, context);
  for (const shelf of [...library.topics, ...library.queries, ...library.subscribers])
    yield* shelfPages(site, shelf, touched);
  for (const period of ['week', 'month'] as const) yield* roundUpPages(site, period, touched);
  if (touched !== null && touched.papers.size === 0 && touched.editions.size === 0) return;
  const scope = scopeOf(site, touched);
  yield* common(site);
  yield* lists(site, scope);
  for (const paper of scope.papers) yield { file: paperFile(paper), render: () => paperPage(site, paper) };
  const byMonth = monthsOf(library, scope.months);
  yield* search(site, byMonth);
  yield* sitemaps(site, byMonth);
}

/** The site as a family of pages. */
export const siteFamily =
  (templates: SiteTemplates): PageFamily =>
  (library, context, touched) =>
    sitePages(library, { ...context, templates }, touched);

/** The pages of which there is one: cheap, and most of them show the newest of something. */
function* common(site: Site): Iterable<Page> {
  for (const name of ASSETS) yield { file: `assets/${name}`, render: () => site.templates.asset(name) };
  yield { file: NAVIGATION.today, render: () => frontPage(site) };
  yield { file: NAVIGATION.calendar, render: () => calendarPage(site) };
  yield { file: NAVIGATION.topics, render: () => topicsPage(site) };
  yield { file: NAVIGATION.weeks, render: () => periodsPage(site, 'week') };
  yield { file: NAVIGATION.months, render: () => periodsPage(site, 'month') };
  yield { file: NAVIGATION.subscribe, render: () => subscribePage(site) };
  yield { file: '404.html', render: () => notFoundPage(site) };
}

function* lists(site: Site, scope: Scope): Iterable<Page> {
  for (const edition of scope.editions)
    yield { file: editionFile(edition.id), render: () => editionPage(site, edition) };
  for (const year of scope.years) yield { file: yearFile(year), render: () => yearPage(site, year) };
}

function* search(site: Site, months: Months): Iterable<Page> {
  yield { file: NAVIGATION.search, render: () => searchPage(site, months.all) };
  for (const [month, papers] of months.papers)
    yield { file: shardFile(month), render: () => shard(site, month, papers) };
}
