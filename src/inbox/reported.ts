import type { Instant } from '../model/index.ts';
import type { Book } from '../subscribers/book.ts';
import { fulfil } from '../subscribers/requests.ts';
import type { SubscriberEvent } from '../subscribers/types.ts';
import type { Kind } from './classify.ts';

/** Finds out which mail of ours a report is about. */
export interface Lookup {
  /** The subscription that a digest with that key went to; the key stands before the `@` of its Message-ID. */
  digestTo(key: string): string | null;
  /** Right sides of Message-IDs of ours. */
  domains: readonly string[];
}

/** A subscription that the operator wrote, whose address does not take mail or whose reader complained. */
export interface Suppress {
  subscription: string;
  reason: string;
}

/** So many mails that did not arrive for a reason that may pass, within so many days, end in `bounced`. */
const mostTroubles = 3;
const troubleDays = 30;

/**
 * What a report brings about. Anybody can write one. It counts only when it returns the Message-ID of a mail that went
 * out from here: that is a keyed hash, or a hash of ids by chance, and known to nobody but the servers on the way and the reader.
 */
export function reported(
  kind: Extract<Kind, { kind: 'bounce' | 'complaint' }>,
  scene: Lookup & { book: Book; now: Instant },
): { events: SubscriberEvent[]; did: string; subscriber: string | null; suppress: Suppress | null } {
  const { book, now } = scene;
  const none = { events: [], did: `ignored: a ${kind.kind} of no mail of ours`, subscriber: null, suppress: null };
  const messageId = kind.kind === 'bounce' ? kind.bounce.messageId : kind.messageId;
  const [, key = '', domain = ''] = /^<([0-9a-f]{32})@([^<>@]+)>$/.exec(messageId ?? '') ?? [];
  if (key === '' || !scene.domains.includes(domain.toLowerCase())) return none;
  const subscription = book.answeredTo(key) ?? scene.digestTo(key);
  if (subscription === null) return none;
  const member = book.get(subscription);
  const end = (wish: Parameters<typeof fulfil>[2], reason: string) => {
    if (member === null) return { ...none, did: reason, subscriber: subscription, suppress: { subscription, reason } };
    const { events } = fulfil(book, subscription, wish, { now, how: 'mail' });
    return { events, did: reason, subscriber: subscription, suppress: null };
  };
  if (kind.kind === 'complaint') return end({ type: 'unsubscribed', reason: 'complaint' }, 'complaint');
  const { severity, status } = kind.bounce;
  if (severity === 'hard') return end({ type: 'bounced' }, `bounced ${status}`);
  if (severity === 'delayed') return { ...none, did: `delayed ${status}`, subscriber: subscription };
  const trouble: SubscriberEvent = { type: 'trouble', id: subscription, at: now };
  const since = `${new Date(Date.parse(now) - troubleDays * 86_400_000).toISOString().slice(0, 19)}Z`;
  if (book.troubles(subscription, since) + 1 < mostTroubles) {
    return { ...none, events: [trouble], did: `trouble ${status}`, subscriber: subscription };
  }
  const ended = end({ type: 'bounced' }, `bounced ${status} for the last time`);
  return { ...ended, events: [trouble, ...ended.events] };
}
