import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressKeys } from '../../src/deliver/suppression.ts';
import { fromBase32, toBase32 } from '../../src/subscribers/base32.ts';
import { Book } from '../../src/subscribers/book.ts';
import { addressIn, sealed, subscriberKeys } from '../../src/subscribers/keys.ts';
import { subscriberId } from '../../src/subscribers/subscriber.ts';
import { makeToken, type Purpose, purposes, verifyToken } from '../../src/subscribers/token.ts';
import { dice, keys, keysOf, newKey, now, oldKey } from './people.ts';

const id = subscriberId(dice()(10));
const verify = (token: string, changes: Partial<Parameters<typeof verifyToken>[1]> = {}) =>
  verifyToken(token, { purposes, keys, now, retired: new Map(), ...changes });
const later = (days: number): string => `${new Date(Date.parse(now) + days * 86_400_000).toISOString().slice(0, 19)}Z`;

describe('tokens', () => {
  it('say what they were made with, in any case, and nothing else passes for them', () => {
    const claim = { purpose: 'tune', id, epoch: 0, about: 'mute "réward"' } as const;
    const token = makeToken(claim, { keys, now });
    expect(verify(token)).toEqual({ ok: true, claim });
    expect(verify(token.toUpperCase())).toEqual({ ok: true, claim });
    expect(makeToken({ purpose: 'unsubscribe', id }, { keys, now })).toMatch(/^[a-z2-7]{56}$/);
    for (let at = 0; at < token.length; at++) {
      const other = token[at] === 'a' ? 'b' : 'a';
      expect(verify(`${token.slice(0, at)}${other}${token.slice(at + 1)}`).ok, `character ${at}`).toBe(false);
    }
    for (const text of ['', 'x', token.slice(1), `${token}a`, `${token} `, 'a'.repeat(1000), '='.repeat(56)]) {
      expect(verify(text).ok, text).toBe(false);
    }
  });

  it('are for one purpose', () => {
    for (const purpose of purposes) {
      const token = makeToken({ purpose, id }, { keys, now });
      for (const other of purposes) expect(verify(token, { purposes: [other] }).ok).toBe(other === purpose);
    }
  });

  it('expire, but for those to leave', () => {
    const after = (purpose: Purpose, days: number) =>
      verify(makeToken({ purpose, id }, { keys, now }), { now: later(days) });
    expect(after('confirm', 7).ok).toBe(true);
    expect(after('confirm', 8)).toEqual({ ok: false, reason: 'expired' });
    expect(after('unsubscribe', 10_000).ok).toBe(true);
  });

  it('of a key that came back after a newer one are those of the newest key', () => {
    const book = new Book();
    const uses = (keyId: string, at: string) => book.apply({ type: 'key', keyId, at });
    for (const [days, keyId] of [...'abaa'].entries()) uses(keyId, later(days));
    expect(book.newestKey).toBe('a');
    expect(book.retired).toEqual(new Map([['b', later(2)]]));
  });

  it('of an old key leave for ever, and confirm for the grace only', () => {
    const old = keysOf(oldKey);
    const rotated = keysOf(`${newKey} ${oldKey}`);
    const leave = makeToken({ purpose: 'unsubscribe', id }, { keys: old, now });
    const confirm = makeToken({ purpose: 'confirm', id, epoch: 3 }, { keys: old, now });
    const retired = new Map([[old.current.id, later(1)]]);
    expect(verify(leave, { keys: rotated, now: later(5000) }).ok).toBe(true);
    expect(verify(confirm, { keys: rotated, retired, now: later(7) }).ok).toBe(true);
    // Whoever stole the old key makes a fresh one after the grace.
    const stolen = makeToken({ purpose: 'confirm', id, epoch: 3 }, { keys: old, now: later(9) });
    expect(verify(stolen, { keys: rotated, retired, now: later(9) })).toEqual({ ok: false, reason: 'retired-key' });
    expect(verify(confirm, { keys: rotated }).ok).toBe(false);
    expect(verify(leave, { keys: keysOf(newKey) })).toEqual({ ok: false, reason: 'unknown-key' });
  });

  it('never throw, whatever comes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.uint8Array({ maxLength: 80 }).map(toBase32)), (text) => {
        expect(verify(text).ok).toBe(false);
      }),
    );
  });
});

describe('base32', () => {
  it('gives back every sequence of bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(fromBase32(toBase32(bytes))).toEqual(bytes);
      }),
    );
    expect(toBase32(Buffer.from('foobar'))).toBe('mzxw6ytboi');
    expect(fromBase32('mzxw6ytbo1')).toBeNull();
  });
});

describe('addresses', () => {
  it('open for the same subscriber and key only', () => {
    const box = sealed('ada@example.org', id, keys.current, dice()(12));
    expect(JSON.stringify(box)).not.toContain('ada');
    const open = (of: string, with_: ReturnType<typeof subscriberKeys>) => addressIn(box, of, with_, () => undefined);
    expect(open(id, keys)).toEqual({ address: 'ada@example.org' });
    expect(open(id, keysOf(`${oldKey} ${newKey}`))).toEqual({ address: 'ada@example.org' });
    expect(open(subscriberId(dice('other')(10)), keys)).toEqual({ missing: 'damaged' });
    expect(open(id, keysOf(oldKey))).toEqual({ missing: 'unknown-key' });
    expect(open(id, null)).toEqual({ missing: 'unknown-key' });
  });

  it('have keys of the same name as suppressions, and other hashes', () => {
    expect(keys.current.id).toBe(addressKeys(newKey).current?.id);
    expect(keys.current.hash('Ada@Example.org ')).toBe(keys.current.hash('ada@example.org'));
    expect(keys.current.hash('ada@example.org')).not.toBe(addressKeys(newKey).current?.hash('ada@example.org'));
    expect(() => subscriberKeys('short')).toThrow(/fewer than 16/);
    expect(subscriberKeys(' ')).toBeNull();
  });
});
