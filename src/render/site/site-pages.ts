import type { Library, Page, Touched } from '../library.ts';
import { editionFile, paperFile } from './address.ts';
import { NAVIGATION } from './frame.ts';
import { type Months, monthsOf } from './months.ts';
import { calendarPage, yearFile, yearPage } from './pages/calendar.ts';
import { editionPage } from './pages/edition.ts';
import { frontPage } from './pages/front.ts';
import { notFoundPage } from './pages/not-found.ts';
import { paperPage } from './pages/paper.ts';
import { periodFile, periodsPage } from './pages/periods.ts';
import { roundUpPage } from './pages/round-up.ts';
import { searchPage, shard, shardFile } from './pages/search.ts';
import { shelfFile, shelfMonthFile, shelfMonthPage, shelfPage } from './pages/shelf.ts';
import { subscribePage } from './pages/subscribe.ts';
import { topicsPage } from './pages/topics.ts';
import { type Scope, scopeOf } from './scope.ts';
import { type Site, type SiteContext, siteOf } from './site.ts';
import { sitemaps } from './sitemaps.ts';
import { ASSETS } from './templates.ts';

/**
 * The pages of the site, below `out/public/`.
 * @param touched only the pages that show something of these; `null`: all. Nothing touched: nothing to render.
 */
export function* sitePages(library: Library, context: SiteContext, touched: Touched | null): Iterable<Page> {
  if (touched !== null && touched.papers.size === 0 && touched.editions.size === 0) return;
  const site = siteOf(library, context);
  const scope = scopeOf(site, touched);
  yield* common(site);
  yield* lists(site, scope);
  for (const paper of scope.papers) yield { file: paperFile(paper), render: () => paperPage(site, paper) };
  const byMonth = monthsOf(library, scope.months);
  yield* search(site, byMonth);
  yield* sitemaps(site, byMonth);
}

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
  for (const [period, ids] of [
    ['week', scope.weeks],
    ['month', scope.calendarMonths],
  ] as const) {
    for (const id of ids) yield { file: periodFile(id), render: () => roundUpPage(site, site.roundUp(period, id)) };
  }
  for (const { shelf, months } of scope.shelves) {
    // Also without a touched paper in it: one may just have left.
    yield { file: shelfFile(shelf), render: () => shelfPage(site, shelf) };
    for (const month of months) {
      yield { file: shelfMonthFile(shelf, month), render: () => shelfMonthPage(site, shelf, month) };
    }
  }
}

function* search(site: Site, months: Months): Iterable<Page> {
  yield { file: NAVIGATION.search, render: () => searchPage(site, months.all) };
  for (const [month, papers] of months.papers)
    yield { file: shardFile(month), render: () => shard(site, month, papers) };
}
