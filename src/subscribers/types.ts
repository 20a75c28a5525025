import type { Day, Instant, Subscription, Topic } from '../model/index.ts';

/** What a subscriber wants: the part of a subscription that its reader decides. Absent fields mean what they mean there. */
export interface Preferences extends Pick<Subscription, 'cadence' | 'locale'> {
  topics: Topic[];
  /** The day of a weekly digest, 1 (Monday) to 7. */
  weekday?: number;
  /** The day of a monthly digest, 1 to 31. */
  monthDay?: number;
  /** The hour from which a digest is due, 0 to 23, in `timeZone`. */
  sendHour?: number;
  /** IANA name; absent: UTC. */
  timeZone?: string;
  /** Most papers in one digest, 1 to 200; absent: 20. */
  maxPapers?: number;
}

/**
 * - `pending`: asked for, not confirmed. Gets nothing but the letter that asks to confirm.
 * - `active`: confirmed.
 * - `paused`: gets nothing until a day, or until it is resumed.
 * - `unsubscribed`, `bounced`: gets nothing any more, until a new request is confirmed.
 * - `erased`: forgotten on request. Only the keyed hash of the address is left, so that no import brings it back.
 */
export type SubscriberState = 'pending' | 'active' | 'paused' | 'unsubscribed' | 'bounced' | 'erased';

/** By which way a wish came: a mail, the web, an import, or the operator's own hand. */
export type How = 'mail' | 'web' | 'import' | 'hand' | 'run';

/** An address that is recognised and cannot be read: its HMAC under the key of that id. */
export interface KeyedAddress {
  /** Which key; 8 hex digits. */
  keyId: string;
  /** 32 hex digits. */
  hash: string;
}

/** Where the address is: sealed in the record (AES-256-GCM), or in the environment variable of that name. */
export type StoredAddress =
  | { kind: 'sealed'; keyId: string /** base64url of nonce, ciphertext and tag. */; box: string }
  | { kind: 'env'; name: string };

/** What a request asks for, and what confirming it does. */
export type Proposal =
  | { kind: 'preferences'; preferences: Preferences }
  | { kind: 'pause' /** The first day with mail again; `null`: until resumed. */; until: Day | null }
  | { kind: 'resume' };

/** One line of the journal. `id` is the subscriber's. Instants are UTC. */
export type SubscriberEvent =
  /** A new subscriber, `pending`. Its request has number 1. An import of confirmed addresses adds a `confirmed`. */
  | ({ type: 'subscribed' } & About & { address: StoredAddress; who: KeyedAddress | null; preferences: Preferences })
  /** Somebody who gave the address, and no more, asks for a change: it waits to be confirmed and takes the next number. */
  | ({ type: 'asked' } & About & { proposal: Proposal })
  /** The request of that number was confirmed by the owner of the address. */
  | ({ type: 'confirmed' } & About & { epoch: number })
  /** Changes by somebody who has proved to be the owner (a valid token), or by the operator. */
  | ({ type: 'changed' } & About & { preferences: Preferences })
  | ({ type: 'paused' } & About & { until: Day | null })
  | ({ type: 'resumed' } & About)
  | ({ type: 'unsubscribed' } & About & { reason: 'asked' | 'complaint' })
  /** The address does not take mail. */
  | ({ type: 'bounced' } & About)
  /** Forget it: the address, the preferences and the log of consent. */
  | ({ type: 'erased' } & About)
  /** The address has been sealed and hashed anew under another key, or given anew. */
  | ({ type: 'sealed' } & About & { address: StoredAddress; who: KeyedAddress | null })
  /** A letter of that kind went to the address: what "one confirmation a day" counts. */
  | { type: 'letter'; who: KeyedAddress; at: Instant; kind: string }
  /** A mail was read and obeyed; `letter` says which answer is owed, `null` for none. `mail` is a keyed hash of its Message-ID. */
  | { type: 'mail'; mail: string; at: Instant; letter: OwedLetter | null }
  /** The answer that a mail was owed went out. */
  | { type: 'answered'; mail: string; at: Instant }
  /** A mail to the subscription of that id did not arrive, for a reason that may pass. */
  | { type: 'trouble'; id: string; at: Instant }
  /** A key was first used to seal: older ones are retired from then on. */
  | { type: 'key'; keyId: string; at: Instant }
  /** What compaction leaves of a subscriber: all there is to know. */
  | { type: 'snapshot'; subscriber: Subscriber };

interface About {
  id: string;
  at: Instant;
  how: How;
}

/** An answer that is still to be sent: to whom it goes is the subscriber's address. */
export interface OwedLetter {
  kind: string;
  /** The subscriber it goes to. */
  to: string;
  /** What the letter needs besides: short words, never an address. */
  about: Record<string, string>;
}

/** One entry of the log of consent: what was agreed to or withdrawn, when, how, by which address. */
export interface Consent {
  at: Instant;
  what: 'asked' | 'confirmed' | 'changed' | 'paused' | 'resumed' | 'unsubscribed' | 'bounced';
  how: How;
  who: KeyedAddress | null;
}

/** One subscriber, as the journal says. */
export interface Subscriber {
  /** `s-` and 16 characters of base32, by chance: says nothing of the address. */
  id: string;
  state: SubscriberState;
  /** With `paused`: the first day with mail again; `null`: until resumed. Otherwise `null`. */
  until: Day | null;
  /** `null` after it was erased. */
  address: StoredAddress | null;
  /** `null` for an address in a variable. */
  who: KeyedAddress | null;
  preferences: Preferences;
  /** The request that waits to be confirmed. */
  proposal: Proposal | null;
  /** The number of the last request: a confirmation token is for one request only. */
  epoch: number;
  created: Instant;
  confirmed: Instant | null;
  consent: Consent[];
}
