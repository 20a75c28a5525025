import type { Change, ChangeCounts } from './change.ts';
import type { DateBasis } from './dump.ts';
import type { Day, Instant, LinkRel, Paper } from './paper.ts';

/** One dump in which a paper stood, with the signals printed there. */
export interface Sighting {
  /** First 12 hex digits of the SHA-256 of the dump's bytes. */
  dump: string;
  date: Day;
  comments: number | null;
  upvotes: number | null;
}

/** Fields of a paper whose origin the archive remembers; of the links each by itself, for dumps print different ones. */
export type DatedField =
  | 'title'
  | 'abstract'
  | 'aiSummary'
  | 'arxivId'
  | 'authors'
  | 'authorCount'
  | 'organization'
  | 'published'
  | 'comments'
  | 'upvotes'
  | LinkRel;

/** Everything that is known of one paper: the best of all dumps. */
export interface PaperRecord extends Omit<Paper, 'line'> {
  /**
   * The permanent identifier, a `tag:` URI (RFC 4151), minted at first sight. Feeds use it. It never changes, also
   * when the arXiv id, the title or the abstract arrives or changes.
   */
  id: string;
  /** From 1; one more with each change that a subscriber can be told of (revised, enriched, relisted). */
  revision: number;
  /** All other titles it had, by which it is still recognised; sorted, so that they do not depend on the order of arrival. */
  formerTitles: string[];
  /** All other abstracts it had, by which it is still recognised: the first 16 hex digits of each one's key, sorted. */
  formerAbstracts: string[];
  /** The edition that brought it. */
  edition: string;
  firstSeen: Day;
  lastSeen: Day;
  /** The instant of the feed item: unique in the archive, assigned once. */
  instant: Instant;
  /** The instant of the last change of title or abstract; equal to `instant` until there is one. */
  updated: Instant;
  /** For each field the date of the newest dump that states its value: an older dump never rolls it back. */
  asOf: Partial<Record<DatedField, Day>>;
  sightings: Sighting[];
}

/** A dump that was taken in; its bytes again are a no-op. */
export interface DumpRecord {
  /** SHA-256 of the bytes, 64 hex digits. */
  sha256: string;
  date: Day;
  dateBasis: DateBasis;
  /** The file's name without folders. */
  source: string;
  papers: number;
  counts: ChangeCounts;
  /** The edition it made, or `null` when it changed nothing. */
  edition: string | null;
}

/** The changes one dump brought. Immutable. */
export interface Edition {
  /** `DATE.N`: the dump's date, N = 1, 2, ... */
  id: string;
  date: Day;
  /** Position in order of arrival, from 1: subscriptions keep their place by it. */
  sequence: number;
  /** SHA-256 of the dump. */
  dump: string;
  /** Taken in without mailing anybody: all but the newest edition of a first run, and those of `--backfill`. */
  history: boolean;
  /** The newest edition date when it arrived: a paper that did not fit rolls over by the days since. */
  arrived: Day;
  counts: ChangeCounts;
  /** Without `seen`. In the order of the dump. */
  changes: Change[];
}

/** The memory the diff works against. */
export interface Archive {
  papers: PaperRecord[];
  dumps: DumpRecord[];
  editions: Edition[];
}
