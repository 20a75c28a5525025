import type { Shelf } from '../../library.ts';
import { oneLine } from '../../words.ts';
import { monthOf, relative } from '../address.ts';
import { bars, share } from '../charts/bars.ts';
import { monthsBetween } from '../days.ts';
import { type FeedPlace, frame } from '../frame.ts';
import { list } from '../list.ts';
import type { Site } from '../site.ts';
import type { Html } from '../templates.ts';

const FILE = 'topics/index.html';

/** Most months of a trend. */
const MOST_MONTHS = 24;

/** The folder of each kind of shelf, which its feeds share. */
const FOLDERS: Record<Shelf['kind'], string> = { topic: 'topics', query: 'queries', subscriber: 'subscribers' };

export const folderOf = ({ kind, slug }: Shelf): string => `${FOLDERS[kind]}/${slug}`;
export const feedOf = (shelf: Shelf): FeedPlace => ({
  kind: shelf.kind,
  title: oneLine(shelf.name),
  folder: folderOf(shelf),
});

/** How many papers of a shelf came in each month, by the months' names. */
export function monthCounts({ items }: Shelf): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { paper } of items) {
    const month = monthOf(paper);
    counts.set(month, (counts.get(month) ?? 0) + 1);
  }
  return counts;
}

/**
 * The topics with their trends on one common line of time, each in its own measure, and their shares, which compare them; then queries
 * and readers.
 */
export function topicsPage(site: Site): string {
  const { strings, templates, library } = site;
  const { topics: words } = strings.words;
  const shelves = [...library.topics].sort((a, b) => b.items.length - a.items.length);
  const main = templates.render(
    'topics',
    { title: words.title, text: shelves.length > 0 ? words.text : words.none },
    {
      topics: list(templates, 'strips', trends(site, shelves)),
      queries: list(templates, 'strips', plain(site, library.queries), words.queries),
      subscribers: list(templates, 'strips', plain(site, library.subscribers), words.subscribers),
    },
  );
  return frame(site, { file: FILE, title: words.title, nav: 'topics' }, main);
}

function trends(site: Site, shelves: readonly Shelf[]): Html[] {
  const { strings, templates, library } = site;
  const counts = shelves.map(monthCounts);
  const named = counts.flatMap((one) => [...one.keys()]).filter((month) => month !== 'undated');
  const sorted = named.sort();
  const months = sorted.length === 0 ? [] : monthsBetween(sorted[0]!, sorted.at(-1)!).slice(-MOST_MONTHS);
  return shelves.map((shelf, i) => {
    const title = oneLine(shelf.name);
    const part = library.papers.length === 0 ? 0 : shelf.items.length / library.papers.length;
    const total = strings.someThing(shelf.items.length, strings.words.papers);
    const shareText = strings.words.topics.share(strings.percent(part));
    const values = months.map((month) => ({ label: strings.month(month), value: counts[i]!.get(month) ?? 0 }));
    const steps = values
      .filter(({ value }) => value > 0)
      .map(({ label, value }) => `${label}: ${strings.number(value)}`);
    const drawing =
      values.length < 2 || steps.length === 0
        ? ''
        : bars(`trend-${shelf.slug}`, `${title}: ${strings.words.charts.trend}`, steps.join(', '), values, 40, {
            small: true,
          });
    const view = { href: relative(FILE, `${folderOf(shelf)}/index.html`), title, text: total, extra: shareText };
    return templates.render('strip', view, { drawing, share: share(`share-${shelf.slug}`, title, shareText, part) });
  });
}

const plain = (site: Site, shelves: readonly Shelf[]): Html[] =>
  shelves.map((shelf) =>
    site.templates.render('strip', {
      href: relative(FILE, `${folderOf(shelf)}/index.html`),
      title: oneLine(shelf.name),
      text: site.strings.someThing(shelf.items.length, site.strings.words.papers),
      extra: oneLine(shelf.asks) || null,
    }),
  );
