import type { Archive, Day, Edition, Match, PaperRecord, Subscription } from '../model/index.ts';
import type { Collection, CollectionItem } from './output.ts';
import { editionDay, newestFirst } from './paper.ts';
import { slugOf } from './slug.ts';
import { longDay, oneLine } from './text.ts';

/** The matches of each paper by its permanent id, best first; a paper without matches may be left out. */
export type MatchLookup = ReadonlyMap<string, readonly Match[]>;

const none: MatchLookup = new Map();

/** Everything in the archive. With `matches`, each paper also says which topics it belongs to. */
export function collectAll(archive: Archive, matches: MatchLookup = none): Collection {
  const items = itemsOf(archive.papers, matches);
  return {
    kind: 'all',
    path: 'all',
    title: 'Paperboy: all papers',
    description: 'Every paper of the Hugging Face Daily Papers that Paperboy has seen, newest first.',
    items,
    date: newest(archive.editions.map((edition) => edition.date)),
  };
}

/** A topic as a collection needs it. */
export interface TopicSource {
  name: string;
  /** Its folder's name; from `slugsOf` over all topics, so that no two share one. Default: `slugOf(name)`. */
  slug?: string;
}

/** The papers that match one topic. Of each paper's matches only those of the topic are kept. */
export function collectTopic(archive: Archive, topic: TopicSource, matches: MatchLookup): Collection {
  const items = itemsOf(archive.papers, matches, (match) => match.topic === topic.name);
  const name = oneLine(topic.name);
  return {
    kind: 'topic',
    path: `topics/${topic.slug ?? slugOf(topic.name)}`,
    title: `Paperboy: ${name}`,
    description: `Papers of the Hugging Face Daily Papers on ${name}, newest first.`,
    items: items.filter((item) => item.matches.length > 0),
    date: newestOf(items),
  };
}

/**
 * The papers that match any topic of one subscription. Neither address nor file path comes into it; whether it may
 * stand under `out/public/` is the caller's decision (`subscription.public`).
 */
export function collectSubscriber(
  archive: Archive,
  subscription: Subscription,
  matches: MatchLookup,
  slug: string = slugOf(subscription.id),
): Collection {
  const topics = new Set(subscription.topics.map((topic) => topic.name));
  const items = itemsOf(archive.papers, matches, (match) => topics.has(match.topic));
  const name = oneLine(subscription.name ?? subscription.id);
  return {
    kind: 'subscriber',
    path: `subscribers/${slug}`,
    title: `Paperboy for ${name}`,
    description: `Papers of the Hugging Face Daily Papers chosen by the topics ${subscription.topics.map((topic) => oneLine(topic.name)).join(', ')}.`,
    items: items.filter((item) => item.matches.length > 0),
    date: newestOf(items),
  };
}

/** The papers that one edition added or changed, as the archive knows them now. */
export function collectEdition(edition: Edition, archive: Archive, matches: MatchLookup = none): Collection {
  const changed = new Set(edition.changes.map((change) => change.paper));
  const items = itemsOf(
    archive.papers.filter((paper) => changed.has(paper.id)),
    matches,
  );
  return {
    kind: 'edition',
    path: `editions/${edition.id}`,
    title: `Paperboy: edition of ${longDay(edition.date)}`,
    description: `What the dump of ${longDay(edition.date)} added to the archive or changed in it (edition ${edition.id}).`,
    items,
    date: edition.date,
  };
}

function itemsOf(
  papers: readonly PaperRecord[],
  matches: MatchLookup,
  wanted: (match: Match) => boolean = () => true,
): CollectionItem[] {
  return [...papers]
    .sort(newestFirst)
    .map((paper) => ({ paper, matches: (matches.get(paper.id) ?? []).filter(wanted) }));
}

function newestOf(items: readonly CollectionItem[]): Day | null {
  return newest(items.filter((item) => item.matches.length > 0).map((item) => editionDay(item.paper)));
}

function newest(days: readonly Day[]): Day | null {
  return days.reduce<Day | null>((best, day) => (best === null || day > best ? day : best), null);
}
