import { expect, test } from 'vitest';
import { formatRecord, type LedgerRecord, replay } from '../../src/deliver/ledger.ts';
import { compactLedger } from '../../src/pipeline/compaction.ts';
import { markOf } from '../../src/pipeline/guard.ts';
import type { Store } from '../../src/store/store.ts';
import { planned } from '../deliver/support.ts';

/** A ledger of so many subscribers with a digest on each of so many days, the last of them today. */
async function compacted(subscribers: number, days: number) {
  const today = Date.parse('2026-06-18');
  const at = '2026-06-18T06:00:00Z';
  const [item] = planned().items;
  const items = Array.from({ length: 10 }, (_, n) => ({ ...item!, paper: `tag:paper.example,2026:paper/${n}` }));
  const records: LedgerRecord[] = [];
  for (let day = days - 1; day >= 0; day--) {
    const date = new Date(today - day * 86_400_000).toISOString().slice(0, 10);
    for (let n = 0; n < subscribers; n++) {
      const plan = planned({ subscription: `s${n}`, digest: date, day: date, items });
      const end = { key: plan.key, attempt: 1, at };
      // One in ten is refused.
      if (n % 10 === 3) records.push(plan, { type: 'failed', ...end, detail: '550', bounce: true });
      else records.push(plan, { type: 'sent', ...end, detail: '250' });
    }
  }
  const before = records.map((record) => `${formatRecord(record)}\n`).join('');
  let text = before;
  const store = {
    open: async () => ({ ledger: markOf(before) }),
    ledger: {
      read: async () => text,
      replace: async (smaller: string) => {
        text = smaller;
      },
    },
  } as unknown as Store;
  const saved = await compactLedger(replay(before, 'x'), { store, clock: () => at });
  return { before: before.length, after: text.length, saved, ledger: replay(text, 'x') };
}

test('with few subscribers everything of the last 90 days is kept in full', async () => {
  expect((await compacted(10, 89)).saved).toBe(0);
});

test('with many, what was sent is reduced after days, and what was refused is not', async () => {
  const { before, after, saved, ledger } = await compacted(1_000, 12);
  expect([before - after, saved > 0]).toEqual([saved, true]);
  const reduced = ledger.deliveries.filter((delivery) => delivery.compacted);
  const days = new Set(reduced.map((delivery) => delivery.planned.day));
  expect([reduced.every(({ state }) => state === 'sent'), days.size, days.has('2026-06-14')]).toEqual([true, 7, false]);
});
