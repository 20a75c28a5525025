import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { UserError } from '../../src/diagnostic/index.ts';
import { markOf } from '../../src/pipeline/guard.ts';
import { checksum } from '../../src/store/manifest.ts';
import { archiveIn, newFolder, outcomeIn, stateFiles, storeAt } from './place.ts';

let folder: string;
beforeEach(() => {
  folder = newFolder();
  cpSync('test/fixtures/state/version-1', join(folder, 'state'), { recursive: true });
});
const at = (name: string) => join(folder, 'state', name);

describe('a state of version 1', () => {
  test('a command that only reads says that it is out of date, and changes nothing', async () => {
    const before = readFileSync(at('manifest.json'));
    const error = await storeAt(folder)
      .open({ whole: false })
      .then(
        () => null,
        (reason: unknown) => reason,
      );
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).diagnostics[0]?.code).toBe('state-outdated');
    expect(readFileSync(at('manifest.json'))).toEqual(before);
  });

  test('a run brings it up to date: nothing is lost', async () => {
    const state = (await storeAt(folder).open({ whole: true }))!;
    expect(state.remarks.map(({ code }) => code)).toEqual(['state-migrated']);
    expect(stateFiles(folder)).toEqual([
      'clock.json',
      'dumps/2026.jsonl',
      'editions/2026-01.jsonl',
      'ledger.jsonl',
      'manifest.json',
      'papers/2026/2026-01-05.jsonl',
      'subscriptions.json',
      'unsettled.jsonl',
    ]);
    const { papers, dumps, editions, clock } = state.archive();
    expect(dumps.map(({ date, papers: count }) => [date, count])).toEqual([
      ['2026-01-05', 2],
      ['2026-01-06', 2],
    ]);
    expect(editions.map(({ id }) => id)).toEqual(['2026-01-05.1', '2026-01-06.1']);
    const retitled = papers.find(({ title }) => title.startsWith('Three'))!;
    expect(retitled).toMatchObject({ revision: 2, firstSeen: '2026-01-05', lastSeen: '2026-01-06' });
    expect(retitled.variants.title?.map(({ value }) => value)).toEqual(['Two Lanterns for Dark Prompts']);
    // The old title still finds it, and the next item of a day comes after the last.
    expect(state.find({ titles: ['twolanternsfordarkprompts'] })).toEqual([retitled]);
    for (const { instant, updated } of papers) {
      for (const each of [instant, updated]) {
        expect((Date.parse(each) / 1000) % 86_400).toBeLessThan(clock[each.slice(0, 10)]!);
      }
    }
    expect(state.ledger).toEqual(markOf(readFileSync(at('ledger.jsonl'), 'utf8'), state.ledger.records));
    expect((await storeAt(folder).open({ whole: true }))!.remarks).toEqual([]);
  });

  test('a damaged one is refused as it was, and not rewritten', async () => {
    const path = at('papers/2026-01.jsonl');
    const damaged = readFileSync(path, 'utf8').replace('Careful', 'Careless');
    writeFileSync(path, damaged);
    expect(await outcomeIn(folder)).toEqual(['state-corrupt', 5]);
    expect(readFileSync(path, 'utf8')).toBe(damaged);
    expect(stateFiles(folder)).toContain('dumps.jsonl');
  });

  test('a manifest that names files outside is refused, and they stay', async () => {
    writeFileSync(join(folder, 'victim.txt'), 'precious');
    const { sum: _, ...manifest } = JSON.parse(readFileSync(at('manifest.json'), 'utf8'));
    manifest.files['../victim.txt'] = checksum('precious');
    writeFileSync(at('manifest.json'), JSON.stringify({ ...manifest, sum: checksum(JSON.stringify(manifest)) }));
    expect(await outcomeIn(folder)).toEqual(['state-corrupt', 5]);
    expect(readFileSync(join(folder, 'victim.txt'), 'utf8')).toBe('precious');
  });

  test('positive control: a version that never was is no state', async () => {
    writeFileSync(at('manifest.json'), readFileSync(at('manifest.json'), 'utf8').replace('state/1', 'state/0'));
    await expect(archiveIn(folder)).rejects.toMatchObject({ exitCode: 5 });
  });
});
