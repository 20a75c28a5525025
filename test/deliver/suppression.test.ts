import { describe, expect, it } from 'vitest';
import { formatRecord, type LedgerRecord, replay } from '../../src/deliver/ledger.ts';
import { addressKeys, noKeys, suppressionRecord } from '../../src/deliver/suppression.ts';
import { planned } from './support.ts';

const at = '2026-06-18T06:00:00Z';
const keys = addressKeys('correct-horse-battery');
const other = addressKeys('another-key-of-length');
const log = (...records: LedgerRecord[]) => records.map((record) => `${formatRecord(record)}\n`).join('');
const suppress = (
  who: { subscription: string } | { address: string },
  type: 'suppressed' | 'unsuppressed',
  by = keys,
) => suppressionRecord(type, who, { keys: by, reason: 'asked', at });

describe('suppressions', () => {
  it('are of an address under a key, in whatever case, and of nobody else', () => {
    const { suppressions } = replay(log(suppress({ address: 'Ada@Reader.example' }, 'suppressed')), 'x');
    expect(suppressions.of('any', 'ada@reader.example', keys)).not.toBeNull();
    expect(suppressions.of('any', 'ADA@reader.example', keys)).not.toBeNull();
    expect(suppressions.of('any', 'bob@reader.example', keys)).toBeNull();
    expect(suppressions.of('any', null, keys)).toBeNull();
  });

  it('never hold the address, and under another key not even the same hash', () => {
    const record = suppress({ address: 'ada@reader.example' }, 'suppressed');
    expect(formatRecord(record)).not.toMatch(/ada|reader|horse/);
    expect(other.current?.hash('ada@reader.example')).not.toBe(record.subject);
    expect(() => formatRecord({ ...record, subject: 'ada@reader.example' })).toThrow('hash');
    expect(() => formatRecord({ ...record, keyId: null, subject: 'ada@reader.example' })).toThrow('hash');
  });

  it('are recognised after a change of the key, and their lack is known', () => {
    const { suppressions } = replay(log(suppress({ address: 'ada@reader.example' }, 'suppressed')), 'x');
    const both = addressKeys('another-key-of-length correct-horse-battery');
    expect(suppressions.of('any', 'ada@reader.example', both)).not.toBeNull();
    expect(suppressions.unknownKeys(both)).toEqual([]);
    expect(suppressions.unknownKeys(other)).toEqual([keys.current?.id]);
    expect(suppressions.unknownKeys(noKeys)).toEqual([keys.current?.id]);
  });

  it('without a key are of a subscription', () => {
    expect(() => suppress({ address: 'ada@reader.example' }, 'suppressed', noKeys)).toThrow('key');
    const { suppressions } = replay(log(suppress({ subscription: 'ada' }, 'suppressed', noKeys)), 'x');
    expect(suppressions.of('ada', 'any@where.example', noKeys)).not.toBeNull();
    expect(suppressions.of('bob', 'any@where.example', noKeys)).toBeNull();
    expect(suppressions.unknownKeys(noKeys)).toEqual([]);
  });

  it('are lifted', () => {
    const who = { address: 'ada@reader.example' };
    const { suppressions } = replay(log(suppress(who, 'suppressed'), suppress(who, 'unsuppressed')), 'x');
    expect(suppressions.active).toEqual([]);
  });

  it('need a key that cannot be guessed', () => {
    expect(() => addressKeys('short')).toThrow('16');
    expect(addressKeys('').current).toBeNull();
  });
});

describe('refused recipients', () => {
  const digest = (n: number) => planned({ digest: `d${n}` });
  const failed = (n: number, more: object): LedgerRecord[] => [
    digest(n),
    { type: 'attempt', key: digest(n).key, attempt: 1, at },
    { type: 'failed', key: digest(n).key, attempt: 1, at, detail: '550', ...more },
  ];
  const sent = (n: number): LedgerRecord[] => [
    digest(n),
    { type: 'sent', key: digest(n).key, attempt: 1, at, detail: '250' },
  ];
  const count = (records: LedgerRecord[], address: string | null = null) =>
    replay(log(...records), 'x').bounces('ada', 'smtp', address);
  const bounce = { bounce: true };

  it('are counted in a row', () => {
    expect(count([...failed(1, bounce), ...failed(2, bounce)])).toBe(2);
    expect(count([...failed(1, bounce), ...sent(2), ...failed(3, bounce)])).toBe(1);
    expect(count([...failed(1, bounce), ...failed(2, bounce), ...sent(3)])).toBe(0);
  });

  it('do not count content that was refused, nor end the row for it', () => {
    expect(count([...failed(1, bounce), ...failed(2, {}), ...failed(3, bounce)])).toBe(2);
  });

  it('begin afresh with another address', () => {
    const [a, b] = ['a', 'b'].map((c) => c.repeat(32));
    const records = [...failed(1, { ...bounce, to: a }), ...failed(2, { ...bounce, to: b })];
    expect([count(records, a), count(records, b)]).toEqual([0, 1]);
  });
});
