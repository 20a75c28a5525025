import type { Archive, Match, PaperRecord, Subscription } from '../model/index.ts';
import { byInstant, inOrder, type Library, type MatchLookup, type Reader, type Shelf } from './library.ts';
import type { CollectionItem } from './output.ts';
import { slugOf, slugsOf } from './slug.ts';
import { oneLine } from './text.ts';

/**
 * The archive as rendering reads it, with the shelves of these readers. Linear in the archive but for sorting its papers,
 * which an archive holds nearly in order, and in the matches.
 */
export function makeLibrary(archive: Pick<Archive, 'papers' | 'editions'>, readers: readonly Reader[]): Library {
  const papers = [...archive.papers].sort(byInstant);
  const byId = new Map(papers.map((paper) => [paper.id, paper]));
  return withShelves({ papers, byId, editions: inOrder(archive.editions) }, readers);
}

/** The same archive with the shelves of other readers. */
export function withShelves(
  { papers, byId, editions }: Pick<Library, 'papers' | 'byId' | 'editions'>,
  readers: readonly Reader[],
): Library {
  const topics = slotsOf(readers, ({ topics: own }) => own.map(({ name }) => ({ name, asks: '' })));
  const queries = slotsOf(readers, ({ queries: own = [] }) => own.map(({ name, query }) => ({ name, asks: query })));
  const slugs = slugsOf(readers.map(({ subscription }) => subscription.id));
  const subscribers: Shelf[] = [];
  for (const { subscription, matches } of readers) {
    const mine = topics.get(subscription.id)!;
    const items: CollectionItem[] = [];
    for (const [paper, kept] of kindred(byId, matches, mine)) {
      items.push({ paper, matches: kept });
      for (const match of kept) add(mine.get(match.topic)!, paper, match);
    }
    const name = subscription.name ?? subscription.id;
    const asks = subscription.topics.map((topic) => oneLine(topic.name)).join(', ');
    subscribers.push({ kind: 'subscriber', name, slug: slugs.get(subscription.id)!, asks, items: newestFirst(items) });
  }
  for (const { subscription, queries: found = new Map() } of readers) {
    const mine = queries.get(subscription.id)!;
    for (const [paper, kept] of kindred(byId, found, mine)) {
      for (const match of kept) add(mine.get(match.topic)!, paper, match);
    }
  }
  const shelves = (slots: ReadonlyMap<string, ReadonlyMap<string, Slot>>, kind: Shelf['kind']): Shelf[] =>
    [...slots.values()].flatMap((mine) =>
      [...mine.values()].map(({ name, slug, asks, items }) => ({ kind, name, slug, asks, items: newestFirst(items) })),
    );
  return {
    papers,
    byId,
    editions,
    matches: merged(readers),
    topics: shelves(topics, 'topic'),
    queries: shelves(queries, 'query'),
    subscribers,
  };
}

/** A shelf while it is filled. */
interface Slot {
  name: string;
  slug: string;
  asks: string;
  items: { paper: PaperRecord; matches: Match[] }[];
}

/**
 * Empty shelves by subscription and name. Two subscriptions may use one name for different things: the first keeps the plain
 * address, so that nobody's feed moves when another joins; the others get their owner's name in it.
 */
function slotsOf(
  readers: readonly Reader[],
  namesOf: (subscription: Subscription) => readonly { name: string; asks: string }[],
): Map<string, Map<string, Slot>> {
  const owners = new Map<string, string>();
  for (const { subscription } of readers) {
    for (const { name } of namesOf(subscription)) if (!owners.has(name)) owners.set(name, subscription.id);
  }
  const plain = slugsOf(owners.keys());
  const taken = new Set(plain.values());
  const slugFor = (name: string, owner: string): string => {
    if (owners.get(name) === owner) return plain.get(name)!;
    const own = slugOf(`${name} ${owner}`);
    let slug = own;
    for (let n = 2; taken.has(slug); n++) slug = `${own}-${n}`;
    taken.add(slug);
    return slug;
  };
  return new Map(
    readers.map(({ subscription }) => [
      subscription.id,
      new Map(
        namesOf(subscription).map(({ name, asks }) => [
          name,
          { name, slug: slugFor(name, subscription.id), asks, items: [] },
        ]),
      ),
    ]),
  );
}

/** The papers of the archive that have matches of these shelves, with those matches. */
function* kindred(
  byId: Library['byId'],
  matches: MatchLookup,
  slots: ReadonlyMap<string, Slot>,
): Generator<[PaperRecord, readonly Match[]]> {
  for (const [id, found] of matches) {
    const paper = byId.get(id);
    if (paper === undefined) continue;
    const kept = found.every(({ topic }) => slots.has(topic)) ? found : found.filter(({ topic }) => slots.has(topic));
    if (kept.length > 0) yield [paper, kept];
  }
}

/** A paper stands once on a shelf, whatever the number of its matches there. */
function add({ items }: Slot, paper: PaperRecord, match: Match): void {
  const last = items.at(-1);
  if (last?.paper === paper) last.matches.push(match);
  else items.push({ paper, matches: [match] });
}

const newestFirst = <T extends { paper: PaperRecord }>(items: T[]): T[] =>
  items.sort((a, b) => byInstant(a.paper, b.paper));

/** The matches of all readers together, of one paper in order of score. */
function merged(readers: readonly Reader[]): MatchLookup {
  const all = new Map<string, readonly Match[]>();
  for (const { matches } of readers) {
    for (const [paper, found] of matches) {
      const known = all.get(paper);
      all.set(paper, known === undefined ? found : [...known, ...found].sort((a, b) => b.score - a.score));
    }
  }
  return all;
}
