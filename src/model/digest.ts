import type { PaperRecord } from './archive.ts';
import type { ChangeKind, FieldChange } from './change.ts';
import type { Match } from './match.ts';
import type { Day } from './paper.ts';

/** One paper in a digest: its state when the digest was planned, and why it is there. */
export interface DigestItem {
  paper: PaperRecord;
  kind: Exclude<ChangeKind, 'seen'>;
  /** What changed, for kinds other than `new`. */
  fields: FieldChange[];
  /** The topic it is shown under: that of its best match. A paper stands under one topic only. */
  topic: string;
  /** Every topic that matched, best first; never empty. */
  matches: Match[];
}

/** One subscriber's share of one or more editions, planned once and frozen. */
export interface Digest {
  /** Stable for the same subscription, channel and content. */
  id: string;
  subscription: string;
  channel: string;
  /** Date of the newest edition in it. */
  date: Day;
  /** The editions its items come from, oldest first. */
  editions: string[];
  /** Grouped by topic in the order of the subscription, best first within a topic. */
  items: DigestItem[];
  /** How many matching papers did not fit and roll over to the next digest. */
  rolledOver: number;
}
