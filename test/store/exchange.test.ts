import { createReadStream, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { recordKeys } from '../../src/pipeline/archive.ts';
import { exportArchive, importArchive } from '../../src/store/exchange.ts';
import { archiveIn, ledgerMark, newFolder, outcomeIn, storeAt, updateOf } from './place.ts';

let from: string;
let to: string;
const keysOf = recordKeys;
beforeEach(async () => {
  [from, to] = [newFolder(), newFolder()];
  await storeAt(from).commit(updateOf('One', 'Two', 'Three'));
});
const file = () => join(from, 'archive.jsonl');
const options = (folder: string) => ({ cache: join(folder, 'cache'), keysOf });
const exported = () => exportArchive(join(from, 'state'), options(from), file());
const imported = (source = file()) => importArchive(join(to, 'state'), { ...options(to), ledger: ledgerMark }, source);

describe('export and import', () => {
  test('what goes out comes in again', async () => {
    await exported();
    expect(await imported()).toEqual({ papers: 3, editions: 3 });
    expect(await archiveIn(to)).toEqual(await archiveIn(from));
    expect((await storeAt(to).open({ whole: false }))!.find({ titles: ['two'] })).toHaveLength(1);
  });

  test('it is never laid over a state', async () => {
    await exported();
    await expect(
      importArchive(join(from, 'state'), { ...options(from), ledger: ledgerMark }, file()),
    ).rejects.toMatchObject({
      exitCode: 5,
      diagnostics: [{ code: 'state-present' }],
    });
    expect(await outcomeIn(from)).toBe('3 papers');
  });

  test.each([
    ['cut at a line', (text: string) => text.split('\n').slice(0, -3).join('\n'), 9],
    ['cut in a line', (text: string) => text.slice(0, -40), 11],
    ['not JSON', (text: string) => text.replace('{"type":"edition"', '{type:edition'), 5],
    ['without its head', (text: string) => text.slice(text.indexOf('\n') + 1), 1],
    ['of another kind', () => '{"a":1}\n', 1],
    ['with a paper that is none', (text: string) => text.replace(/"instant":"[^"]+"/, '"instant":5'), 9],
    ['empty', () => '', 1],
    [
      'with a date that leads outside',
      (text: string) => text.replace(/"date":"2025-01-01","sequence"/, '"date":"../../x","sequence"'),
      5,
    ],
    ['with an edition without changes', (text: string) => text.replace(/"changes":\[/, '"changed":['), 5],
    ['with a dump without date', (text: string) => text.replace('"date":', '"day":'), 2],
    ['with a paper without variants', (text: string) => text.replace('"variants":', '"others":'), 9],
    [
      'with an instant that does not exist',
      (text: string) => text.replace(/"instant":"2025-01-01T00/, '"instant":"2025-01-41T00'),
      9,
    ],
    [
      'with a clock that is a list',
      (text: string) => text.replace(/"type":"clock","value":\{[^}]*\}/, '"type":"clock","value":[]'),
      8,
    ],
    [
      'with papers of an edition that is not there',
      (text: string) => text.replace(/"edition":"2025-02-01.1","firstSeen"/, '"edition":"2025-02-01.7","firstSeen"'),
      11,
    ],
    ['with two editions in one place', (text: string) => text.replace('"sequence":2', '"sequence":1'), 11],
  ])('a file %s is refused with its line, and nothing is there', async (_, damage, line) => {
    await exported();
    writeFileSync(file(), damage(readFileSync(file(), 'utf8')));
    await expect(imported()).rejects.toMatchObject({
      exitCode: 3,
      diagnostics: [{ code: 'import-invalid', line, file: file() }],
    });
    expect(await outcomeIn(to)).toBe('no papers');
    expect(existsSync(join(to, 'state', 'manifest.json'))).toBe(false);
    // What the attempt left does not stand in the way of the next.
    await exported();
    expect(await imported()).toEqual({ papers: 3, editions: 3 });
  });

  test('papers out of order would lose some: refused', async () => {
    await exported();
    const text = readFileSync(file(), 'utf8');
    const first = text.split('\n').find((line) => line.includes('"type":"paper"'))!;
    writeFileSync(file(), `${text}${first.replace(/"id":"[^"]+"/, '"id":"tag:another"')}\n`);
    await expect(imported()).rejects.toMatchObject({ diagnostics: [{ message: expect.stringContaining('sorted') }] });
  });

  test('a file that is not there, or is a folder; a place that cannot be written', async () => {
    await expect(imported(join(from, 'nowhere'))).rejects.toMatchObject({
      exitCode: 3,
      diagnostics: [{ code: 'file-unreadable' }],
    });
    await expect(imported(from)).rejects.toMatchObject({ exitCode: 3 });
    const away = exportArchive(join(from, 'state'), options(from), join(from, 'nowhere', 'x.jsonl'));
    await expect(away).rejects.toMatchObject({ exitCode: 5, diagnostics: [{ code: 'state-unwritable' }] });
  });

  test('from a stream', async () => {
    await exported();
    const source = { ...options(to), ledger: ledgerMark };
    expect(await importArchive(join(to, 'state'), source, createReadStream(file()))).toMatchObject({ papers: 3 });
  });
});
