import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { ledgerFacts, recordKeys } from '../../src/pipeline/archive.ts';
import { repairState } from '../../src/store/repair.ts';
import { verifyState } from '../../src/store/verify.ts';
import { dump, Installation } from '../pipeline/harness.ts';
import { archiveIn, newFolder, outcomeIn, stateFiles, storeAt, updateOf } from './place.ts';

let folder: string;
beforeEach(async () => {
  folder = newFolder();
  await storeAt(folder).commit(updateOf('One', 'Two', 'Three'));
});
const at = (name: string) => join(folder, 'state', name);

async function repair(place = folder, write = true) {
  return repairState(join(place, 'state'), {
    cache: join(place, 'cache'),
    keysOf: recordKeys,
    ...(await ledgerFacts(storeAt(place).ledger)),
    write,
    keep: join(place, 'state-damaged'),
  });
}
const verified = () => verifyState(join(folder, 'state'), { cache: join(folder, 'cache'), keysOf: recordKeys });

test('nothing is wrong: nothing is written', async () => {
  const before = stateFiles(folder).map((name) => readFileSync(at(name), 'utf8'));
  expect(await repair()).toEqual({ losses: [], papers: 3, editions: 3, kept: null });
  expect(stateFiles(folder).map((name) => readFileSync(at(name), 'utf8'))).toEqual(before);
  expect(existsSync(join(folder, 'state-damaged'))).toBe(false);
});

describe('whatever is damaged, a sound state comes out, and the old files are kept', () => {
  const damages: [string, (path: string) => void][] = [
    ['emptied', (path) => writeFileSync(path, '')],
    ['deleted', (path) => rmSync(path)],
    ['cut', (path) => writeFileSync(path, readFileSync(path).subarray(0, -20))],
    ['other bytes', (path) => writeFileSync(path, Buffer.from([0xff, 0x00, 0x7b, 0x0a, 0x7b]))],
    [
      'a folder in its place',
      (path) => {
        rmSync(path);
        mkdirSync(path);
      },
    ],
  ];
  test.each(damages)('%s', async (_, damage) => {
    for (const name of [...stateFiles(folder), '.journal.json']) {
      const place = newFolder();
      await storeAt(place).commit(updateOf('One', 'Two', 'Three'));
      const path = join(place, 'state', name);
      if (name === '.journal.json') writeFileSync(path, '{"steps":');
      damage(path);
      const damaged = await outcomeIn(place);
      const dry = await repair(place, false);
      expect([name, dry.kept, existsSync(join(place, 'state-damaged'))]).toEqual([name, null, false]);
      const { papers, kept, losses } = await repair(place);
      expect([name, typeof damaged === 'string' || kept !== null]).toEqual([name, true]);
      expect([name, await outcomeIn(place)]).toEqual([name, `${papers} papers`]);
      // A paper whose record is lost stays known by its title.
      expect([name, papers]).toEqual([name, 3]);
      if (kept !== null && name !== '.journal.json') expect([name, losses.length > 0]).toEqual([name, true]);
      const state = (await storeAt(place).open({ whole: false }))!;
      expect(state.find({ titles: ['three'] }).length).toBe(1);
    }
  });
});

test('single lines that cannot be read cost only themselves', async () => {
  const view = updateOf('One');
  const other = newFolder();
  await storeAt(other).commit(view);
  const path = join(other, 'state/papers/2025/2025-01-01.jsonl');
  writeFileSync(path, `${readFileSync(path, 'utf8')}{"id":"x"}\nnonsense\n`);
  expect((await repair(other)).losses.map(({ message }) => message)).toEqual([
    'it is not as it was written; what can be read of it counts',
    '2 of 3 lines cannot be read and were left out',
  ]);
  expect(await outcomeIn(other)).toBe('1 papers');
});

test('nothing is left to be saved: refused, for an empty archive would mail everything again', async () => {
  for (const list of ['papers', 'editions', 'dumps']) rmSync(at(list), { recursive: true });
  await expect(repair()).rejects.toMatchObject({ exitCode: 5, diagnostics: [{ code: 'state-missing' }] });
  expect(existsSync(join(folder, 'state-damaged'))).toBe(false);
});

test('a state of another version is not repaired, but migrated', async () => {
  const other = newFolder();
  cpSync('test/fixtures/state/version-1', join(other, 'state'), { recursive: true });
  await expect(repair(other)).rejects.toMatchObject({ diagnostics: [{ code: 'state-outdated' }] });
});

test('an edition of which nothing is left keeps its place: subscribers who are further on miss nothing', async () => {
  const lines = readFileSync(at('editions/2025-02.jsonl'), 'utf8').replace('"kind":"new"', '"kind":"enriched"');
  writeFileSync(at('editions/2025-02.jsonl'), lines);
  rmSync(at('editions/2025-02.jsonl'));
  rmSync(at('papers/2025/2025-02-01.jsonl'));
  await repair();
  const { editions } = (await archiveIn(folder))!;
  expect(editions.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
  expect(editions[1]).toMatchObject({ history: true, changes: [] });
  expect(verified().diagnostics).toEqual([]);
});

describe('after a repair nobody is mailed twice', () => {
  const day = (n: number) => `2026-03-${String(n).padStart(2, '0')}T12:00:00Z`;
  const repaired = async (damage: (here: Installation) => void, inDoubt: 'resend' | 'skip' = 'resend') => {
    const here = new Installation();
    await here.run([dump('2026-03-02', 'One alpha', 'Two alpha')], { send: true, now: day(2) });
    await here.run([dump('2026-03-03', 'Three alpha')], { send: true, now: day(3) });
    expect(here.mails).toHaveLength(2);
    here.mails.length = 0;
    damage(here);
    await repair(here.out);
    await here.run([dump('2026-03-02', 'One alpha', 'Two alpha'), dump('2026-03-03', 'Three alpha')], {
      send: true,
      now: day(4),
      inDoubt,
    });
    expect(here.mails).toEqual([]);
    await here.run([dump('2026-03-05', 'One alpha', 'Five alpha')], { send: true, now: day(5) });
    expect(here.mails.map(({ message }) => [...new Set(message.text.match(/\w+ alpha/g))])).toEqual([['Five alpha']]);
  };
  test('papers and editions were lost, the ledger knows them', () =>
    repaired((here) => {
      rmSync(join(here.out, 'state/papers'), { recursive: true });
      rmSync(join(here.out, 'state/editions'), { recursive: true });
    }));
  test('papers were lost', () => repaired((here) => rmSync(join(here.out, 'state/papers/2026/2026-03-02.jsonl'))));
  test('editions were lost', () =>
    repaired((here) => writeFileSync(join(here.out, 'state/editions/2026-03.jsonl'), '')));
  test('the ledger was lost', () => repaired((here) => rmSync(join(here.out, 'state/ledger.jsonl'))));
  test('the ledger was damaged in the middle', () =>
    repaired((here) => {
      const path = join(here.out, 'state/ledger.jsonl');
      writeFileSync(path, readFileSync(path, 'utf8').replace('"attempt"', '"attempd"'));
    }, 'skip'));
  test('the ledger was cut', () =>
    repaired((here) => {
      const path = join(here.out, 'state/ledger.jsonl');
      writeFileSync(path, `${readFileSync(path, 'utf8').split('\n').slice(0, 2).join('\n')}\n`);
    }, 'skip'));
});
