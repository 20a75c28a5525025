import type { Instant } from '../model/index.ts';
import type { Channel, Envelope, Outcome } from './channel.ts';
import { assertEnvelope } from './envelope.ts';
import type { Ledger, LedgerRecord } from './ledger.ts';

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
}

/**
 * Delivers one planned digest: `attempt` on disk, then the channel, then the outcome on disk. Killed at any point, the
 * ledger says afterwards what is certain: without an `attempt` nothing went out; with an `attempt` and no outcome it
 * is in doubt.
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
  await write({ type: 'attempt', key, attempt, at: now() });
  const outcome = await channel.send(envelope);
  const end = { key, attempt, at: now(), detail: outcome.detail };
  if (outcome.state === 'in-doubt') await write({ type: 'in-doubt', ...end, final: inDoubt === 'skip' });
  else await write({ type: outcome.state, ...end });
  return outcome;
}

function ended(state: LedgerRecord['type']): Outcome['state'] {
  return state === 'sent' || state === 'failed' ? state : 'in-doubt';
}
