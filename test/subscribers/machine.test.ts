import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Book } from '../../src/subscribers/book.ts';
import { formatEvents, parseEvents } from '../../src/subscribers/journal.ts';
import { apply, changes, type LifeEvent, transitions } from '../../src/subscribers/machine.ts';
import { confirm, fulfil, request } from '../../src/subscribers/requests.ts';
import { isMailed, subscriptionOf } from '../../src/subscribers/subscriber.ts';
import type { Proposal, SubscriberEvent } from '../../src/subscribers/types.ts';
import { dice, keys, keysOf, newKey, now, oldKey, preferences } from './people.ts';

const wants = (...any: string[]): Proposal => ({ kind: 'preferences', preferences: preferences(...any) });

/** A book that decisions are carried out in. */
function newBook() {
  const book = new Book();
  const deciding = { keys, now, how: 'mail' as const, dice: dice() };
  const take = <T>({ events, result }: { events: readonly SubscriberEvent[]; result: T }): T => {
    for (const event of events) book.apply(event);
    return result;
  };
  return { book, deciding, take };
}

function subscribed() {
  const scene = newBook();
  const asked = scene.take(request(scene.book, 'ada@example.org', wants('DPO'), scene.deciding));
  if (asked.kind !== 'letter') throw new Error('no letter');
  const claim = { purpose: 'confirm', id: asked.id, epoch: asked.epoch, about: '' } as const;
  return { ...scene, claim, id: asked.id };
}

describe('a subscriber', () => {
  it('gets nothing before the request is confirmed, and confirming twice changes nothing', () => {
    const { book, deciding, take, claim, id } = subscribed();
    expect(isMailed(book.get(id)!, '2026-11-21')).toBe(false);
    expect(take(confirm(book, claim, deciding)).kind).toBe('done');
    expect(isMailed(book.get(id)!, '2026-11-21')).toBe(true);
    expect(confirm(book, claim, deciding)).toMatchObject({ events: [], result: { kind: 'already' } });
    expect(book.get(id)!.consent.map(({ what, how }) => `${what} ${how}`)).toEqual(['asked mail', 'confirmed mail']);
  });

  it('is not changed by a request that nobody confirms, and an older confirmation is not one of it', () => {
    const { book, deciding, take, claim, id } = subscribed();
    take(confirm(book, claim, deciding));
    const tomorrow = { ...deciding, now: '2026-11-22T09:00:00Z' };
    expect(take(request(book, 'Ada@example.org', wants('spam'), tomorrow))).toEqual({ kind: 'letter', id, epoch: 2 });
    expect(book.get(id)!.preferences).toEqual(preferences('DPO'));
    expect(confirm(book, claim, tomorrow).result.kind).toBe('outdated');
    take(confirm(book, { ...claim, epoch: 2 }, tomorrow));
    expect(book.get(id)!.preferences).toEqual(preferences('spam'));
  });

  it('gets one letter a day, whatever is asked for and by which key', () => {
    const { book, deciding, take } = subscribed();
    const again = (at: string, key = newKey) =>
      request(book, 'ada@example.org', wants('x'), { ...deciding, now: at, keys: keysOf(key) });
    expect(again('2026-11-22T07:59:59Z')).toEqual({ events: [], result: { kind: 'limited', by: 'address' } });
    expect(again('2026-11-21T09:00:00Z', `${oldKey} ${newKey}`).result.kind).toBe('limited');
    expect(take(again('2026-11-22T08:00:01Z')).kind).toBe('letter');
    const others = Array.from({ length: 600 }, (_, n) =>
      take(request(book, `r${n}@example.org`, wants('x'), { ...deciding, now: '2026-11-22T09:00:00Z' })),
    );
    expect(others.filter(({ kind }) => kind === 'letter').length).toBe(499);
  });

  it('who left is brought back by a new request only, not by the letter of an older one', () => {
    const { book, deciding, take, claim, id } = subscribed();
    expect(take(fulfil(book, id, { type: 'unsubscribed', reason: 'asked' }, deciding)).kind).toBe('done');
    expect(confirm(book, claim, deciding)).toMatchObject({ events: [], result: { kind: 'outdated' } });
    take(request(book, 'ada@example.org', wants('DPO'), { ...deciding, now: '2026-11-23T08:00:00Z' }));
    expect(isMailed(book.get(id)!, '2026-11-23')).toBe(false);
    take(confirm(book, { ...claim, epoch: 2 }, deciding));
    expect(book.get(id)!.state).toBe('active');
  });

  it('who was erased leaves a keyed hash and nothing else', () => {
    const { book, deciding, take, id } = subscribed();
    take(fulfil(book, id, { type: 'erased' }, deciding));
    expect(book.get(id)).toMatchObject({ state: 'erased', address: null, consent: [], preferences: { topics: [] } });
    expect(book.byAddress('ada@example.org', keys)?.state).toBe('erased');
    expect(fulfil(book, id, { type: 'resumed' }, deciding).result.kind).toBe('gone');
    // The person may come again, as somebody new.
    const back = take(request(book, 'ada@example.org', wants('DPO'), { ...deciding, now: '2026-11-23T08:00:00Z' }));
    expect(back.kind === 'letter' && back.id !== id).toBe(true);
  });

  it('who pauses is mailed again from the day on', () => {
    const { book, deciding, take, claim, id } = subscribed();
    take(confirm(book, claim, deciding));
    take(fulfil(book, id, { type: 'paused', until: '2026-12-05' }, deciding));
    expect(isMailed(book.get(id)!, '2026-12-04')).toBe(false);
    expect(isMailed(book.get(id)!, '2026-12-05')).toBe(true);
    expect(subscriptionOf(book.get(id)!, '2026-12-04', 'x').paused).toBe(true);
    expect(subscriptionOf(book.get(id)!, '2026-12-05', 'x')).toMatchObject({ id, public: false, address: null });
  });

  it('has an answer to every event in every state, and never leaves "erased"', () => {
    const { book, deciding, take, claim, id } = subscribed();
    take(confirm(book, claim, deciding));
    const active = book.get(id)!;
    for (const [type, row] of Object.entries(transitions)) {
      for (const state of Object.keys(row) as (keyof typeof row)[]) {
        const about = { id, at: now, how: 'mail', epoch: 1, reason: 'asked', until: null };
        const event = { ...about, type, proposal: wants('x'), preferences: preferences('x'), address: null, who: null };
        const before = { ...active, state, proposal: wants('y') };
        const after = apply(before, event as unknown as LifeEvent);
        expect(after === before).toBe(!changes(before, event as unknown as LifeEvent));
        if (state === 'erased') expect(after.state).toBe('erased');
        if (type === 'unsubscribed' || type === 'erased') expect(isMailed(after, '2999-01-01')).toBe(false);
      }
    }
  });

  it('is mailed only after a confirmation that followed the last leaving, whatever order things come in', () => {
    const wish = fc.constantFrom('ask', 'confirm', 'confirm old', 'leave', 'bounce', 'pause', 'resume', 'change');
    fc.assert(
      fc.property(fc.array(wish, { maxLength: 12 }), (wishes) => {
        const { book, deciding, take, claim, id } = subscribed();
        let allowed = false;
        wishes.forEach((what, day) => {
          const at = { ...deciding, now: `2026-12-${String(day + 1).padStart(2, '0')}T10:00:00Z` };
          const { epoch, proposal } = book.get(id)!;
          if (what === 'ask') take(request(book, 'ada@example.org', wants('x'), at));
          if (what === 'confirm') take(confirm(book, { ...claim, epoch }, at));
          if (what === 'confirm old') take(confirm(book, { ...claim, epoch: epoch - 1 }, at));
          if (what === 'leave') take(fulfil(book, id, { type: 'unsubscribed', reason: 'asked' }, at));
          if (what === 'bounce') take(fulfil(book, id, { type: 'bounced' }, at));
          if (what === 'pause') take(fulfil(book, id, { type: 'paused', until: null }, at));
          if (what === 'resume') take(fulfil(book, id, { type: 'resumed' }, at));
          if (what === 'change') take(fulfil(book, id, { type: 'changed', preferences: preferences('z') }, at));
          if (what === 'confirm' && proposal !== null) allowed = true;
          if (what === 'leave' || what === 'bounce') allowed = false;
          if (isMailed(book.get(id)!, '2026-12-31')) expect(allowed).toBe(true);
        });
      }),
    );
  });
});

describe('the lines of the journal', () => {
  it('hold no address, and are refused when one bit differs', () => {
    const { book, deciding } = newBook();
    const { events } = request(book, 'ada@example.org', wants('DPO'), deciding);
    const line = formatEvents(events);
    expect(parseEvents(line)).toEqual(events);
    expect(line).not.toMatch(/ada|example/);
    expect(parseEvents(line.replace('DPO', 'DPQ'))).toBeNull();
    expect(parseEvents('{}')).toBeNull();
    const plain = { ...events[1], address: { kind: 'sealed', keyId: 'x', box: 'ada@example.org' } };
    expect(() => formatEvents([plain as SubscriberEvent])).toThrow(/not sealed/);
  });
});
