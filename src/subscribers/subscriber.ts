import type { Day, Subscription } from '../model/index.ts';
import { fromBase32, toBase32 } from './base32.ts';
import type { Preferences, Subscriber } from './types.ts';

/** The id of a new subscriber. @param bytes 10 random ones. */
export const subscriberId = (bytes: Uint8Array): string => `s-${toBase32(bytes)}`;

export const isSubscriberId = (text: string): boolean => /^s-[a-z2-7]{16}$/.test(text);

/** The ten bytes of an id. @throws Error when it is none. */
export function idBytes(id: string): Uint8Array {
  const bytes = isSubscriberId(id) ? fromBase32(id.slice(2)) : null;
  if (bytes === null) throw new Error('not the id of a subscriber');
  return bytes;
}

/** Whether a subscriber is mailed on a day: confirmed, and not paused, or paused until that day or an earlier one. */
export function isMailed({ state, until }: Pick<Subscriber, 'state' | 'until'>, today: Day): boolean {
  return state === 'active' || (state === 'paused' && until !== null && until <= today);
}

/** Most papers in a digest, and days for which one that did not fit waits, as in a file that says nothing. */
const maxPapers = 20;
const maxAgeDays = 14;

/**
 * The subscription of a subscriber, as `subscriptions/*.yaml` would have it. `address` is an address of the store: the
 * caller resolves it. Never public: nobody's feeds are shown who subscribed by mail or on the web.
 * @param source what messages name as its file.
 */
export function subscriptionOf(subscriber: Subscriber, today: Day, source: string): Subscription {
  const { id, preferences } = subscriber;
  const { topics, cadence, locale, weekday, monthDay, sendHour, timeZone } = preferences;
  return {
    id,
    name: null,
    address: subscriber.address?.kind === 'env' ? { kind: 'env', name: subscriber.address.name } : null,
    topics,
    cadence,
    locale,
    ...definedOf({ weekday, monthDay, sendHour, timeZone }),
    ...(isMailed(subscriber, today) ? {} : { paused: true }),
    maxPapers: preferences.maxPapers ?? maxPapers,
    maxAgeDays,
    changes: ['new'],
    backfill: 0,
    public: false,
    source,
  };
}

type Optional = Pick<Preferences, 'weekday' | 'monthDay' | 'sendHour' | 'timeZone'>;

function definedOf(fields: { [Key in keyof Optional]: Optional[Key] | undefined }): Optional {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
