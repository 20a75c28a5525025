import { createHash } from 'node:crypto';
import type { Day, Digest } from '../model/index.ts';
import type { LedgerRecord, MailPlan, PlannedRecord } from './ledger-types.ts';

/**
 * The stable key of a delivery: 32 hex digits of the SHA-256 of subscription id, channel and digest id. Also the
 * `messageKey` of its message, and so its Message-ID. None of the three parts says an address.
 */
export function deliveryKey(subscription: string, channel: string, digest: string): string {
  return sha256(JSON.stringify([subscription, channel, digest])).slice(0, 32);
}

/** The record that freezes a digest. `day` is the day on which it was due; `mail` is left out when it is `null`. */
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
  retry: ['type', 'key', 'at'],
  told: [
    ...['type', 'key', 'subscription', 'channel', 'digest', 'day', 'date'],
    ...['editions', 'state', 'doubted', 'attempts', 'at', 'items'],
  ],
  suppressed: ['type', 'subject', 'keyId', 'reason', 'at'],
  unsuppressed: ['type', 'subject', 'keyId', 'reason', 'at'],
  compacted: ['type', 'at', 'records', 'sha256'],
} as const satisfies Record<LedgerRecord['type'], readonly string[]>;

const hash = /^[0-9a-f]{32}$/;
const subscriptionId = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** Fields that a record may lack, after the others. */
const optional: Partial<Record<LedgerRecord['type'], readonly string[]>> = {
  planned: ['mail', 'extra'],
  deferred: ['notBefore'],
  failed: ['bounce', 'to'],
  told: ['extra'],
};

/**
 * One record as one JSON line, keys in fixed order, with a checksum as the last key: the first 8 hex digits of the
 * SHA-256 of the line without it. No newline at the end.
 */
export function formatRecord(record: LedgerRecord): string {
  const source: Record<string, unknown> = { ...record };
  // The last of several guards: a channel's detail holds codes only, but what it says goes into git.
  if (typeof source.detail === 'string') source.detail = source.detail.replace(/\S*@\S*/g, '[withheld]').slice(0, 300);
  // Nor may an address stand where its hash belongs.
  if (record.type === 'failed' && !hash.test(record.to ?? '')) delete source.to;
  if ('subject' in record && !(record.keyId === null ? subscriptionId : hash).test(record.subject)) {
    throw new Error('a suppression is of a hash or of the id of a subscription');
  }
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
