import type {
  Archive,
  ArchiveSource,
  ArchiveUpdate,
  Diagnostic,
  Instant,
  PaperKeys,
  PaperRecord,
} from '../model/index.ts';
import type { StateCounts } from './manifest.ts';

/** A subscription's place in the stream of editions. */
export interface Cursor {
  /** The sequence number of the first edition it may get. */
  since: number;
  /** The permanent ids of earlier papers that its `backfill` grants; empty for most. */
  granted: string[];
  /** The `backfill` for which they were granted: a larger one later grants more. */
  backfill: number;
  /** When it was first seen: it is due from that day on, and not for a day before. Absent in older states. */
  seen?: Instant;
}

/** How far the ledger had come: whatever it is later, it begins with these lines. */
export interface LedgerMark {
  /** Whole lines, so records. */
  records: number;
  /** SHA-256 of those lines with their line ends, hex: a shorter, older or other ledger does not pass for this one. */
  sha256: string;
}

/** What is remembered between runs, the ledger aside: small parts at once, the archive as far as it is asked for. */
export interface State extends ArchiveSource {
  /** By subscription id. */
  readonly cursors: Record<string, Cursor>;
  /** The ledger when this state was written; it may have grown since, and nothing else. */
  readonly ledger: LedgerMark;
  readonly counts: StateCounts;
  /** What was to be said of opening it: that it was brought up to date. */
  readonly remarks: readonly Diagnostic[];
  /**
   * The whole archive. Its cost grows with the archive.
   * @throws UserError (exit 5) when its parts do not belong together.
   */
  archive(): Archive;
}

/** What a run changes. */
export interface StateUpdate {
  archive: ArchiveUpdate;
  cursors: Record<string, Cursor>;
  ledger: LedgerMark;
}

/** The log of deliveries, append-only, one JSON record a line. */
export interface LedgerLog {
  /** Where it is, for messages. */
  readonly path: string;
  /** The whole log; empty when there is none yet. */
  read(): Promise<string>;
  /** Adds one line, without its line end, and returns when it is on disk. Lines land in the order of the calls. */
  append(line: string): Promise<void>;
  /** Replaces the whole log, or nothing of it. */
  replace(text: string): Promise<void>;
}

/** The keys under which a record is found; `diff/` decides them. */
export type KeysOf = (record: PaperRecord) => Required<PaperKeys>;

/**
 * Where the state lives. The files implement it now; a database can implement it behind the same contract, with the
 * same tests.
 */
export interface Store {
  /**
   * The state, or `null` when there has never been one.
   * @param options.whole check every part first, as a run does; otherwise each part when it is read.
   * @throws UserError (exit 5) when it is damaged or a part is missing: it is never taken as empty.
   */
  open(options: { whole: boolean }): Promise<State | null>;
  /**
   * Changes the state, whole or not at all, also when the process is killed in the middle.
   * @returns the paths of the files that changed.
   * @throws UserError (exit 5) when it cannot be written: the old state is whole then.
   */
  commit(update: StateUpdate): Promise<string[]>;
  readonly ledger: LedgerLog;
}
