import { timingSafeEqual } from 'node:crypto';
import type { Instant } from '../model/index.ts';
import { fromBase32, toBase32 } from './base32.ts';
import type { SubscriberKeys } from './keys.ts';
import { idBytes, subscriberId } from './subscriber.ts';

/** What a token allows. The order is part of each token: append only. */
export const purposes = ['confirm', 'unsubscribe', 'preferences', 'view', 'tune'] as const;
export type Purpose = (typeof purposes)[number];

/** Days for which a token of a purpose is good; `null`: for ever. A link to leave must work in the oldest mail. */
export const lifetimes: Record<Purpose, number | null> = {
  confirm: 7,
  unsubscribe: null,
  preferences: 90,
  view: 400,
  tune: 90,
};

/** After a change of keys, tokens of the old key are good for so many days more; those to leave for ever. */
const graceDays = 7;

/** What a token says. */
export interface Claim {
  purpose: Purpose;
  /** The subscriber's id. */
  id: string;
  /** The number of the request that a `confirm` is for; 0 for the others. */
  epoch: number;
  /** What it is about besides: for `tune` the action and the term, for `view` the digest. At most 200 bytes of UTF-8. */
  about: string;
}

export type Verified =
  | { ok: true; claim: Claim }
  | { ok: false; reason: 'malformed' | 'unknown-key' | 'forged' | 'expired' | 'retired-key' };

/**
 * Purpose, key id (4 bytes), subscriber (10), expiry in days since 1970 (2, zero: never), epoch (2), then what it is
 * about, then the first 128 bits of the HMAC-SHA256 (RFC 2104, section 5). 56 characters of base32 where it is about
 * nothing: base64url would be 47, but mail servers and people change upper and lower case.
 */
const head = 1 + 4 + 10 + 2 + 2;
const macBytes = 16;
const longestAbout = 200;

/** Makes a token, signed by the newest key. @throws RangeError when what it is about is too long. */
export function makeToken(
  claim: Omit<Claim, 'epoch' | 'about'> & Partial<Pick<Claim, 'epoch' | 'about'>>,
  { keys, now }: { keys: SubscriberKeys; now: Instant },
): string {
  const { purpose, id, epoch = 0, about = '' } = claim;
  const text = Buffer.from(about, 'utf8');
  if (text.length > longestAbout) throw new RangeError('a token is about too much');
  const body = Buffer.alloc(head + text.length);
  body[0] = purposes.indexOf(purpose) + 1;
  body.write(keys.current.id, 1, 'hex');
  body.set(idBytes(id), 5);
  const days = lifetimes[purpose];
  // Rounded up, so that it is good for the whole of its last day.
  body.writeUInt16BE(days === null ? 0 : dayNumber(now) + days + 1, 15);
  body.writeUInt16BE(epoch % 65_536, 17);
  body.set(text, head);
  return toBase32(Buffer.concat([body, keys.current.sign(body).subarray(0, macBytes)]));
}

/** What a token that came from outside is held against. */
export interface Verifying {
  /** Those that are accepted here. */
  purposes: readonly Purpose[];
  keys: SubscriberKeys;
  now: Instant;
  /** When a key was replaced by a newer one, by its id: `Book.retired`. A key that is not there and not the newest: long ago. */
  retired: ReadonlyMap<string, Instant>;
}

/** Verifies a token; the comparison takes the same time whatever is wrong with it. Never throws. */
export function verifyToken(token: string, { purposes: allowed, keys, now, retired }: Verifying): Verified {
  const bytes = token.length > 600 ? null : fromBase32(token);
  if (bytes === null || bytes.length < head + macBytes) return { ok: false, reason: 'malformed' };
  const body = Buffer.from(bytes.subarray(0, bytes.length - macBytes));
  const key = keys.byId(body.toString('hex', 1, 5));
  if (key === null) return { ok: false, reason: 'unknown-key' };
  const mac = key.sign(body).subarray(0, macBytes);
  if (!timingSafeEqual(mac, bytes.subarray(-macBytes))) return { ok: false, reason: 'forged' };
  const purpose = purposes[body[0]! - 1];
  if (purpose === undefined || !allowed.includes(purpose)) return { ok: false, reason: 'forged' };
  const expiry = body.readUInt16BE(15);
  const today = dayNumber(now);
  if (expiry !== 0 && today >= expiry) return { ok: false, reason: 'expired' };
  if (purpose !== 'unsubscribe' && key.id !== keys.current.id) {
    // Whoever stole the old key could make tokens with it today.
    const since = retired.get(key.id);
    if (since === undefined || today > dayNumber(since) + graceDays) return { ok: false, reason: 'retired-key' };
  }
  const id = subscriberId(body.subarray(5, 15));
  return { ok: true, claim: { purpose, id, epoch: body.readUInt16BE(17), about: body.toString('utf8', head) } };
}

const dayNumber = (instant: Instant): number => Math.floor(Date.parse(instant) / 86_400_000);
