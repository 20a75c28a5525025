import type { Instant } from '../model/index.ts';
import type { Book } from './book.ts';
import type { ImportRow } from './import.ts';
import { addressIn, keyed, type SubscriberKeys, sealed } from './keys.ts';
import { type Deciding, keyFirst, newSubscriber } from './requests.ts';
import type { Preferences, Subscriber, SubscriberEvent } from './types.ts';

/** What became of the rows of a list. */
export interface Imported {
  added: string[];
  /** Was there already, in whatever state. */
  known: number;
  /** Was erased on request: a list does not bring anybody back. */
  erased: number;
  /** Lines that name no topics, and no others were given. */
  topicless: number[];
}

/** Takes rows in. @param confirmed `true`: the operator says that they agreed; else they are pending, and get nothing. */
export function importRows(
  book: Book,
  rows: readonly ImportRow[],
  fallback: Preferences | null,
  confirmed: boolean,
  deciding: Deciding,
): { events: SubscriberEvent[]; result: Imported } {
  const { keys, now: at, how } = deciding;
  const result: Imported = { added: [], known: 0, erased: 0, topicless: [] };
  const events: SubscriberEvent[] = keyFirst(book, keys, at);
  const seen = new Set<string>();
  for (const row of rows) {
    const { hash } = keyed(row.address, keys.current);
    const known = book.byAddress(row.address, keys);
    const topics = row.preferences?.topics ?? fallback?.topics ?? null;
    if (known?.state === 'erased') result.erased++;
    else if (known !== null || seen.has(hash)) result.known++;
    else if (topics === null && !row.left) result.topicless.push(row.line);
    else {
      seen.add(hash);
      const preferences: Preferences = {
        cadence: 'daily',
        locale: 'en',
        ...fallback,
        ...row.preferences,
        topics: topics ?? [],
      };
      const born = newSubscriber(row.address, preferences, deciding);
      events.push(born);
      if (row.left) events.push({ type: 'unsubscribed', id: born.id, at, how, reason: 'asked' });
      else if (confirmed) events.push({ type: 'confirmed', id: born.id, at, how, epoch: 1 });
      result.added.push(born.id);
    }
  }
  return { events: result.added.length === 0 ? [] : events, result };
}

/** Days after which a request that nobody confirmed is forgotten, and so is which mails were read and answered. */
const pendingDays = 30;
const memoryDays = 90;

/**
 * What a compacted journal holds: one snapshot for each subscriber, sealed anew under the newest key where the old one is
 * at hand. Requests that were never confirmed are gone after a month.
 */
export function compacted(
  book: Book,
  keys: SubscriberKeys | null,
  { now, dice }: { now: Instant; dice(bytes: number): Uint8Array },
): SubscriberEvent[] {
  const before = (days: number): Instant =>
    `${new Date(Date.parse(now) - days * 86_400_000).toISOString().slice(0, 19)}Z`;
  const lapsed = ({ state, consent, created }: Subscriber): boolean =>
    state === 'pending' && (consent.at(-1)?.at ?? created) < before(pendingDays);
  const snapshots = book.all
    .filter((one) => !lapsed(one))
    .map((one) => ({ type: 'snapshot', subscriber: resealed(one, keys, dice) }) as const);
  return [...book.kept(before(memoryDays)), ...snapshots];
}

function resealed(one: Subscriber, keys: SubscriberKeys | null, dice: (bytes: number) => Uint8Array): Subscriber {
  if (keys === null || one.address?.kind !== 'sealed' || one.address.keyId === keys.current.id) return one;
  const found = addressIn(one.address, one.id, keys, () => undefined);
  if ('missing' in found) return one;
  const address = sealed(found.address, one.id, keys.current, dice(12));
  return { ...one, address, who: keyed(found.address, keys.current) };
}
