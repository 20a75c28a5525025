import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Book } from '../../src/subscribers/book.ts';
import { csvLine, readCsv } from '../../src/subscribers/csv.ts';
import { exportAs } from '../../src/subscribers/export.ts';
import { readImport } from '../../src/subscribers/import.ts';
import { compacted, importRows } from '../../src/subscribers/maintain.ts';
import { fulfil, newSubscriber } from '../../src/subscribers/requests.ts';
import type { SubscriberEvent } from '../../src/subscribers/types.ts';
import { dice, keys, keysOf, newKey, now, oldKey, preferences } from './people.ts';

const addresses = (text: string) =>
  readImport(text).rows.map(({ address, left }) => `${address}${left ? ' (left)' : ''}`);

describe('lists of others', () => {
  it("are read: Mailman's, listmonk's CSV and JSON", () => {
    expect(
      addresses('ada@example.org\n# a comment\n\nBen Bo <ben@example.org>\n"Bo, Cleo" <cleo@example.org>\r\n'),
    ).toEqual(['ada@example.org', 'ben@example.org', 'cleo@example.org']);
    const csv =
      'uuid,email,name,attributes,status,created_at,updated_at\n1,ada@example.org,"Ada, L","{""city"": ""x\ny""}",enabled,a,b\n2,ben@example.org,,{},blocklisted,a,b\n';
    expect(addresses(csv)).toEqual(['ada@example.org', 'ben@example.org (left)']);
    const row = { email: 'ada@example.org', name: 'Ada', attribs: {}, status: 'disabled', lists: [] };
    for (const document of [[row], { profile: [row] }, { data: { results: [row] } }]) {
      expect(addresses(JSON.stringify(document))).toEqual(['ada@example.org (left)']);
    }
  });

  it('are read in part when a line is wrong, which is said without the address', () => {
    const { rows, faults } = readImport(
      'address,topics,hour\nada@example.org,DPO,7\nno address,DPO,7\nben@example.org,"(",7\ncleo@example.org,DPO,25\n',
    );
    expect(rows.map(({ line }) => line)).toEqual([2]);
    expect(faults.map(({ line }) => line)).toEqual(
      [3, 4, 5].filter((line) => faults.some((fault) => fault.line === line)),
    );
    expect(faults.length).toBeGreaterThanOrEqual(2);
    expect(JSON.stringify(faults)).not.toContain('example.org');
    expect(readImport('{"a":').faults).toHaveLength(1);
  });
});

describe('values with commas between', () => {
  it('come back as they were', () => {
    const field = fc.string().filter((text) => !/^[=+\-@\t\r]/.test(text) && text.trim() !== '');
    fc.assert(
      fc.property(fc.array(field, { minLength: 2 }), (fields) => {
        expect(readCsv(csvLine(fields))).toEqual([{ line: 1, fields }]);
      }),
    );
    expect(csvLine(['=1+1', '-x'])).toBe("'=1+1,'-x");
    expect(readCsv('a,b\r\n"c\nd",e\nf').map(({ line }) => line)).toEqual([1, 2, 4]);
  });
});

describe('importing and exporting', () => {
  const deciding = { keys, now, how: 'import' as const, dice: dice('exchange') };
  const book = () => new Book();
  const take = (into: Book, events: readonly SubscriberEvent[]) => {
    for (const event of events) into.apply(event);
  };

  it('gives back what it wrote, as CSV and as JSON', () => {
    const from = book();
    const wanted = {
      ...preferences('DPO', 'reward model'),
      cadence: 'weekly' as const,
      weekday: 5,
      sendHour: 7,
      timeZone: 'Europe/Vienna',
    };
    const born = newSubscriber('ada@example.org', wanted, deciding);
    take(from, [born, { type: 'confirmed', id: born.id, at: now, how: 'mail', epoch: 1 }]);
    const row = { subscriber: from.get(born.id)!, address: 'ada@example.org' };
    for (const format of ['csv', 'json'] as const) {
      const { rows, faults } = readImport(exportAs(format, [row], true));
      expect([rows[0]?.address, rows[0]?.preferences?.weekday, faults]).toEqual(['ada@example.org', 5, []]);
      const into = book();
      take(into, importRows(into, rows, null, true, deciding).events);
      const { topics: _, locale: __, ...rest } = into.all[0]!.preferences;
      expect(rest).toEqual({ cadence: 'weekly', weekday: 5, sendHour: 7, timeZone: 'Europe/Vienna' });
      expect(exportAs(format, [{ ...row, address: null }], false)).not.toContain('example.org');
    }
    expect(addresses(exportAs('mailman', [row], true))).toEqual(['ada@example.org']);
    expect(addresses(exportAs('listmonk', [row], true))).toEqual(['ada@example.org']);
  });

  it('leaves those alone who are there, and does not bring back who was erased or has left', () => {
    const into = book();
    const rows = (text: string) => readImport(text).rows;
    const list = 'ada@example.org\nben@example.org\nADA@example.org\n';
    const first = importRows(into, rows(list), preferences('DPO'), true, deciding);
    take(into, first.events);
    expect([first.result.added.length, first.result.known]).toEqual([2, 1]);
    const [ada, ben] = first.result.added as [string, string];
    take(into, fulfil(into, ada, { type: 'erased' }, deciding).events);
    take(into, fulfil(into, ben, { type: 'unsubscribed', reason: 'asked' }, deciding).events);
    // The tombstone holds, also after compaction and under a new key beside the old one.
    const after = book();
    take(after, compacted(into, keys, { now, dice: dice('c') }));
    for (const keysNow of [keys, keysOf(`${oldKey} ${newKey}`)]) {
      const again = importRows(after, rows(list), preferences('DPO'), true, { ...deciding, keys: keysNow });
      expect(again).toMatchObject({ events: [], result: { added: [], erased: 2, known: 1 } });
    }
    expect(after.get(ben)?.state).toBe('unsubscribed');
  });

  it('without a word of the operator makes nobody active', () => {
    const into = book();
    take(into, importRows(into, readImport('ada@example.org').rows, preferences('DPO'), false, deciding).events);
    expect(into.all[0]?.state).toBe('pending');
    expect(importRows(into, readImport('x@example.org').rows, null, false, deciding).result.topicless).toEqual([1]);
  });

  it('compaction seals anew under the newest key, keeps consent, and forgets what nobody confirmed', () => {
    const into = book();
    const old = keysOf(oldKey);
    const born = newSubscriber('ada@example.org', preferences('DPO'), { ...deciding, keys: old });
    const never = newSubscriber('ben@example.org', preferences('DPO'), { ...deciding, keys: old });
    take(into, [
      { type: 'key', keyId: old.current.id, at: now },
      born,
      never,
      { type: 'confirmed', id: born.id, at: now, how: 'mail', epoch: 1 },
    ]);
    const rotated = keysOf(`${newKey} ${oldKey}`);
    const after = book();
    take(after, compacted(into, rotated, { now: '2027-01-01T00:00:00Z', dice: dice('seal') }));
    expect(after.all.map(({ id }) => id)).toEqual([born.id]);
    expect(after.get(born.id)?.address).toMatchObject({ keyId: rotated.current.id });
    expect(after.byAddress('ada@example.org', keysOf(newKey))?.id).toBe(born.id);
    expect(after.get(born.id)?.consent).toHaveLength(2);
  });
});
