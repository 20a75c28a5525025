import { createHmac } from 'node:crypto';
import type { Instant } from '../model/index.ts';
import type { SuppressionRecord } from './ledger-types.ts';

/**
 * The keys of `PAPERBOY_KEY`, the newest first: addresses that must be remembered are stored as an HMAC under the first,
 * and are recognised under all. A plain hash could be undone by trying known addresses; without a key no address is
 * remembered at all, and a suppression is one of a subscription, by its id.
 */
export interface AddressKeys {
  /** `null` when there is no key. */
  readonly current: AddressKey | null;
  readonly all: readonly AddressKey[];
}

/** Without `PAPERBOY_KEY`. */
export const noKeys: AddressKeys = { current: null, all: [] };

/** One key. It shows nothing of itself but its id. */
export interface AddressKey {
  /** Says which key it was; 8 hex digits, of no use without the key. */
  readonly id: string;
  /** The stored form of an address: 32 hex digits. Upper and lower case count as one. */
  hash(address: string): string;
}

/** Reads `PAPERBOY_KEY`: one or more keys separated by spaces. A key that is too short to be one throws. */
export function addressKeys(text: string): AddressKeys {
  const all = text.split(/\s+/).flatMap((key) => (key === '' ? [] : [addressKey(key)]));
  return { current: all[0] ?? null, all };
}

/** A key shorter than this can be guessed. */
const minKeyLength = 16;

function addressKey(key: string): AddressKey {
  if (key.length < minKeyLength) throw new Error(`a key has fewer than ${minKeyLength} characters`);
  // The purpose is part of what is hashed, so that a value made for one thing never passes for another.
  const mac = (purpose: string, text: string): string =>
    createHmac('sha256', key).update(`paperboy ${purpose}\0${text}`).digest('hex');
  return {
    id: mac('key-id', '').slice(0, 8),
    hash: (address) => mac('address', address.toLowerCase()).slice(0, 32),
  };
}

/** Who must not be mailed, as the ledger says. */
export class Suppressions {
  readonly #active = new Map<string, SuppressionRecord>();
  readonly #lifted = new Map<string, SuppressionRecord>();

  apply(record: SuppressionRecord): void {
    const entry = JSON.stringify([record.keyId, record.subject]);
    const [to, from] = record.type === 'suppressed' ? [this.#active, this.#lifted] : [this.#lifted, this.#active];
    from.delete(entry);
    to.set(entry, record);
  }

  /** Those that were lifted, and are not in force again. */
  get lifted(): SuppressionRecord[] {
    return [...this.#lifted.values()];
  }

  /** When the last one of this subscription or address was lifted: what was refused before counts no more. */
  liftedAt(subscription: string, address: string | null, keys: AddressKeys): Instant | null {
    const subjects = [[null, subscription], ...keys.all.map((key) => [key.id, address && key.hash(address)])];
    const times = subjects.flatMap((subject) => this.#lifted.get(JSON.stringify(subject))?.at ?? []);
    return times.sort().at(-1) ?? null;
  }

  get active(): SuppressionRecord[] {
    return [...this.#active.values()];
  }

  /** The suppression that forbids mail to this subscription at this address, or `null`. */
  of(subscription: string, address: string | null, keys: AddressKeys): SuppressionRecord | null {
    const own = this.#active.get(JSON.stringify([null, subscription]));
    if (own !== undefined || address === null) return own ?? null;
    for (const key of keys.all) {
      const found = this.#active.get(JSON.stringify([key.id, key.hash(address)]));
      if (found !== undefined) return found;
    }
    return null;
  }

  /** The ids of keys under which addresses are suppressed but which are not at hand: those cannot be recognised. */
  unknownKeys(keys: AddressKeys): string[] {
    const known = new Set<string | null>([null, ...keys.all.map(({ id }) => id)]);
    return [...new Set(this.active.flatMap(({ keyId }) => (known.has(keyId) ? [] : [keyId!])))].sort();
  }
}

/** The record that suppresses an address, or a subscription when there is no key or no address. */
export function suppressionRecord(
  type: SuppressionRecord['type'],
  who: { subscription: string } | { address: string },
  { keys, reason, at }: { keys: AddressKeys; reason: string; at: Instant },
): SuppressionRecord {
  if ('subscription' in who) return { type, subject: who.subscription, keyId: null, reason, at };
  if (keys.current === null) throw new Error('an address is remembered only under a key');
  return { type, subject: keys.current.hash(who.address), keyId: keys.current.id, reason, at };
}
