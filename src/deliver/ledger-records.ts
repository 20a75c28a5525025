import { createHash } from 'node:crypto';
import type { ChangeKind, Day, Digest, Instant, Match } from '../model/index.ts';

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
  /** The day of the run's `now`: at most one digest a day. */
  day: Day;
  /** The digest's date: that of its newest edition. */
  date: Day;
  editions: string[];
  rolledOver: number;
  items: PlannedItem[];
  /** How much of each paper the mail was planned to show; absent when it could not be rendered, and in older records. */
  mail?: MailPlan;
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

/** The message is about to be handed to the channel. On disk before the first byte goes out. */
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

/** What became of an attempt. */
interface OutcomeRecord extends EndRecord {
  type: 'sent' | 'deferred' | 'failed';
}

/** The message was handed over to the end, but no reply came. */
interface InDoubtRecord extends EndRecord {
  type: 'in-doubt';
  /** `true` when it is given up (`--in-doubt skip`), so that no later run takes it up again. */
  final: boolean;
}

export type LedgerRecord = PlannedRecord | AttemptRecord | OutcomeRecord | InDoubtRecord;

/**
 * The stable key of a delivery: 32 hex digits of the SHA-256 of subscription id, channel and digest id. Also the
 * `messageKey` of its message, and so its Message-ID. None of the three parts says an address.
 */
export function deliveryKey(subscription: string, channel: string, digest: string): string {
  return sha256(JSON.stringify([subscription, channel, digest])).slice(0, 32);
}

/** The record that freezes a digest. `day` is the day of the run's `now`; `mail` is left out when it is `null`. */
export function plannedRecord(digest: Digest, day: Day, mail: MailPlan | null = null): PlannedRecord {
  return {
    type: 'planned',
    key: deliveryKey(digest.subscription, digest.channel, digest.id),
    subscription: digest.subscription,
    channel: digest.channel,
    digest: digest.id,
    day,
    date: digest.date,
    editions: digest.editions,
    rolledOver: digest.rolledOver,
    items: digest.items.map(({ paper, kind, topic, matches }) => ({
      paper: paper.id,
      revision: paper.revision,
      kind,
      topic,
      matches,
    })),
    ...(mail === null ? {} : { mail }),
  };
}

// Keys in writing order. Everything a record may hold is listed here, so nothing else can slip into the file.
const fields = {
  planned: ['type', 'key', 'subscription', 'channel', 'digest', 'day', 'date', 'editions', 'rolledOver', 'items'],
  attempt: ['type', 'key', 'attempt', 'at'],
  sent: ['type', 'key', 'attempt', 'at', 'detail'],
  deferred: ['type', 'key', 'attempt', 'at', 'detail'],
  failed: ['type', 'key', 'attempt', 'at', 'detail'],
  'in-doubt': ['type', 'key', 'attempt', 'at', 'detail', 'final'],
} as const satisfies Record<LedgerRecord['type'], readonly string[]>;

/** Fields that a record may lack, after the others. */
const optional: Partial<Record<LedgerRecord['type'], readonly string[]>> = { planned: ['mail'] };

/**
 * One record as one JSON line, keys in fixed order, with a checksum as the last key: the first 8 hex digits of the
 * SHA-256 of the line without it. No newline at the end.
 */
export function formatRecord(record: LedgerRecord): string {
  const source: Record<string, unknown> = { ...record };
  // The last of several guards: a channel's detail holds codes only, but what it says goes into git.
  if (typeof source.detail === 'string') source.detail = source.detail.replace(/\S*@\S*/g, '[withheld]').slice(0, 300);
  if (record.type === 'planned') {
    if (record.mail !== undefined) {
      const { bytes, full, short, brief, title, omitted } = record.mail;
      source.mail = { bytes, full, short, brief, title, omitted };
    }
    source.items = record.items.map(({ paper, revision, kind, topic, matches }) => ({
      paper,
      revision,
      kind,
      topic,
      matches: matches.map(({ topic: name, score, spans, clause, parts }) => ({
        topic: name,
        score,
        spans: spans.map(({ field, start, end, term }) => ({ field, start, end, term })),
        ...(clause === undefined ? {} : { clause }),
        ...(parts === undefined ? {} : { parts }),
      })),
    }));
  }
  const body = JSON.stringify(
    Object.fromEntries([...fields[record.type], ...(optional[record.type] ?? [])].map((key) => [key, source[key]])),
  );
  return `${body.slice(0, -1)},"sum":"${sha256(body).slice(0, 8)}"}`;
}

/** Reads one line back; `null` when its checksum does not match or it is no record that this version knows. */
export function parseRecord(line: string): LedgerRecord | null {
  const parts = /^(\{.*),"sum":"([0-9a-f]{8})"\}$/.exec(line);
  if (parts === null) return null;
  const body = `${parts[1]}}`;
  if (sha256(body).slice(0, 8) !== parts[2]) return null;
  let record: Record<string, unknown>;
  try {
    record = JSON.parse(body);
  } catch {
    return null;
  }
  const expected: readonly string[] | undefined = Object.hasOwn(fields, String(record.type))
    ? fields[record.type as LedgerRecord['type']]
    : undefined;
  if (expected === undefined || !expected.every((key) => Object.hasOwn(record, key))) return null;
  return record as unknown as LedgerRecord;
}

/** Length of the part of a log that consists of whole lines, in UTF-16 units: what stands after it is torn. */
export function intactLength(text: string): number {
  return text.lastIndexOf('\n') + 1;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
