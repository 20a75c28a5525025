import { deliveryKey } from '../deliver/ledger.ts';
import type { Digest, Instant } from '../model/index.ts';
import type { Sender } from '../pipeline/mail.ts';
import type { SubscriberKeys } from '../subscribers/keys.ts';
import { isSubscriberId } from '../subscribers/subscriber.ts';
import { makeToken, type Purpose } from '../subscribers/token.ts';

/**
 * The signed links at the foot of a subscriber's mails; none without a server or a key.
 * @param now from when they are good for a while; `null`: from the digest's day, so that a preview made again has the same bytes.
 */
export function linkingOf(
  serverUrl: string | null,
  keys: SubscriberKeys | null,
  now: Instant | null,
): NonNullable<Sender['linking']> {
  return ({ subscription: id, channel, id: digest, date }: Digest) => {
    if (serverUrl === null || keys === null || !isSubscriberId(id)) return null;
    const about = deliveryKey(id, channel, digest);
    const link = (purpose: Purpose, more = {}): string => {
      const token = makeToken({ purpose, id, ...more }, { keys, now: now ?? `${date}T00:00:00Z` });
      return `${serverUrl}/mail/${purpose}/${token}`;
    };
    const tune = link('tune', { about });
    return {
      fewer: `${tune}/fewer`,
      more: `${tune}/more`,
      mute: `${tune}/mute`,
      weekly: `${tune}/weekly`,
      preferences: link('preferences'),
      view: link('view', { about }),
    };
  };
}
