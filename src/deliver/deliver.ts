import type { Instant } from '../model/index.ts';
import type { Channel, Envelope, Outcome } from './channel.ts';
import type { Delivery } from './delivery.ts';
import { assertEnvelope } from './envelope.ts';
import type { Ledger, LedgerRecord } from './ledger.ts';
import { notBefore } from './retry.ts';

/** What to do about a message that may or may not have arrived. */
export type InDoubtPolicy =
  /** Send it again with the same Message-ID: at least once. */
  | 'resend'
  /** Let it be: at most once. */
  | 'skip';

/** What {@link deliverDigest} needs. */
export interface Delivering {
  /** The delivery's key; its digest is planned in the ledger. */
  key: string;
  envelope: Envelope;
  /** Opened. */
  channel: Channel;
  ledger: Ledger;
  /**
   * Writes one record (`formatRecord`, one line): resolves when it is on disk, fsynced, and rejects otherwise. What
   * stands after the last newline is cut off first. Other deliveries may write in between.
   */
  append(record: LedgerRecord): Promise<void>;
  now(): Instant;
  inDoubt?: InDoubtPolicy;
  /** The keyed hash of the recipient's address; `null` when there is no key. */
  addressHash?: string | null;
  /** Asked when the message's turn has come and right before the attempt; a reason means that nothing is sent. */
  forbidden?(): string | null;
  /** Told of the channel's outcome at once, before it is on disk: others are waiting for their turn. */
  seen?(outcome: Outcome): void;
}

/** Between planning and sending the recipient was suppressed, or the run was stopped or paused. */
class Forbidden extends Error {}

/**
 * Delivers one planned digest: when the channel is ready, `attempt` on disk, then the message, then the outcome on disk.
 * Killed at any point, the ledger says afterwards what is certain: without an `attempt` nothing went out; with an
 * `attempt` and no outcome it is in doubt. A fault before the channel was ready (no server, no connection, no log-in)
 * leaves no trace: nothing was attempted.
 *
 * Rejects when a record cannot be written. When that is the outcome, the message is out and the ledger says "in
 * doubt", which is true of what is known. Rejects also for an envelope that cannot be built (an error of ours), and
 * then nothing was recorded as attempted.
 */
export async function deliverDigest(delivering: Delivering): Promise<Outcome> {
  const { key, envelope, channel, ledger, now, inDoubt = 'resend' } = delivering;
  const delivery = ledger.get(key);
  if (delivery === null) throw new Error('the digest is not planned in the ledger');
  if (delivery.ended) return { state: ended(delivery.state), detail: 'ended before', serverWide: false };
  if (delivery.state === 'attempt') throw new Error('the digest is being sent already');
  // The Message-ID is made from it; another one would make the same mail look like two to the receiving side.
  if (envelope.message.messageKey !== key) throw new Error('the message key is not the delivery key');
  assertEnvelope(envelope);

  const write = async (record: LedgerRecord): Promise<void> => {
    await delivering.append(record);
    ledger.apply(record);
  };
  if (delivery.doubted && inDoubt === 'skip') {
    const detail = 'given up while in doubt';
    await write({ type: 'in-doubt', key, attempt: delivery.attempts, at: now(), detail, final: true });
    return { state: 'in-doubt', detail, serverWide: false };
  }

  const attempt = delivery.attempts + 1;
  let begun = false;
  const check = (): void => {
    const reason = delivering.forbidden?.() ?? null;
    if (reason !== null) throw new Forbidden(reason);
  };
  const begin = async (): Promise<void> => {
    // A channel may try twice over a stale connection; it is one attempt.
    if (begun) return;
    check();
    await write({ type: 'attempt', key, attempt, at: now() });
    begun = true;
  };
  const finish = async (outcome: Outcome): Promise<Outcome> => {
    delivering.seen?.(outcome);
    if (!begun) {
      if (outcome.state === 'deferred') return outcome;
      // What ended without having begun (the channel found that it was out already) is on record all the same.
      await begin();
    }
    const end = endRecord(outcome, { key, attempt, at: now(), detail: outcome.detail }, delivery, delivering);
    await write(end);
    return outcome;
  };
  let finished: Promise<Outcome> | null = null;
  const settled = (outcome: Outcome): void => {
    finished = finish(outcome);
    // Whether it was written is asked below; until then a fault is nobody's.
    finished.catch(() => {});
  };
  let outcome: Outcome;
  try {
    outcome = await channel.send(envelope, begin, check, settled);
  } catch (error) {
    if (!(error instanceof Forbidden)) throw error;
    return { state: 'deferred', detail: error.message, serverWide: false };
  }
  return finished ?? finish(outcome);
}

function endRecord(
  outcome: Outcome,
  end: { key: string; attempt: number; at: Instant; detail: string },
  { deferrals }: Delivery,
  { inDoubt = 'resend', addressHash = null }: Delivering,
): LedgerRecord {
  switch (outcome.state) {
    case 'sent':
      return { type: 'sent', ...end };
    case 'in-doubt':
      return { type: 'in-doubt', ...end, final: inDoubt === 'skip' };
    case 'deferred':
      // After a fault of the whole server it is not this delivery that has to wait.
      return {
        type: 'deferred',
        ...end,
        ...(outcome.serverWide ? {} : { notBefore: notBefore(end.at, deferrals + 1) }),
      };
    case 'failed':
      if (outcome.bounce !== true) return { type: 'failed', ...end };
      return { type: 'failed', ...end, bounce: true, ...(addressHash === null ? {} : { to: addressHash }) };
  }
}

function ended(state: Delivery['state']): Outcome['state'] {
  return state === 'sent' || state === 'failed' ? state : 'in-doubt';
}
