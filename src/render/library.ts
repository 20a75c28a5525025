import type { Archive, Edition, Match, PaperRecord, Subscription } from '../model/index.ts';
import type { CollectionItem } from './output.ts';

/** The matches of each paper by its permanent id, best first; a paper without matches may be left out. */
export type MatchLookup = ReadonlyMap<string, readonly Match[]>;

/** A list of papers that has a place of its own: a topic, a saved query, a subscription. */
export interface Shelf {
  kind: 'topic' | 'query' | 'subscriber';
  /** As its owner calls it: one line of hostile text. */
  name: string;
  /** Its folder's name, unlike that of every other shelf of the kind. */
  slug: string;
  /** Of a saved query what it asks for, of a subscription its topics' names; empty for a topic. */
  asks: string;
  /** Newest first; each with its matches of this shelf alone, best first, never empty. */
  items: readonly CollectionItem[];
}

/** The archive as rendering reads it. Made once a run; its making costs one pass over the archive. */
export interface Library {
  /** Newest first: by `instant`, which is unique. */
  papers: readonly PaperRecord[];
  byId: ReadonlyMap<string, PaperRecord>;
  /** In order of their days, those of one day in order of arrival. */
  editions: readonly Edition[];
  /** Of each paper the matches of all shelves of topics. */
  matches: MatchLookup;
  topics: readonly Shelf[];
  queries: readonly Shelf[];
  subscribers: readonly Shelf[];
}

/**
 * What a run changed, so that only the pages that show it are rendered anew; `null` in its place: render everything. Whatever
 * page shows something of these papers is touched, and so are lists that they now stand in.
 */
export interface Touched {
  /** Permanent ids of papers that are new, were changed, or got new signals. */
  papers: ReadonlySet<string>;
  /** Ids of new editions. */
  editions: ReadonlySet<string>;
}

/** A file to be published. */
export interface Page {
  /** Below `out/public/`, with forward slashes. */
  file: string;
  render(): string;
}

/** A subscription with the matches of all its topics. */
export interface Reader {
  subscription: Subscription;
  matches: MatchLookup;
  /** The same of its named queries, in place of topics. */
  queries?: MatchLookup;
}

/** Newest first. Instants are of one form, so their texts sort as they do; the id settles what a damaged archive may hold. */
export const byInstant = (a: PaperRecord, b: PaperRecord): number =>
  a.instant === b.instant ? (a.id < b.id ? -1 : 1) : a.instant < b.instant ? 1 : -1;

/** Editions in order of their days, those of one day in order of arrival. */
export const inOrder = (editions: Archive['editions']): Edition[] =>
  [...editions].sort((a, b) => (a.date === b.date ? a.sequence - b.sequence : a.date < b.date ? -1 : 1));
