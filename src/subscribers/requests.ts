import type { Day, Instant } from '../model/index.ts';
import type { Book } from './book.ts';
import { keyed, type SubscriberKeys, sealed, written } from './keys.ts';
import { changes, type LifeEvent } from './machine.ts';
import { subscriberId } from './subscriber.ts';
import type { Claim } from './token.ts';
import type { How, Preferences, Proposal, Subscriber, SubscriberEvent } from './types.ts';

/** What decisions are made with. */
export interface Deciding {
  keys: SubscriberKeys;
  now: Instant;
  how: How;
  /** So many random bytes. */
  dice(bytes: number): Uint8Array;
}

/** How many letters that nobody proved to have asked for may go out in 24 hours. */
export interface LetterLimits {
  /** To one address. */
  perAddress: number;
  /** To all together. */
  overall: number;
}

const letterLimits: LetterLimits = { perAddress: 1, overall: 500 };

/** The kind under which letters that ask to confirm are counted. */
const confirmLetter = 'confirm';

/** What came of a request by somebody who gave an address and no more. */
export type Requested =
  /** A letter with a `confirm` token for this request is to go to the address. */
  | { kind: 'letter'; id: string; epoch: number }
  /** A letter went there within 24 hours, or too many went out at all: nothing is done, and the asker is not told. */
  | { kind: 'limited'; by: 'address' | 'overall' }
  /** Nobody of that address is subscribed, so there is nothing to change. */
  | { kind: 'unknown' };

interface Decided<T> {
  events: SubscriberEvent[];
  result: T;
}

/**
 * Somebody asks to subscribe an address, or to change what it gets. Nothing changes but what waits to be confirmed: the
 * sender of a mail and the address in a form are whatever somebody wrote there. The caller answers all outcomes alike.
 */
export function request(
  book: Book,
  address: string,
  proposal: Proposal,
  { keys, now, how, dice, limits = letterLimits }: Deciding & { limits?: LetterLimits },
): Decided<Requested> {
  const found = book.byAddress(address, keys);
  const known = found?.state === 'erased' ? null : found;
  const subscribed = known !== null && known.state !== 'pending' && known.state !== 'unsubscribed';
  if (proposal.kind !== 'preferences' && !subscribed) return { events: [], result: { kind: 'unknown' } };
  const since = dayBefore(now);
  if (book.letters(confirmLetter, since, { address, keys }) >= limits.perAddress) {
    return { events: [], result: { kind: 'limited', by: 'address' } };
  }
  if (book.letters(confirmLetter, since) >= limits.overall) {
    return { events: [], result: { kind: 'limited', by: 'overall' } };
  }
  const who = keyed(address, keys.current);
  const letter: SubscriberEvent = { type: 'letter', who, at: now, kind: confirmLetter };
  const first = keyFirst(book, keys, now);
  if (known !== null) {
    const asked: SubscriberEvent = { type: 'asked', id: known.id, at: now, how, proposal };
    const { id, epoch } = known;
    return { events: [...first, asked, letter], result: { kind: 'letter', id, epoch: epoch + 1 } };
  }
  const { preferences } = proposal as Extract<Proposal, { kind: 'preferences' }>;
  const born = newSubscriber(address, preferences, { keys, now, how, dice });
  return { events: [...first, born, letter], result: { kind: 'letter', id: born.id, epoch: 1 } };
}

/** The event that makes a subscriber of an address. The key that seals must be known to the book: {@link keyFirst}. */
export function newSubscriber(
  address: string,
  preferences: Preferences,
  { keys, now: at, how, dice }: Deciding,
): Extract<SubscriberEvent, { type: 'subscribed' }> {
  const id = subscriberId(dice(10));
  const box = sealed(written(address) ?? address, id, keys.current, dice(12));
  return { type: 'subscribed', id, at, how, address: box, who: keyed(address, keys.current), preferences };
}

/** The event that notes a new key, when it was never used before: from now on the older ones are retired. */
export function keyFirst(book: Book, { current }: SubscriberKeys, at: Instant): SubscriberEvent[] {
  return book.newestKey === current.id ? [] : [{ type: 'key', keyId: current.id, at }];
}

/** What came of something that was asked for with proof. */
export type Done =
  | { kind: 'done'; before: Subscriber; after: LifeEvent['type'] }
  /** It was so already. */
  | { kind: 'already'; before: Subscriber }
  /** The token is for a request that a later one replaced, or that was withdrawn. */
  | { kind: 'outdated' }
  /** The subscriber is not there any more. */
  | { kind: 'gone' };

/** Confirms the request that a `confirm` token is for. */
export function confirm(book: Book, claim: Claim, { now: at, how }: Pick<Deciding, 'now' | 'how'>): Decided<Done> {
  const known = book.get(claim.id);
  if (known === null || known.state === 'erased') return { events: [], result: { kind: 'gone' } };
  const event = { type: 'confirmed', id: claim.id, at, how, epoch: claim.epoch } as const;
  if (changes(known, event)) return { events: [event], result: { kind: 'done', before: known, after: 'confirmed' } };
  const twice = claim.epoch === known.epoch && (known.state === 'active' || known.state === 'paused');
  return { events: [], result: twice ? { kind: 'already', before: known } : { kind: 'outdated' } };
}

/** Something that the owner of the address, proved by a token, or the operator wants. */
export type Wish =
  | { type: 'changed'; preferences: Preferences }
  | { type: 'paused'; until: Day | null }
  | { type: 'resumed' }
  | { type: 'unsubscribed'; reason: 'asked' | 'complaint' }
  | { type: 'bounced' }
  | { type: 'erased' };

/** Does what was asked for with proof. */
export function fulfil(
  book: Book,
  id: string,
  wish: Wish,
  { now: at, how }: Pick<Deciding, 'now' | 'how'>,
): Decided<Done> {
  const known = book.get(id);
  if (known === null || known.state === 'erased') return { events: [], result: { kind: 'gone' } };
  const event: LifeEvent = { ...wish, id, at, how };
  if (!changes(known, event)) return { events: [], result: { kind: 'already', before: known } };
  return { events: [event], result: { kind: 'done', before: known, after: wish.type } };
}

/** The instant 24 hours before. */
export const dayBefore = (now: Instant): Instant =>
  `${new Date(Date.parse(now) - 86_400_000).toISOString().slice(0, 19)}Z`;
