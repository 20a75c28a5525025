import { appendFileSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/diagnostic/index.ts';
import { disk } from '../../src/store/disk.ts';
import { takeLock } from '../../src/store/lock.ts';
import { fileSubscribers } from '../../src/store/subscribers.ts';
import { newSubscriber } from '../../src/subscribers/requests.ts';
import type { SubscriberStore } from '../../src/subscribers/store.ts';
import type { SubscriberEvent } from '../../src/subscribers/types.ts';
import { dice, keys, now, preferences } from '../subscribers/people.ts';
import { newFolder, outcomeIn, storeAt, updateOf } from './place.ts';

const throws = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'nothing',
    (error) =>
      error instanceof UserError ? [error.exitCode, error.diagnostics[0]?.code, error.diagnostics[0]?.line] : error,
  );

const roll = dice('store');
const one = (address: string): SubscriberEvent =>
  newSubscriber(address, preferences('DPO'), { keys, now, how: 'hand', dice: roll });
const add = (store: SubscriberStore, ...addresses: string[]): Promise<number> =>
  store.change((book) => ({ events: addresses.map(one), result: book.all.length }));
const count = async (store: SubscriberStore): Promise<number> => (await store.read()).all.length;

describe('the store of subscribers', () => {
  const place = () => join(newFolder(), 'state', 'subscribers.jsonl');

  it('is empty at first, makes nothing by being read, and remembers what was decided', async () => {
    const path = place();
    const store = fileSubscribers(path);
    expect(await count(store)).toBe(0);
    expect(() => statSync(path)).toThrow();
    expect(await store.change(() => ({ events: [], result: 7 }))).toBe(7);
    expect(() => statSync(path)).toThrow();
    await add(store, 'ada@example.org');
    expect(await add(store, 'ben@example.org')).toBe(1);
    expect(await count(store)).toBe(2);
    expect(await count(fileSubscribers(path))).toBe(2);
    expect(readFileSync(path, 'utf8')).not.toMatch(/ada@|example/);
  });

  it('is shared: each change is decided on what others wrote before', async () => {
    const path = place();
    const stores = [fileSubscribers(path), fileSubscribers(path)];
    const numbers = await Promise.all(Array.from({ length: 20 }, (_, n) => add(stores[n % 2]!, `r${n}@example.org`)));
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n));
    expect(await Promise.all(stores.map(count))).toEqual([20, 20]);
  });

  it('sees that the file was replaced, also by one that got the number of the old one', async () => {
    const path = place();
    const [reader, writer] = [fileSubscribers(path), fileSubscribers(path)];
    for (let n = 0; n < 5; n++) await add(writer, `r${n}@example.org`);
    expect(await count(reader)).toBe(5);
    // As git does when it puts another version of the file in its place.
    const other = fileSubscribers(place());
    for (let n = 0; n < 7; n++) await add(other, `longer-name-${n}@example.org`);
    const text = readFileSync(other.path);
    const { ino } = statSync(path);
    for (let tries = 0; tries < 50; tries++) {
      rmSync(path);
      writeFileSync(path, text);
      if (statSync(path).ino === ino) break;
    }
    expect(await count(reader)).toBe(7);
    expect(await add(reader, 'eve@example.org')).toBe(7);
  });

  it('waits for the lock, and says so when it is held for too long', async () => {
    const path = place();
    const unlock = await takeLock(path);
    expect(await throws(add(fileSubscribers(path, { patience: 0 }), 'ada@example.org'))).toEqual([5, 'locked', null]);
    const waiting = add(fileSubscribers(path), 'ada@example.org');
    await unlock();
    expect(await waiting).toBe(0);
  });

  it('leaves a torn last line out and cuts it off; a decision is there as a whole or not at all', async () => {
    const path = place();
    await add(fileSubscribers(path), 'ada@example.org');
    const whole = readFileSync(path);
    await add(fileSubscribers(path), 'ben@example.org', 'cleo@example.org');
    const both = readFileSync(path);
    for (let length = whole.length; length < both.length; length += 17) {
      writeFileSync(path, both.subarray(0, length));
      expect(await count(fileSubscribers(path))).toBe(1);
    }
    const store = fileSubscribers(path);
    await add(store, 'dora@example.org');
    expect(await count(store)).toBe(2);
    expect(await count(fileSubscribers(path))).toBe(2);
  });

  it('refuses a line that was changed, or does not follow, with its number', async () => {
    const path = place();
    await add(fileSubscribers(path), 'ada@example.org');
    await add(fileSubscribers(path), 'ben@example.org');
    const good = readFileSync(path, 'utf8');
    writeFileSync(path, good.replace('"cadence":"daily"', '"cadence":"dairy"'));
    expect(await throws(fileSubscribers(path).read())).toEqual([5, 'subscribers-corrupt', 1]);
    writeFileSync(path, good);
    appendFileSync(path, good.split('\n')[0]!.concat('\n'));
    const store = fileSubscribers(path);
    expect(await throws(store.read())).toEqual([5, 'subscribers-corrupt', 3]);
    expect(await throws(add(store, 'x@example.org'))).toEqual([5, 'subscribers-corrupt', 3]);
  });

  it('writes nothing when the disk fails, and goes on when it works again', async () => {
    const path = place();
    let broken = true;
    const failing = {
      ...disk,
      openLog: async (file: string) => {
        const log = await disk.openLog(file);
        const sync = async () => {
          if (broken) throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
          await log.sync();
        };
        return { ...log, sync };
      },
    };
    const store = fileSubscribers(path, { disk: failing });
    expect(await throws(add(store, 'ada@example.org'))).toEqual([5, 'state-unwritable', null]);
    expect(await count(store)).toBe(0);
    broken = false;
    expect(await add(store, 'ada@example.org')).toBe(0);
    expect(await count(store)).toBe(1);
  });

  it('is compacted, and another process that had it open sees the new file', async () => {
    const path = place();
    const [store, other] = [fileSubscribers(path), fileSubscribers(path)];
    await add(store, 'ada@example.org');
    await add(store, 'ben@example.org');
    await count(other);
    const done = await store.compact((book) => [{ type: 'snapshot', subscriber: book.all[1]! }]);
    expect(done).toEqual({ before: 2, after: 1 });
    expect([await count(store), await count(other)]).toEqual([1, 1]);
    expect((await other.read()).byAddress('ben@example.org', keys)?.state).toBe('pending');
    await add(other, 'cleo@example.org');
    expect(await count(store)).toBe(2);
  });

  it('may be there before there is an archive, and is none of its files', async () => {
    const folder = newFolder();
    await add(fileSubscribers(join(folder, 'state', 'subscribers.jsonl')), 'ada@example.org');
    expect(await outcomeIn(folder)).toBe('no papers');
    await storeAt(folder).commit(updateOf('A title of a paper'));
    expect(await outcomeIn(folder)).toBe('1 papers');
  });
});
