import { join } from 'node:path';
import { loadSubscriptions } from '../config/load-subscriptions.ts';
import { type Environment, resolveAddress, type Settings } from '../config/settings.ts';
import { diagnostic } from '../diagnostic/index.ts';
import type { Diagnostic, Instant, Subscription } from '../model/index.ts';
import { checkAddress } from '../model/mailbox.ts';
import type { Effects } from '../pipeline/effects.ts';
import type { Sender } from '../pipeline/mail.ts';
import { subscribersPath } from '../store/layout.ts';
import { fileSubscribers } from '../store/subscribers.ts';
import { addressIn, type SubscriberKeys, subscriberKeys } from '../subscribers/keys.ts';
import type { SubscriberStore } from '../subscribers/store.ts';
import { isMailed, subscriptionOf } from '../subscribers/subscriber.ts';
import { makeToken } from '../subscribers/token.ts';
import { linkingOf } from './linking.ts';
import { keysBy } from './sending.ts';

/** Everybody who gets digests: those of the folder of subscriptions, and those who subscribed by mail or on the web. */
export interface Everybody extends Pick<Effects, 'addressOf'>, Required<Pick<Effects, 'withdrawn'>> {
  subscriptions: Subscription[];
  /** Ids of subscriptions whose files have errors. */
  unread: string[];
  diagnostics: Diagnostic[];
  leaving: NonNullable<Sender['leaving']>;
  /** @param from when the links begin to be good; `null`: the day of the digest. */
  linking(from: Instant | null): NonNullable<Sender['linking']>;
}

/** The store of subscribers in an output folder. */
export const subscribersIn = (out: string): SubscriberStore => fileSubscribers(join(out, 'state', subscribersPath));

/** The keys of `PAPERBOY_KEY` for subscribers, or `null`. @throws UserError (exit 2), which never repeats one. */
export const readSubscriberKeys = (env: Environment): SubscriberKeys | null => keysBy(subscriberKeys, env);

/** The day with which subscribers who paused count, whatever their time zone. */
const dayOf = (now: Instant): string => now.slice(0, 10);

/**
 * Reads the folder of subscriptions and the store of subscribers. Subscribers who are not mailed at all (not confirmed,
 * left, bounced) are not among them; those who paused are, as paused.
 * @throws UserError (exit 5) when the journal of subscribers is damaged.
 */
export async function loadEverybody(
  { subscriptionsDir, outDir, serverUrl }: Pick<Settings, 'subscriptionsDir' | 'outDir' | 'serverUrl'>,
  env: Environment,
  now: Instant,
): Promise<Everybody> {
  const written = await loadSubscriptions(subscriptionsDir, env.PAPERBOY_SUBSCRIBERS);
  const store = subscribersIn(outDir);
  const book = await store.read();
  const keys = readSubscriberKeys(env);
  const today = dayOf(now);
  const members = book.all.filter(({ state }) => state === 'active' || state === 'paused');
  const taken = new Map(written.subscriptions.map(({ id, source }) => [id, source]));
  const clash = members.filter(({ id }) => taken.has(id));
  const byId = new Map(members.map((member) => [member.id, member]));
  const known = (id: string) => (taken.has(id) ? undefined : byId.get(id));
  return {
    subscriptions: [
      ...written.subscriptions,
      ...members.filter(({ id }) => !taken.has(id)).map((member) => subscriptionOf(member, today, store.path)),
    ],
    unread: written.unread,
    diagnostics: [
      ...written.diagnostics,
      ...clash.map(({ id }) =>
        diagnostic('subscription-duplicate', {
          message: `the id "${id}" is that of a subscriber in ${store.path}`,
          file: taken.get(id)!,
        }),
      ),
    ],
    addressOf(subscription) {
      const member = known(subscription.id);
      if (member === undefined || member.address?.kind === 'env') return resolveAddress(subscription, env);
      const found = addressIn(member.address, member.id, keys, (name) => env[name]);
      if ('missing' in found) return { mailbox: null, diagnostic: noAddress(store.path, member.address?.keyId) };
      const gate = checkAddress(found.address);
      if (gate.ok) return { mailbox: { address: gate.value, name: null }, diagnostic: null };
      const message = `the address of ${member.id} ${gate.reason}`;
      return { mailbox: null, diagnostic: diagnostic('address-invalid', { message, file: store.path }) };
    },
    withdrawn(id) {
      if (known(id) === undefined) return false;
      const member = store.peek().get(id);
      return member === null || !isMailed(member, today);
    },
    linking: (from) => linkingOf(serverUrl, keys, from),
    leaving(id) {
      if (keys === null || known(id) === undefined) return null;
      const token = makeToken({ purpose: 'unsubscribe', id }, { keys, now });
      return { token, url: serverUrl === null ? null : `${serverUrl}/mail/unsubscribe/${token}` };
    },
  };
}

/** Says it once for all of one key: the next one is another sentence. */
const noAddress = (file: string, keyId: string | undefined): Diagnostic =>
  diagnostic('subscribers-key', {
    message: `subscribers are not mailed: PAPERBOY_KEY does not hold the key ${keyId}, or their addresses are damaged`,
    file,
    hint: 'set PAPERBOY_KEY as it was; after a change it holds both, the new key first, separated by a space',
  });
