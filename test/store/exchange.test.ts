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
    const lines = readFileSync(file(), 'utf8').trimEnd().split('\n');
    const twice = [...lines, lines.at(-2)!, lines.at(-1)!, lines.at(-2)!];
    writeFileSync(file(), `${twice.join('\n')}\n`);
    await expect(imported()).rejects.toMatchObject({ diagnostics: [{ message: expect.stringContaining('sorted') }] });
  });

  test('from a stream', async () => {
    await exported();
    const source = { ...options(to), ledger: ledgerMark };
    expect(await importArchive(join(to, 'state'), source, createReadStream(file()))).toMatchObject({ papers: 3 });
  });
});
