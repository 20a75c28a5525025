import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compact } from '../../src/deliver/compact.ts';
import { formatRecord, type Ledger, type LedgerRecord, replay } from '../../src/deliver/ledger.ts';
import { addressKeys, suppressionRecord } from '../../src/deliver/suppression.ts';
import { checkLedger, markOf } from '../../src/pipeline/guard.ts';
import { planned } from './support.ts';

const at = '2026-06-18T06:00:00Z';
const keys = addressKeys('correct-horse-battery');
const log = (records: readonly LedgerRecord[]) => records.map((record) => `${formatRecord(record)}\n`).join('');

const events = ['attempt', 'sent', 'deferred', 'failed', 'in-doubt', 'retry'] as const;

/** A history of digests of old and recent days, whatever became of them, and of suppressions. */
const history = fc
  .array(
    fc.record({
      n: fc.nat(12),
      old: fc.boolean(),
      event: fc.constantFrom(...events),
      final: fc.boolean(),
      suppress: fc.option(fc.tuple(fc.constantFrom('suppressed' as const, 'unsuppressed' as const), fc.nat(3))),
    }),
    { maxLength: 60 },
  )
  .map((steps) => {
    const records: LedgerRecord[] = [];
    const known = new Set<string>();
    for (const { n, old, event, final, suppress } of steps) {
      const plan = planned({
        subscription: `s${n % 4}`,
        digest: `d${n}`,
        day: old ? '2026-01-01' : '2026-06-17',
        ...(n === 3 ? { extra: true } : {}),
        items: planned().items.map((item) => ({ ...item, paper: `p${n % 7}`, revision: (n % 3) + 1 })),
      });
      if (!known.has(plan.key)) records.push(plan);
      known.add(plan.key);
      const end = { key: plan.key, attempt: 1, at };
      if (event === 'in-doubt') records.push({ type: event, ...end, detail: '', final });
      else if (event === 'attempt') records.push({ type: event, ...end });
      else if (event === 'retry') records.push({ type: event, key: plan.key, at });
      else records.push({ type: event, ...end, detail: '250' });
      if (suppress === null) continue;
      const [type, who] = suppress;
      records.push(suppressionRecord(type, { address: `a${who}@x.example` }, { keys, reason: 'asked', at }));
    }
    return records;
  });

/** Everything that a run asks a ledger. */
function answers(ledger: Ledger): unknown {
  const told: unknown[] = [];
  for (let s = 0; s < 4; s++) {
    told.push(ledger.days(`s${s}`, 'smtp'));
    for (let p = 0; p < 7; p++) {
      for (let revision = 1; revision <= 3; revision++) {
        told.push(ledger.delivered(`s${s}`, 'smtp', `p${p}`, revision), ledger.wentOut(`s${s}`, `p${p}`, revision));
        told.push(ledger.delivered(`s${s}`, 'smtp', `p${p}`, revision, 'new'));
      }
    }
  }
  return {
    told,
    open: ledger.open.map(({ planned: { key }, ...rest }) => [key, rest]),
    states: ledger.deliveries.map(({ planned: { key }, state, ended, doubted }) => [key, state, ended, doubted]),
    suppressed: ledger.suppressions.active.map(({ subject }) => subject).sort(),
  };
}

const compaction = (text: string) => ({ before: '2026-03-01', at, mark: markOf(text) });

describe('compaction', () => {
  it('answers every question as before, again and again, and is never larger than its head', () => {
    let shorter = 0;
    fc.assert(
      fc.property(history, (records) => {
        const text = log(records);
        const ledger = replay(text, 'x');
        const small = compact(text, ledger, compaction(text));
        if (small === null) return;
        shorter++;
        const after = replay(small, 'x');
        expect(answers(after)).toEqual(answers(ledger));
        expect(after.compacted).toMatchObject(markOf(text));
        expect(compact(small, after, compaction(small))).toBeNull();
      }),
      { numRuns: 300 },
    );
    // Positive control: there was something to compact.
    expect(shorter).toBeGreaterThan(100);
  });

  it('makes the ledger of a year a fraction of itself', () => {
    const records = Array.from({ length: 300 }, (_, n) => {
      const plan = planned({ digest: `d${n}`, day: n < 250 ? '2026-01-01' : '2026-06-17' });
      const end = { key: plan.key, attempt: 1, at };
      return [plan, { type: 'attempt' as const, ...end }, { type: 'sent' as const, ...end, detail: '250' }];
    }).flat();
    const text = log(records);
    const small = compact(text, replay(text, 'x'), compaction(text))!;
    expect(small.length).toBeLessThan(text.length * 0.7);
    expect(small.split('\n').length).toBe(1 + 250 + 50 * 3 + 1);
  });

  it('is valid for the archive that was written with the ledger it replaces, and for no other', () => {
    const plan = planned({ day: '2026-01-01' });
    const end = { key: plan.key, attempt: 1, at };
    const text = log([plan, { type: 'attempt', ...end }, { type: 'sent', ...end, detail: '250' }]);
    // The archive was written before the last line.
    const mark = markOf(text, 2);
    const small = compact(text, replay(text, 'x'), { before: '2026-03-01', at, mark })!;
    const archive = {
      papers: [{ id: plan.items[0]!.paper, revision: 1 }],
      editions: [{ id: plan.editions[0]! }],
    } as unknown as Parameters<typeof checkLedger>[2]['archive'];
    const check = (held: typeof mark | null) => () =>
      checkLedger(small, replay(small, 'x'), { archive, mark: held }, 'ledger.jsonl');
    expect(check(mark)).not.toThrow();
    expect(check(markOf(small))).not.toThrow();
    expect(check({ ...mark, sha256: createHash('sha256').update('other').digest('hex') })).toThrow();
    expect(check(markOf(text))).toThrow();
  });

  it('a head in the middle is damage', () => {
    const head: LedgerRecord = { type: 'compacted', at, records: 0, sha256: '' };
    expect(() => replay(log([planned(), head]), 'x')).toThrow('compacted');
    expect(() => replay(log([head, planned()]), 'x')).not.toThrow();
  });
});
