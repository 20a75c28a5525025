import type { Instant } from '../model/index.ts';
import type { DeliveryRecord, PlannedRecord, ToldRecord } from './ledger-types.ts';

/** What the ledger knows of one digest to one subscriber. */
export interface Delivery {
  planned: PlannedRecord;
  /** `attempt`: under way in this run. After a replay there is no such state: what was under way is in doubt. */
  state: 'planned' | 'attempt' | 'sent' | 'deferred' | 'failed' | 'in-doubt';
  /** How often it was tried. */
  attempts: number;
  /** An attempt of it ended in doubt, so the subscriber may have it, whatever became of later attempts. */
  doubted: boolean;
  /** Nothing more will be done about it: sent, failed, or in doubt and given up. */
  ended: boolean;
  /** When the last thing happened; `null` when it was only planned. */
  at: Instant | null;
  /** What the channel said last; codes only. */
  detail: string | null;
  /** Not to be tried before. */
  notBefore: Instant | null;
  /** How often it was deferred for its own sake. */
  deferrals: number;
  /** Since when it has been deferred for its own sake; faults of the whole server do not count. */
  deferredSince: Instant | null;
  /** The server refused the recipient. */
  bounce: boolean;
  /** The keyed hash of the address that was refused, when one was kept. */
  bouncedTo: string | null;
  /** Only what it told is left of it. */
  compacted: boolean;
}

export const newDelivery = (planned: PlannedRecord): Delivery => ({
  planned,
  state: 'planned',
  attempts: 0,
  doubted: false,
  ended: false,
  at: null,
  detail: null,
  notBefore: null,
  deferrals: 0,
  deferredSince: null,
  bounce: false,
  bouncedTo: null,
  compacted: false,
});

/** A delivery of which only what it told is left. */
export function toldDelivery(record: ToldRecord): Delivery {
  const { type: _, state, doubted, attempts, at, items, ...rest } = record;
  const planned: PlannedRecord = {
    ...rest,
    type: 'planned',
    rolledOver: 0,
    items: items.map(([paper, revision, kind]) => ({ paper, revision, kind, topic: '', matches: [] })),
  };
  return { ...newDelivery(planned), state, doubted, attempts, at, ended: true, compacted: true };
}

/** It went out, may have gone out, or is on its way. */
export const counts = ({ state, doubted }: Delivery): boolean => state !== 'failed' || doubted;

/** It went out, or may have gone out. */
export const wentOut = ({ state, doubted }: Delivery): boolean => state === 'sent' || doubted;

/** What a record changes about a delivery that is planned. */
export function transition(delivery: Delivery, record: Exclude<DeliveryRecord, PlannedRecord | ToldRecord>): void {
  if (record.type === 'retry') {
    if (delivery.state === 'sent' || delivery.compacted) return;
    // An attempt without an outcome stays in doubt, also when somebody asks for another.
    if (delivery.state === 'attempt') delivery.doubted = true;
    const open = { state: 'planned', ended: false, notBefore: null, deferredSince: null } as const;
    Object.assign(delivery, open, { deferrals: 0, bounce: false, bouncedTo: null, at: record.at });
    return;
  }
  delivery.attempts = Math.max(delivery.attempts, record.attempt);
  // Sent is sent: a later attempt (resent while in doubt, and refused) does not take it back.
  if (delivery.state === 'sent') return;
  if (record.type === 'in-doubt') delivery.doubted = true;
  // An attempt after an attempt without an outcome: a run in between died, and its attempt stays in doubt.
  if (record.type === 'attempt' && delivery.state === 'attempt') delivery.doubted = true;
  delivery.state = record.type;
  delivery.at = record.at;
  if (record.type === 'attempt') return;
  delivery.detail = record.detail;
  delivery.ended = record.type === 'sent' || record.type === 'failed' || (record.type === 'in-doubt' && record.final);
  delivery.notBefore = record.type === 'deferred' ? (record.notBefore ?? null) : null;
  if (delivery.notBefore !== null) {
    delivery.deferrals++;
    delivery.deferredSince ??= record.at;
  }
  delivery.bounce = record.type === 'failed' && record.bounce === true;
  delivery.bouncedTo = record.type === 'failed' ? (record.to ?? null) : null;
}
