import type { Change, ChangeCounts } from './change.ts';
import type { DateBasis, Listing } from './dump.ts';
import type { Day, Instant, LinkRel, Organization, Paper, PublishedBasis } from './paper.ts';

/** One dump in which a paper stood, with the signals printed there. */
export interface Sighting {
  /** First 12 hex digits of the SHA-256 of the dump's bytes. */
  dump: string;
  date: Day;
  /** How many papers the dump lists: of two dumps of one day the longer is the later, for a list grows. */
  size: number;
  /** Which fields the dump states of the paper: bit `i` is the field `i` of `diff/fields.ts`. */
  states: number;
  comments: number | null;
  upvotes: number | null;
}

/** Fields of a paper whose origin the archive remembers; of the links each by itself, for dumps print different ones. */
export type StatedField =
  | 'title'
  | 'abstract'
  | 'aiSummary'
  | 'arxivId'
  | 'authors'
  | 'authorCount'
  | 'organization'
  | 'published'
  | LinkRel;

/** A publication day with how its year is known, which belong together. */
export interface Publication {
  day: Day;
  basis: PublishedBasis;
  text: string | null;
}

/** What a field holds. */
export type FieldValue = string | number | string[] | Organization | Publication;

/** A value of a field that dumps stated and that is not the current one. */
export interface Variant {
  value: FieldValue;
  /** The dumps that state it, as in {@link Sighting.dump}; every other sighting that states the field states the current one. */
  by: string[];
}

/** Everything that is known of one paper: the best of all dumps. */
export interface PaperRecord extends Omit<Paper, 'line'> {
  /**
   * The permanent identifier, a `tag:` URI (RFC 4151), minted at first sight. Feeds use it. It never changes, also
   * when the arXiv id, the title or the abstract arrives or changes.
   */
  id: string;
  /** From 1; one more with each change that a subscriber can be told of (revised, enriched, relisted). */
  revision: number;
  /** The edition that brought it. */
  edition: string;
  firstSeen: Day;
  lastSeen: Day;
  /** The instant of the feed item: unique in the archive, assigned once. */
  instant: Instant;
  /** The instant of the last change of title or abstract; equal to `instant` until there is one. */
  updated: Instant;
  /** In order of date. With `variants` they say which dump stated what. */
  sightings: Sighting[];
  /** The values that lost to the current ones, former titles and abstracts among them; a field without any is left out. */
  variants: Partial<Record<StatedField, Variant[]>>;
}

/** A dump that was taken in; its bytes again are a no-op. */
export interface DumpRecord {
  /** SHA-256 of the bytes, 64 hex digits. */
  sha256: string;
  date: Day;
  dateBasis: DateBasis;
  /** The file's name without folders. */
  source: string;
  /** The format's key in `parse/formats/index.ts`. */
  format: string;
  /** As it was judged when it came. */
  listing: Listing;
  papers: number;
  counts: ChangeCounts;
  /** The edition it made, or `null` when it changed nothing. */
  edition: string | null;
}

/**
 * A dump that was taken in without a year of its own. What it prints of dates is kept, so that evidence in a later dump
 * corrects its date: the archive must not depend on which of them came first.
 */
export interface UnsettledDump {
  sha256: string;
  /** The day in its head. */
  header: { month: number; day: number };
  /** Whether the year of every date is printed, also the current one. */
  everyYear: boolean;
  /** What kind of list it says it is; `unknown` when that has to be guessed from its date and those of its papers. */
  listing: Listing;
  papers: UnsettledPaper[];
}

/** A paper of an unsettled dump. */
export interface UnsettledPaper {
  /** Its permanent id. */
  id: string;
  /** The key of its title, equal in all dumps. */
  key: string;
  /** Its date as printed: `07-25`, or `2024-07-25` with its year; `null` without one. */
  printed: string | null;
  /** The same as the dump writes it. */
  text: string | null;
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
  /** Seconds handed out of each day for the instants of feed items; they never go back. */
  clock: Record<Day, number>;
  unsettled: UnsettledDump[];
}

/** What taking dumps in changes of an archive. */
export interface ArchiveUpdate {
  /** New and changed records, whole. */
  papers: PaperRecord[];
  /** New dumps, and those whose date was corrected. */
  dumps: DumpRecord[];
  /** New ones only: an edition never changes. */
  editions: Edition[];
  /** The days of {@link Archive.clock} that moved. */
  clock: Record<Day, number>;
  /** All of them, or `null` when nothing changed. */
  unsettled: UnsettledDump[] | null;
}

/** What papers are looked up by. */
export interface PaperKeys {
  /** Permanent ids. */
  ids?: readonly string[];
  arxivIds?: readonly string[];
  /** Title fingerprints. */
  titles?: readonly string[];
  /** Abstract keys. */
  abstracts?: readonly string[];
}

/**
 * The archive as taking dumps in needs it: look-ups, so that nothing is loaded that no dump asks for. Files, a database
 * or a value in memory can stand behind it.
 */
export interface ArchiveSource {
  /** Every record that has one of the keys, former titles and abstracts included; of one key the newest 50. */
  find(keys: PaperKeys): PaperRecord[];
  /** The dump with these bytes. */
  dump(sha256: string): DumpRecord | null;
  /** The dumps of a span of days, both ends included. */
  dumps(from: Day, to: Day): DumpRecord[];
  /** How many editions there are in all, and how many of a date. */
  editions: { total: number; on(date: Day): number };
  /** Seconds handed out of a day. */
  clock(day: Day): number;
  unsettled(): UnsettledDump[];
  /** How many papers there are. */
  size: number;
}
