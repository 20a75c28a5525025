import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { updated } from '../../src/diff/source.ts';
import { takeLock } from '../../src/store/lock.ts';
import type { StateUpdate } from '../../src/store/store.ts';
import { dumpOf, paperOf, TestArchive } from '../diff/paper.ts';
import { archiveIn, ledgerMark, newFolder, outcomeIn, stateFiles, storeAt, updateOf } from './place.ts';

let folder: string;
beforeEach(() => {
  folder = newFolder();
});
const at = (name: string) => join(folder, 'state', name);
const emptyUpdate: StateUpdate = {
  archive: { papers: [], dumps: [], editions: [], clock: {}, unsettled: null },
  cursors: { ada: { since: 1, granted: [], backfill: 0 } },
  ledger: ledgerMark,
};

describe('state files', () => {
  test('what was written is read back; writing nothing more changes nothing', async () => {
    const store = storeAt(folder);
    expect(await store.open({ whole: true })).toBeNull();
    const update = updateOf('One', 'Two');
    expect(await store.commit(update)).not.toEqual([]);
    expect(stateFiles(folder)).toEqual([
      'clock.json',
      'dumps/2025.jsonl',
      'editions/2025-01.jsonl',
      'editions/2025-02.jsonl',
      'manifest.json',
      'papers/2025/2025-01-01.jsonl',
      'papers/2025/2025-02-01.jsonl',
      'subscriptions.json',
      'unsettled.jsonl',
    ]);
    expect(await archiveIn(folder)).toEqual(
      updated({ papers: [], dumps: [], editions: [], clock: {}, unsettled: [] }, update.archive),
    );
    const state = (await store.open({ whole: true }))!;
    expect(state.cursors).toEqual(update.cursors);
    expect(state.counts).toEqual({ papers: 2, editions: 2 });
    expect(await store.commit(emptyUpdate)).toEqual([]);
  });

  test('a later run changes the files of its days, and no others', async () => {
    const store = storeAt(folder);
    await store.commit(updateOf('One', 'Two', 'Three'));
    const view = new TestArchive((await archiveIn(folder))!);
    view.take(dumpOf('2025-05-01', paperOf('Two'), paperOf('Four')));
    const changed = await store.commit({ ...emptyUpdate, archive: view.update() });
    expect(changed.map((path) => path.slice(at('').length + 1)).sort()).toEqual([
      'clock.json',
      'dumps/2025.jsonl',
      'editions/2025-05.jsonl',
      'manifest.json',
      'papers/2025/2025-02-01.jsonl',
      'papers/2025/2025-05-01.jsonl',
    ]);
    expect(await archiveIn(folder)).toEqual({ ...view.archive(), papers: expect.anything() });
    expect((await archiveIn(folder))!.papers).toHaveLength(4);
  });

  test('records are found by every key, through the index of an earlier run and without one', async () => {
    const store = storeAt(folder);
    const view = new TestArchive();
    view.take(dumpOf('2025-01-01', paperOf('One', { arxivId: '2501.00001' }), paperOf('Two')));
    await store.commit({ ...emptyUpdate, archive: view.update() });
    const [one] = [...view.records().values()].filter(({ title }) => title === 'One');
    for (const index of ['kept', 'lost', 'damaged']) {
      if (index === 'lost') rmSync(join(folder, 'cache'), { recursive: true });
      if (index === 'damaged') {
        await store.commit(updateOf('Three'));
        writeFileSync(join(folder, 'cache', 'papers.json'), '{');
      }
      const state = (await store.open({ whole: false }))!;
      expect([index, state.find({ arxivIds: ['2501.00001'] })]).toEqual([index, [one]]);
      expect(state.find({ titles: ['one'] })).toEqual([one]);
      expect(state.find({ ids: [one!.id] })).toEqual([one]);
      expect(state.find({ titles: ['no such'], ids: ['x'], abstracts: ['0123456789abcdef'], arxivIds: [] })).toEqual(
        [],
      );
    }
  });
});

describe('fails closed', () => {
  test('every file: emptied, deleted, edited, cut', async () => {
    await storeAt(folder).commit(updateOf('One', 'Two'));
    for (const name of stateFiles(folder)) {
      const whole = readFileSync(at(name), 'utf8');
      for (const damage of ['', whole.slice(0, -9), whole.replace('2025', '2026'), null]) {
        if (damage === whole) continue;
        if (damage === null) rmSync(at(name));
        else writeFileSync(at(name), damage);
        expect([name, damage?.length ?? -1, await outcomeIn(folder)]).toEqual([
          name,
          damage?.length ?? -1,
          [expect.stringMatching(/^state-(corrupt|missing)$/), 5],
        ]);
      }
      writeFileSync(at(name), whole);
    }
    expect(await outcomeIn(folder)).toBe('2 papers');
  });

  test('a look-up notices a file that was edited after it was indexed', async () => {
    await storeAt(folder).commit(updateOf('One', 'Two'));
    const file = at('papers/2025/2025-01-01.jsonl');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"One"', '"Ane"'));
    const state = (await storeAt(folder).open({ whole: false }))!;
    expect(() => state.find({ titles: ['one'] })).toThrow(expect.objectContaining({ exitCode: 5 }));
    expect(state.find({ titles: ['two'] })).toHaveLength(1);
  });

  test('a manifest cannot name files outside', async () => {
    await storeAt(folder).commit(updateOf('One'));
    writeFileSync(
      at('manifest.json'),
      readFileSync(at('manifest.json'), 'utf8').replace('clock.json', '../../etc.json'),
    );
    expect(await outcomeIn(folder)).toEqual(['state-corrupt', 5]);
  });
});

describe('ledger file', () => {
  test('appends lines, and heals a torn one', async () => {
    const { ledger } = storeAt(folder);
    expect(await ledger.read()).toBe('');
    await Promise.all([ledger.append('one'), ledger.append('two')]);
    appendFileSync(at('ledger.jsonl'), 'thr');
    await ledger.append('four');
    expect(await ledger.read()).toBe('one\ntwo\nfour\n');
  });
});

describe('lock', () => {
  test('one holder at a time; free again afterwards', async () => {
    const free = await takeLock(folder);
    await expect(takeLock(folder)).rejects.toMatchObject({ exitCode: 5 });
    await free();
    await (await takeLock(folder))();
  });
});
