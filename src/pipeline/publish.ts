import type { Archive, Match } from '../model/index.ts';
import type { Library, Page, PageFamily, Reader, Touched } from '../render/library.ts';
import type { RenderContext } from '../render/output.ts';
import { collectionPages, reasonsKey, shelfPages } from '../render/pages.ts';
import { makeLibrary, withShelves } from '../render/shelves.ts';
import type { Effects } from './effects.ts';

/** What a run owns and cleans at the top of `out/public/` and `out/mail/`. */
const owned = [
  'all',
  'editions',
  'topics',
  'queries',
  'subscribers',
  'weeks',
  'months',
  'assets',
  'calendar',
  'papers',
  'search',
  'sitemaps',
  'subscribe',
  'feeds.opml',
  'sitemap.xml',
  'robots.txt',
] as const;

/** What private subscriptions get beside their previews. */
const privateFamilies: readonly PageFamily[] = [shelfPages];

/** What the last run published, and what this one changed. */
export interface Since extends Touched {
  /** The keys of the pages that have one, by file, as they were. */
  keys: ReadonlyMap<string, string>;
  /** What was said of the reasons of each paper that had any. */
  reasons: ReadonlyMap<string, string>;
}

export interface Published {
  /** The paths written or removed. */
  written: string[];
  /** The keys of the pages, and of the reasons of papers, as they are now. */
  keys: Map<string, string>;
  reasons: Map<string, string>;
}

/** A page and where it goes. */
type Placed = Page & { root: 'public' | 'mail' };

/**
 * Renders the pages of every family: in public those of public subscriptions, the others beside the private previews.
 * A file that did not change is not written.
 * @param site the site's pages; `null`: there is none.
 * @param since `null`: everything is rendered, and files of earlier runs that are no pages any more are removed. Else only
 * what shows something touched, or has another key than it had; nothing is removed, so a page with a key that is gone makes it as
 * if `null` had been given.
 */
export async function publish(
  archive: Pick<Archive, 'papers' | 'editions'>,
  readers: readonly Reader[],
  context: RenderContext,
  effects: Pick<Effects, 'write' | 'prune'>,
  site: PageFamily | null,
  since: Since | null,
): Promise<Published> {
  const library = makeLibrary(
    archive,
    readers.filter(({ subscription }) => subscription.public),
  );
  const own = withShelves(
    library,
    readers.filter(({ subscription }) => !subscription.public),
  );
  // What is published of the public subscriptions and the archive. Another kind of page is another family.
  const families = site === null ? [collectionPages] : [collectionPages, site];
  const name = (touched: Touched | null): Placed[] => [
    ...placed('public', families, library, context, touched),
    // Private feeds hold no absolute self link: they are published nowhere.
    ...placed('mail', privateFamilies, own, { ...context, siteUrl: null }, touched),
  ];
  const reasons = reasonsIn([library, own]);
  let changes = since === null ? null : { ...since, papers: withRematched(since, reasons) };
  let pages = name(changes);
  const keys = new Map(pages.flatMap((page) => (page.key === undefined ? [] : [[fileOf(page), page.key] as const])));
  if (changes !== null && [...changes.keys.keys()].some((file) => !keys.has(file))) {
    changes = null;
    pages = name(null);
  }
  const written: string[] = [];
  for (const page of pages) {
    if (changes !== null && !isDue(page, changes)) continue;
    const path = await effects.write(fileOf(page), page.render());
    if (path !== null) written.push(path);
  }
  if (changes === null) {
    const keep = new Set(pages.map(fileOf));
    for (const root of ['public', 'mail']) {
      for (const folder of owned) written.push(...(await effects.prune(`${root}/${folder}`, keep)));
    }
  }
  return { written, keys, reasons };
}

/** The reasons of every paper that has any, those of private shelves and of saved queries included. */
function reasonsIn(libraries: readonly Library[]): Map<string, string> {
  const reasons = new Map<string, string>();
  const add = (id: string, matches: readonly Match[]): void => {
    reasons.set(id, (reasons.get(id) ?? '') + reasonsKey(matches));
  };
  for (const { matches, queries } of libraries) {
    for (const [id, found] of matches) add(id, found);
    for (const { items } of queries) for (const { paper, matches: found } of items) add(paper.id, found);
  }
  return reasons;
}

/** What a new dump teaches of words and abbreviations changes what old papers match, and why. */
function withRematched({ papers, reasons: before }: Since, now: ReadonlyMap<string, string>): Set<string> {
  const all = new Set(papers);
  for (const [id, reasons] of now) if (before.get(id) !== reasons) all.add(id);
  for (const id of before.keys()) if (!now.has(id)) all.add(id);
  return all;
}

const fileOf = ({ root, file }: Placed): string => `${root}/${file}`;

const isDue = (page: Placed, { keys }: Since): boolean =>
  page.key === undefined || page.touched === true || keys.get(fileOf(page)) !== page.key;

function placed(
  root: Placed['root'],
  families: readonly PageFamily[],
  library: Library,
  context: RenderContext,
  touched: Touched | null,
): Placed[] {
  return families.flatMap((family) => [...family(library, context, touched)].map((page) => ({ ...page, root })));
}
