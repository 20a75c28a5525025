import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  deliveryKey,
  formatRecord,
  intactLength,
  type LedgerRecord,
  plannedRecord,
  replay,
} from '../../src/deliver/ledger.ts';
import { parseRecord } from '../../src/deliver/ledger-records.ts';
import { UserError } from '../../src/diagnostic/index.ts';
import type { Digest } from '../../src/model/index.ts';
import { planned } from './support.ts';

const at = '2026-06-18T06:00:00Z';
const plan = planned();
const { key } = plan;
const attempt = (n = 1): LedgerRecord => ({ type: 'attempt', key, attempt: n, at });
const end = (type: 'sent' | 'deferred' | 'failed', n = 1): LedgerRecord => ({
  type,
  key,
  attempt: n,
  at,
  detail: '250',
});
const doubt = (final: boolean, n = 1): LedgerRecord => ({ type: 'in-doubt', key, attempt: n, at, detail: '', final });
const log = (...records: LedgerRecord[]) => records.map((record) => `${formatRecord(record)}\n`).join('');
const read = (...records: LedgerRecord[]) => replay(log(...records), 'ledger.jsonl');
const paper = plan.items[0]?.paper ?? '';

describe('records', () => {
  it('have one fixed form', () => {
    expect(formatRecord(attempt())).toBe(
      `{"type":"attempt","key":"${key}","attempt":1,"at":"2026-06-18T06:00:00Z","sum":"${formatRecord(attempt()).slice(-10, -2)}"}`,
    );
    expect(formatRecord({ at, attempt: 1, key, type: 'attempt' })).toBe(formatRecord(attempt()));
    expect(key).toMatch(/^[0-9a-f]{32}$/);
  });

  it.each([plan, attempt(), end('sent'), end('deferred'), end('failed'), doubt(true), doubt(false)])(
    'come back as they were written: $type',
    (record) => expect(parseRecord(formatRecord(record))).toEqual(record),
  );

  it('never hold an address, nor a field that is not theirs', () => {
    const leaky = { ...end('failed'), detail: '550 <ada@reader.example> unknown', to: 'ada@reader.example' };
    expect(formatRecord(leaky as LedgerRecord)).not.toContain('reader.example');
  });

  it('are planned from a digest', () => {
    const digest = {
      ...plan,
      id: plan.digest,
      items: [{ ...plan.items[0], fields: [], paper: { id: paper, revision: 1 } }],
    };
    expect(plannedRecord(digest as unknown as Digest, plan.day)).toEqual(plan);
  });

  it('tell how the mail was planned, where that is known, and nothing else of it', () => {
    const mail = { bytes: 9_000, full: 1, short: 0, brief: 0, title: 0, omitted: 0 };
    const told = { ...plan, mail: { ...mail, to: 'ada@reader.example' } };
    expect(parseRecord(formatRecord(told))).toEqual({ ...plan, mail });
    expect(formatRecord(plan)).not.toContain('mail');
    const digest = { ...plan, id: plan.digest, items: [] } as unknown as Digest;
    expect(plannedRecord(digest, plan.day, mail).mail).toEqual(mail);
    expect(plannedRecord(digest, plan.day)).not.toHaveProperty('mail');
  });

  it('have a key of their own for each subscription, channel and digest', () => {
    const keys = [
      ['a', 'b', 'c'],
      ['ab', '', 'c'],
      ['a', 'bc', ''],
      ['a', 'b', 'd'],
    ] as const;
    expect(new Set(keys.map(([s, c, d]) => deliveryKey(s, c, d))).size).toBe(keys.length);
  });
});

describe('replay', () => {
  it.each<[string, LedgerRecord[], string, boolean, boolean]>([
    ['planned', [plan], 'planned', true, true],
    ['killed after the attempt', [plan, attempt()], 'in-doubt', true, true],
    ['sent', [plan, attempt(), end('sent')], 'sent', false, true],
    ['deferred', [plan, attempt(), end('deferred')], 'deferred', true, true],
    ['refused', [plan, attempt(), end('failed')], 'failed', false, false],
    ['in doubt', [plan, attempt(), doubt(false)], 'in-doubt', true, true],
    ['in doubt and given up', [plan, attempt(), doubt(true)], 'in-doubt', false, true],
    ['sent at the second attempt', [plan, attempt(), end('deferred'), attempt(2), end('sent', 2)], 'sent', false, true],
    ['refused after a doubt', [plan, attempt(), doubt(false), attempt(2), end('failed', 2)], 'failed', false, true],
    ['refused after a kill', [plan, attempt(), attempt(2), end('failed', 2)], 'failed', false, true],
    ['sent stays sent', [plan, attempt(), end('sent'), attempt(2), end('failed', 2)], 'sent', false, true],
    ['planned twice', [plan, attempt(), end('sent'), plan], 'sent', false, true],
  ])('%s', (_, records, state, open, delivered) => {
    const ledger = read(...records);
    expect(ledger.get(key)?.state).toBe(state);
    expect(ledger.open).toHaveLength(open ? 1 : 0);
    expect(ledger.delivered('ada', 'smtp', paper, 1)).toBe(delivered);
  });

  it('tells papers, revisions, channels, subscribers and kinds apart', () => {
    const ledger = read(plan, attempt(), end('sent'));
    expect(ledger.delivered('ada', 'smtp', paper, 1)).toBe(true);
    expect(ledger.delivered('ada', 'smtp', paper, 1, 'new')).toBe(true);
    expect(ledger.delivered('ada', 'smtp', paper, 1, 'enriched')).toBe(false);
    expect(ledger.delivered('ada', 'smtp', paper, 2)).toBe(false);
    expect(ledger.delivered('ada', 'directory', paper, 1)).toBe(false);
    expect(ledger.delivered('bob', 'smtp', paper, 1)).toBe(false);
    expect(ledger.delivered('ada', 'smtp', 'another', 1)).toBe(false);
  });

  it('knows the newest day, whatever order the days came in', () => {
    const days = ['2026-06-18', '2026-06-20', '2026-06-19'];
    const ledger = read(...days.map((day) => planned({ day, digest: day })));
    expect(ledger.days('ada', 'smtp').at(-1)).toBe('2026-06-20');
    expect(ledger.days('ada', 'directory')).toEqual([]);
    expect(ledger.open.map(({ planned: { day } }) => day)).toEqual(days);
  });

  it('takes an empty log as empty', () => expect(read().deliveries).toEqual([]));

  it('leaves a torn last line out and says so, wherever it is cut', () => {
    const whole = log(plan, attempt());
    const last = `${formatRecord(end('sent'))}\n`;
    for (let cut = 1; cut < last.length; cut += 1) {
      const text = whole + last.slice(0, cut);
      const ledger = replay(text, 'ledger.jsonl');
      expect(ledger.get(key)?.state).toBe('in-doubt');
      expect(ledger.diagnostics).toMatchObject([{ code: 'ledger-torn', line: 3, severity: 'warning' }]);
      expect(text.slice(0, intactLength(text))).toBe(whole);
    }
    expect(replay(whole + last, 'ledger.jsonl').diagnostics).toEqual([]);
    expect(replay(whole + last, 'ledger.jsonl').get(key)?.state).toBe('sent');
  });

  it('refuses a ledger in which any byte before the last line has changed', () => {
    const text = log(plan, attempt(), end('sent'));
    fc.assert(
      fc.property(fc.nat(text.length - 2), fc.integer({ min: 32, max: 126 }), (index, code) => {
        const changed = String.fromCharCode(code);
        if (text[index] === changed) return;
        const damaged = text.slice(0, index) + changed + text.slice(index + 1);
        expect(() => replay(damaged, 'ledger.jsonl')).toThrow(UserError);
      }),
    );
  });

  it('says which line, and refuses with exit code 5', () => {
    const [first, second, third] = log(plan, attempt(), end('sent')).split('\n');
    const refusal = (...lines: (string | undefined)[]) => {
      try {
        replay(`${lines.join('\n')}\n`, 'ledger.jsonl');
        return null;
      } catch (error) {
        return error;
      }
    };
    const corrupt = (line: number) => ({
      exitCode: 5,
      diagnostics: [{ code: 'ledger-corrupt', file: 'ledger.jsonl', line }],
    });
    expect(refusal(first, second, third)).toBeNull();
    expect(refusal(first, second?.replace('"attempt":1', '"attempt":2'), third)).toMatchObject(corrupt(2));
    expect(refusal(second, third)).toMatchObject(corrupt(1));
    expect(refusal(first, '', third)).toMatchObject(corrupt(2));
    expect(refusal(first, second, third?.slice(0, -4))).toMatchObject(corrupt(3));
    const foreign = formatRecord({ ...plan, key: deliveryKey('eve', 'smtp', plan.digest) });
    expect(refusal(foreign)).toMatchObject(corrupt(1));
  });
});
