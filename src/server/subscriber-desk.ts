import type { Instant } from '../model/index.ts';
import type { Book } from '../subscribers/book.ts';
import type { SubscriberKeys } from '../subscribers/keys.ts';
import { type Wish as Change, confirm, type Done, fulfil, keyFirst, request } from '../subscribers/requests.ts';
import type { SubscriberStore } from '../subscribers/store.ts';
import { makeToken, verifyToken } from '../subscribers/token.ts';
import type { Preferences, Subscriber } from '../subscribers/types.ts';
import type { Desk, Guest, Visit, Wanted, Wish } from './desk.ts';

/** A mail that asks somebody to confirm. */
export interface ConfirmLetter {
  /** The subscriber's id: nothing of it says the address. */
  id: string;
  address: string;
  token: string;
  preferences: Preferences;
}

/** What the desk of the store works with. */
export interface DeskParts extends Pick<Desk, 'look' | 'mail' | 'papersOf'> {
  store: SubscriberStore;
  keys: SubscriberKeys;
  clock(): Instant;
  /** So many random bytes. */
  dice(bytes: number): Uint8Array;
  /** Whether mail to this address is forbidden, whoever asks for it. */
  suppressed(address: string): Promise<boolean>;
  letter(letter: ConfirmLetter): Promise<void>;
}

/** The desk over the store of subscribers. Links are its signed tokens. */
export function subscriberDesk(parts: DeskParts): Desk {
  const { store, keys, clock, dice } = parts;
  const how = 'web' as const;
  return {
    look: parts.look,
    mail: parts.mail,
    papersOf: parts.papersOf,

    async signUp(address, wish) {
      if (await parts.suppressed(address)) return;
      const preferences: Preferences = { ...fieldsOf(wish), locale: 'en' };
      const proposal = { kind: 'preferences', preferences } as const;
      const now = clock();
      const result = await store.change((book) => request(book, address, proposal, { keys, now, how, dice }));
      if (result.kind !== 'letter') return;
      const { id, epoch } = result;
      const token = makeToken({ purpose: 'confirm', id, epoch }, { keys, now });
      await parts.letter({ id, address, token, preferences });
    },

    async visit(purpose, token) {
      const book = await store.read();
      const verified = verifyToken(token, { purposes: [purpose], keys, now: clock(), retired: book.retired });
      const subscriber = verified.ok ? book.get(verified.claim.id) : null;
      if (!verified.ok || subscriber === null) return null;
      const { epoch, about } = verified.claim;
      const visit = { purpose, about, epoch, guest: guestOf(subscriber), asks: null };
      if (purpose === 'unsubscribe') return visit;
      if (purpose === 'confirm') return confirming(subscriber, visit);
      return ['active', 'paused'].includes(subscriber.state) ? visit : null;
    },

    async want({ guest: { id }, epoch, purpose }, wanted) {
      const now = clock();
      const done = await store.change((book) => {
        const decided = decide(book);
        const events = decided.events.length === 0 ? [] : [...keyFirst(book, keys, now), ...decided.events];
        return { events, result: decided.result };
      });
      if (done.kind === 'outdated' || (done.kind === 'gone' && wanted.kind !== 'unsubscribe')) return null;
      const after = (await store.read()).get(id);
      return after === null ? null : guestOf(after);

      function decide(book: Book): { events: ReturnType<typeof fulfil>['events']; result: Done } {
        const known = book.get(id);
        if (wanted.kind === 'confirm') return confirm(book, { purpose: 'confirm', id, epoch, about: '' }, { now, how });
        if (purpose === 'confirm' || known === null) return { events: [], result: { kind: 'gone' } };
        return fulfil(book, id, changeOf(wanted, known), { now, how });
      }
    },

    token: (purpose, { id }) => makeToken({ purpose, id }, { keys, now: clock() }),
  };
}

function changeOf(wanted: Exclude<Wanted, { kind: 'confirm' }>, known: Subscriber): Change {
  switch (wanted.kind) {
    case 'unsubscribe':
      return { type: 'unsubscribed', reason: 'asked' };
    case 'pause':
      return { type: 'paused', until: wanted.until };
    case 'resume':
      return { type: 'resumed' };
    case 'wish':
      return { type: 'changed', preferences: { ...known.preferences, ...fieldsOf(wanted.wish) } };
  }
}

const fieldsOf = ({ topics, cadence, sendHour, timeZone }: Wish): Wish => ({ topics, cadence, sendHour, timeZone });

/** Whoever was erased counts as gone away: that is all there is to know. */
function guestOf({ id, state, until, preferences }: Subscriber): Guest {
  const { topics, cadence, sendHour = 0, timeZone = 'UTC' } = preferences;
  return {
    id,
    state: state === 'erased' ? 'unsubscribed' : state,
    pausedUntil: until,
    topics,
    cadence,
    sendHour,
    timeZone,
  };
}

/** A visit by a link that confirms; `null` when a later request took the place of this one. */
function confirming(subscriber: Subscriber, visit: Visit): Visit | null {
  const { proposal, state, epoch } = subscriber;
  if (state === 'erased' || epoch !== visit.epoch) return null;
  if (proposal === null) return state === 'active' || state === 'paused' ? visit : null;
  if (proposal.kind !== 'preferences') return { ...visit, asks: proposal.kind };
  const asks = state === 'active' || state === 'paused' ? 'change' : 'subscribe';
  return { ...visit, asks, guest: guestOf({ ...subscriber, preferences: proposal.preferences }) };
}
