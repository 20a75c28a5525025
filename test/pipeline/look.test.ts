import { join } from 'node:path';
import { expect, test } from 'vitest';
import { storeOf } from '../../src/cli/state.ts';
import { openPlanner } from '../../src/pipeline/look.ts';
import { dump, Installation } from './harness.ts';

test('a look between two writes of a run is not taken for damage; one at a mismatch that stays is', async () => {
  const here = new Installation();
  await here.run([dump('2026-03-02', 'One alpha')], { send: true, now: '2026-03-02T08:00:00Z' });
  const store = storeOf(join(here.out, 'state'));
  const before = await store.open({ whole: true });
  const archive = before!.archive();
  const stale = { ...before!, ledger: before!.ledger, cursors: before!.cursors, archive: () => archive };
  await here.run([dump('2026-03-03', 'Two alpha')], { send: true, now: '2026-03-03T08:00:00Z' });
  let looks = 0;
  const racing = { ...store, open: async () => (looks++ === 0 ? stale : store.open({ whole: false })) };
  const planner = await openPlanner(racing as typeof store, 'smtp');
  expect([looks, planner.ledger.deliveries.length]).toEqual([2, 2]);
  const stuck = { ...store, open: async () => stale };
  await expect(openPlanner(stuck as typeof store, 'smtp')).rejects.toMatchObject({ exitCode: 5 });
});
