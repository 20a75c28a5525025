import type { Change, ChangeCounts, Day, DumpRecord, Edition, Paper, UnsettledDump } from '../model/index.ts';

/** A dump about to be taken in. */
export interface IncomingDump
  extends Pick<DumpRecord, 'sha256' | 'date' | 'dateBasis' | 'source' | 'format' | 'listing'> {
  papers: readonly Paper[];
  /** What it prints of dates, one entry a paper, when its year is inferred; else `null`. */
  undated: (Pick<UnsettledDump, 'header' | 'everyYear' | 'listing'> & { printed: readonly (string | null)[] }) | null;
}

/** What taking in one dump did. */
export interface DumpEffect {
  dump: DumpRecord;
  /** `null` when the dump added and changed nothing. */
  edition: Edition | null;
  counts: ChangeCounts;
  /** One for each paper of the dump, in its order, `seen` included. */
  changes: Change[];
  /** Why this daily list cannot be whole, or `null`. */
  partial: string | null;
  /** The day of the older daily list that this one repeats, or `null`. */
  repeats: Day | null;
}
