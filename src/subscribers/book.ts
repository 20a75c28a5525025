import type { Instant } from '../model/index.ts';
import { keyed, type SubscriberKeys } from './keys.ts';
import { apply, born } from './machine.ts';
import type { KeyedAddress, OwedLetter, Subscriber, SubscriberEvent } from './types.ts';

/** All subscribers: what the events of the journal add up to. */
export class Book {
  readonly #byId = new Map<string, Subscriber>();
  readonly #byAddress = new Map<string, string>();
  readonly #letters: { who: string; at: Instant; kind: string }[] = [];
  readonly #mails = new Map<string, { at: Instant; owed: OwedLetter | null; to: string | null }>();
  readonly #troubles: { id: string; at: Instant }[] = [];
  readonly #keys: { keyId: string; at: Instant }[] = [];

  /** Takes one event in. @throws Error when it does not follow from those before, such as a change of nobody. */
  apply(event: SubscriberEvent): void {
    switch (event.type) {
      case 'letter':
        this.#letters.push({ who: nameOf(event.who), at: event.at, kind: event.kind });
        return;
      case 'mail':
        this.#mails.set(event.mail, { at: event.at, owed: event.letter, to: event.letter?.to ?? null });
        return;
      case 'answered': {
        const mail = this.#mails.get(event.mail);
        if (mail === undefined) throw new Error('an answer to a mail that was never read');
        mail.owed = null;
        return;
      }
      case 'trouble':
        this.#troubles.push({ id: event.id, at: event.at });
        return;
      case 'key': {
        if (this.newestKey === event.keyId) return;
        // One that comes back after a newer one is the newest again.
        const before = this.#keys.findIndex(({ keyId }) => keyId === event.keyId);
        if (before !== -1) this.#keys.splice(before, 1);
        this.#keys.push({ keyId: event.keyId, at: event.at });
        return;
      }
      case 'snapshot':
        this.#put(event.subscriber);
        return;
      case 'subscribed':
        if (this.#byId.has(event.id)) throw new Error('a subscriber of that id is there already');
        this.#put(born(event));
        return;
      default: {
        const known = this.#byId.get(event.id);
        if (known === undefined) throw new Error(`${event.type} of a subscriber who is not there`);
        this.#put(apply(known, event));
      }
    }
  }

  #put(subscriber: Subscriber): void {
    const before = this.#byId.get(subscriber.id);
    this.#byId.set(subscriber.id, subscriber);
    if (before?.who && this.#byAddress.get(nameOf(before.who)) === before.id)
      this.#byAddress.delete(nameOf(before.who));
    if (subscriber.who !== null) this.#byAddress.set(nameOf(subscriber.who), subscriber.id);
  }

  /** Everybody, in the order in which they came; those who were erased too. */
  get all(): Subscriber[] {
    return [...this.#byId.values()];
  }

  /** `null` when there is none of that id. One who was erased has no address. */
  get(id: string): Subscriber | null {
    return this.#byId.get(id) ?? null;
  }

  /** The subscriber of an address, under whichever key it was stored; also one who was erased. */
  byAddress(address: string, keys: SubscriberKeys): Subscriber | null {
    for (const key of keys.all) {
      const id = this.#byAddress.get(nameOf(keyed(address, key)));
      if (id !== undefined) return this.get(id);
    }
    return null;
  }

  /** How many letters of a kind went out since an instant; with `address`, to that address. */
  letters(kind: string, since: Instant, to?: { address: string; keys: SubscriberKeys }): number {
    const names = to === undefined ? null : new Set(to.keys.all.map((key) => nameOf(keyed(to.address, key))));
    return this.#letters.filter(
      (letter) => letter.kind === kind && letter.at >= since && (names === null || names.has(letter.who)),
    ).length;
  }

  /** How many letters of a kind went to a keyed address since an instant. */
  lettersTo(kind: string, since: Instant, who: KeyedAddress): number {
    const name = nameOf(who);
    return this.#letters.filter((one) => one.kind === kind && one.at >= since && one.who === name).length;
  }

  /** How many mails to a subscription did not arrive since an instant, for reasons that may pass. */
  troubles(id: string, since: Instant): number {
    return this.#troubles.filter((trouble) => trouble.id === id && trouble.at >= since).length;
  }

  /** The subscriber to whom the answer to a mail went, by its mark; `null`: there was none. */
  answeredTo(mark: string): string | null {
    return this.#mails.get(mark)?.to ?? null;
  }

  /** What is known of a mail by its mark; `null`: it was never read. */
  mail(mark: string): { at: Instant; owed: OwedLetter | null } | null {
    return this.#mails.get(mark) ?? null;
  }

  /** Mails whose answer did not go out yet. */
  get owed(): { mail: string; at: Instant; letter: OwedLetter }[] {
    return [...this.#mails].flatMap(([mail, { at, owed }]) => (owed === null ? [] : [{ mail, at, letter: owed }]));
  }

  /** When each key was replaced by a newer one, by its id. */
  get retired(): Map<string, Instant> {
    return new Map(this.#keys.slice(0, -1).map(({ keyId }, index) => [keyId, this.#keys[index + 1]!.at]));
  }

  /** The id of the key that was first used last; `null`: none was. */
  get newestKey(): string | null {
    return this.#keys.at(-1)?.keyId ?? null;
  }

  /** What compaction keeps besides subscribers: letters and mails since an instant, answers owed, and all keys. */
  kept(since: Instant): SubscriberEvent[] {
    return [
      ...this.#keys.map((key) => ({ type: 'key', ...key }) as const),
      ...this.#letters
        .filter(({ at }) => at >= since)
        .map(({ who, at, kind }) => ({ type: 'letter', who: whoOf(who), at, kind }) as const),
      ...this.#troubles.filter(({ at }) => at >= since).map((trouble) => ({ type: 'trouble', ...trouble }) as const),
      ...[...this.#mails]
        .filter(([, { at, owed }]) => at >= since || owed !== null)
        .map(([mail, { at, owed }]) => ({ type: 'mail', mail, at, letter: owed }) as const),
    ];
  }
}

const nameOf = ({ keyId, hash }: KeyedAddress): string => `${keyId} ${hash}`;

const whoOf = (name: string): KeyedAddress => {
  const [keyId, hash] = name.split(' ') as [string, string];
  return { keyId, hash };
};
