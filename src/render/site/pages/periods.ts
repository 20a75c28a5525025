import { groupBy } from '../../../model/group.ts';
import { periodsOf } from '../../periods.ts';
import type { RoundUp } from '../../round-up.ts';
import { relative } from '../address.ts';
import { type FeedPlace, feedLinks, frame } from '../frame.ts';
import { list } from '../list.ts';
import type { Site } from '../site.ts';
import type { SiteStrings } from '../strings.ts';

type Period = RoundUp['period'];

const FOLDERS = { week: 'weeks', month: 'months' } as const;

export const periodFile = (id: string): string => `${id.includes('W') ? 'weeks' : 'months'}/${id}/index.html`;

const reckoned = { week: periodsOf('week'), month: periodsOf('month') };

/** The id of the week or the month of a day. */
export const periodOf = (period: Period, day: string): string => reckoned[period](day).id;

export function periodTitle(strings: SiteStrings, id: string): string {
  const week = /^(\d{4})-W0?(\d+)$/.exec(id);
  return week === null ? strings.month(id) : strings.words.roundUp.week(week[2]!, week[1]!);
}

/** All weeks, or all months, the newest first. */
export function periodsPage(site: Site, period: Period): string {
  const { strings, templates, library } = site;
  const { roundUp: words, papers, subscribe } = strings.words;
  const folder = FOLDERS[period];
  const file = `${folder}/index.html`;
  const title = words[folder];
  const groups = [...groupBy(library.editions, ({ date }) => periodOf(period, date))].reverse();
  const items = groups.map(([id, editions]) => {
    const { from, to } = reckoned[period](editions[0]!.date);
    const fresh = editions.reduce((sum, { counts }) => sum + counts.new, 0);
    return templates.render('strip', {
      href: relative(file, periodFile(id)),
      title: periodTitle(strings, id),
      text: words.sum(strings.someThing(fresh, papers), strings.someThing(editions.length, strings.words.editions)),
      extra: period === 'week' ? strings.longPeriod(from, to) : null,
    });
  });
  const feed: FeedPlace = { kind: folder, title, folder };
  const main = templates.render(
    'periods',
    {
      title,
      text: groups.length > 0 ? words.text[period] : words.none,
      here: subscribe.here,
      feeds: feedLinks(file, feed),
    },
    { items: list(templates, 'strips', items) },
  );
  return frame(site, { file, title, nav: folder, feeds: [feed] }, main);
}
