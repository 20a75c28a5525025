import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';
import type { KeyedAddress, StoredAddress } from './types.ts';

/** One key of `PAPERBOY_KEY`, split into keys for one purpose each (HKDF, RFC 5869): none helps against another. */
export interface SubscriberKey {
  /** The id that suppressions use for the same key; 8 hex digits. */
  readonly id: string;
  /** The stored form of an address: 32 hex digits. */
  hash(address: string): string;
  /** Seals an address for one subscriber. @param nonce 12 random bytes, never used before. */
  seal(address: string, subscriber: string, nonce: Uint8Array): string;
  /** Opens it again; `null` when it was changed, or sealed for another subscriber or under another key. */
  open(box: string, subscriber: string): string | null;
  /** The whole HMAC-SHA256 of a token's bytes. */
  sign(bytes: Uint8Array): Buffer;
  /** What remembers that a mail was read: 32 hex digits of its Message-ID. */
  mark(text: string): string;
}

/** The keys of `PAPERBOY_KEY`: the first one seals and signs, all open and verify. */
export interface SubscriberKeys {
  readonly current: SubscriberKey;
  readonly all: readonly SubscriberKey[];
  byId(id: string): SubscriberKey | null;
}

/** A key shorter than this can be guessed. */
const minKeyLength = 16;

/**
 * Reads `PAPERBOY_KEY`: one or more keys separated by spaces, the newest first; `null` when there is none.
 * @throws Error when one is too short to be one; the message does not repeat it.
 */
export function subscriberKeys(text: string): SubscriberKeys | null {
  const all = text.split(/\s+/).flatMap((key) => (key === '' ? [] : [subscriberKey(key)]));
  const current = all[0];
  if (current === undefined) return null;
  return { current, all, byId: (id) => all.find((key) => key.id === id) ?? null };
}

/** Addresses that differ in case or in spaces around them count as one. */
const normalised = (address: string): string => address.trim().toLowerCase();

/**
 * An address with its domain as mail programs write it, in lower case; what stands before the `@` is left as it is.
 * @returns `null` for a domain that they would write as another one, such as damaged punycode.
 */
export function written(address: string): string | null {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1).toLowerCase();
  const host = URL.canParse(`http://${domain}/`) ? new URL(`http://${domain}/`).hostname : null;
  return host === domain ? `${address.slice(0, at)}@${domain}` : null;
}

/** Bytes of nonce and tag around what is sealed (NIST SP 800-38D). */
const nonceBytes = 12;
const tagBytes = 16;

function subscriberKey(key: string): SubscriberKey {
  if (key.length < minKeyLength) throw new Error(`a key has fewer than ${minKeyLength} characters`);
  const derive = (purpose: string): Buffer => Buffer.from(hkdfSync('sha256', key, 'paperboy', purpose, 32));
  const [sealing, hashing, signing, marking] = ['seal', 'address', 'token', 'mail'].map(derive) as [
    Buffer,
    Buffer,
    Buffer,
    Buffer,
  ];
  // The same as `addressKeys` of deliver/ gives: one key has one id.
  const id = createHmac('sha256', key).update('paperboy key-id\0').digest('hex').slice(0, 8);
  return {
    id,
    hash: (address) => createHmac('sha256', hashing).update(normalised(address)).digest('hex').slice(0, 32),
    mark: (text) => createHmac('sha256', marking).update(text).digest('hex').slice(0, 32),
    sign: (bytes) => createHmac('sha256', signing).update(bytes).digest(),
    seal(address, subscriber, nonce) {
      if (nonce.length !== nonceBytes) throw new Error(`a nonce has ${nonceBytes} bytes`);
      const cipher = createCipheriv('aes-256-gcm', sealing, nonce);
      // A box that is moved to another subscriber's record does not open there.
      cipher.setAAD(Buffer.from(subscriber));
      const sealed = Buffer.concat([cipher.update(address, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64url');
    },
    open(box, subscriber) {
      const bytes = Buffer.from(box, 'base64url');
      if (bytes.length <= nonceBytes + tagBytes) return null;
      const decipher = createDecipheriv('aes-256-gcm', sealing, bytes.subarray(0, nonceBytes), {
        authTagLength: tagBytes,
      });
      decipher.setAAD(Buffer.from(subscriber));
      decipher.setAuthTag(bytes.subarray(-tagBytes));
      try {
        const opened = decipher.update(bytes.subarray(nonceBytes, -tagBytes));
        return Buffer.concat([opened, decipher.final()]).toString('utf8');
      } catch {
        return null;
      }
    },
  };
}

/** An address as it is recognised later. */
export const keyed = (address: string, key: SubscriberKey): KeyedAddress => ({
  keyId: key.id,
  hash: key.hash(address),
});

/** An address as it is stored. @param nonce 12 random bytes. */
export const sealed = (address: string, subscriber: string, key: SubscriberKey, nonce: Uint8Array): StoredAddress => ({
  kind: 'sealed',
  keyId: key.id,
  box: key.seal(address, subscriber, nonce),
});

/** Why an address cannot be had. */
export type NoAddress = 'unknown-key' | 'damaged' | 'unset' | 'erased';

/**
 * The address of a subscriber.
 * @param variable looks up an environment variable.
 */
export function addressIn(
  stored: StoredAddress | null,
  subscriber: string,
  keys: SubscriberKeys | null,
  variable: (name: string) => string | undefined,
): { address: string } | { missing: NoAddress } {
  if (stored === null) return { missing: 'erased' };
  if (stored.kind === 'env') {
    const address = variable(stored.name) ?? '';
    return address === '' ? { missing: 'unset' } : { address };
  }
  const key = keys?.byId(stored.keyId) ?? null;
  if (key === null) return { missing: 'unknown-key' };
  const address = key.open(stored.box, subscriber);
  return address === null ? { missing: 'damaged' } : { address };
}
