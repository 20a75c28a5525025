import type { ChangeKind, Day, Instant, Match } from '../model/index.ts';

/** One paper of a planned digest. */
interface PlannedItem {
  /** The archive's permanent id. */
  paper: string;
  revision: number;
  kind: Exclude<ChangeKind, 'seen'>;
  topic: string;
  matches: Match[];
}

/** A digest was planned and frozen. Written, and on disk, before anything is done about it. */
export interface PlannedRecord {
  type: 'planned';
  /** {@link deliveryKey} of the next three. */
  key: string;
  subscription: string;
  channel: string;
  digest: string;
  /** The day it was due, in the subscriber's time zone: at most one digest each time it is due. */
  day: Day;
  /** The digest's date: that of its newest edition. */
  date: Day;
  editions: string[];
  rolledOver: number;
  items: PlannedItem[];
  /** How much of each paper the mail was planned to show; absent when it could not be rendered, and in older records. */
  mail?: MailPlan;
  /** Asked for beside the cadence (`paperboy resend`): it takes the place of no regular digest. */
  extra?: true;
}

/** The size planner's decision in numbers: bytes of the HTML part, and papers at each level. */
export interface MailPlan {
  bytes: number;
  full: number;
  short: number;
  brief: number;
  title: number;
  omitted: number;
}

/** The message is about to be handed to the channel. On disk before the first byte of it goes out. */
interface AttemptRecord {
  type: 'attempt';
  key: string;
  /** 1, 2, ... */
  attempt: number;
  at: Instant;
}

interface EndRecord {
  key: string;
  attempt: number;
  at: Instant;
  /** From the channel; never an address. */
  detail: string;
}

interface SentRecord extends EndRecord {
  type: 'sent';
}

/** Not taken now, certainly not delivered. */
interface DeferredRecord extends EndRecord {
  type: 'deferred';
  /** Not to be tried before; absent when the fault was the server's as a whole: then the next run tries. */
  notBefore?: Instant;
}

/** Refused for good, or given up after the maximum age. */
interface FailedRecord extends EndRecord {
  type: 'failed';
  /** The server refused this recipient. */
  bounce?: true;
  /** The keyed hash of the address it went to, where there is a key: a new address starts afresh. */
  to?: string;
}

/** The message was handed over to the end, but no reply came. */
interface InDoubtRecord extends EndRecord {
  type: 'in-doubt';
  /** `true` when it is given up (`--in-doubt skip`), so that no later run takes it up again. */
  final: boolean;
}

/** Somebody asked for it (`paperboy retry`): it is open again and may be tried at once. */
interface RetryRecord {
  type: 'retry';
  key: string;
  at: Instant;
}

/** What compaction leaves of a delivery that ended long ago: that it was, and what it told. */
export interface ToldRecord {
  type: 'told';
  key: string;
  subscription: string;
  channel: string;
  digest: string;
  day: Day;
  date: Day;
  editions: string[];
  state: 'sent' | 'failed' | 'in-doubt';
  doubted: boolean;
  attempts: number;
  at: Instant | null;
  /** Paper, revision, kind of change. */
  items: [string, number, PlannedItem['kind']][];
  extra?: true;
}

export type DeliveryRecord =
  | PlannedRecord
  | AttemptRecord
  | SentRecord
  | DeferredRecord
  | FailedRecord
  | InDoubtRecord
  | RetryRecord
  | ToldRecord;

/** Whoever must not be mailed, or may be again. */
export interface SuppressionRecord {
  type: 'suppressed' | 'unsuppressed';
  /** The keyed hash of an address, or the id of a subscription when there is no key. */
  subject: string;
  /** Which key hashed it; `null`: the subject is a subscription. */
  keyId: string | null;
  /** `asked`, or why a run did it. */
  reason: string;
  at: Instant;
}

/** The first line of a compacted ledger: which one it replaces, so that the archive's mark of that one stays valid. */
export interface CompactedRecord {
  type: 'compacted';
  at: Instant;
  records: number;
  sha256: string;
}

export type LedgerRecord = DeliveryRecord | SuppressionRecord | CompactedRecord;
