import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { readSources } from '../../src/fetch/files.ts';

const folder = mkdtempSync(join(tmpdir(), 'paperboy-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const put = (name: string, bytes: string | Uint8Array = 'x'): string => {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
};

describe('the dumps of a folder', () => {
  const taken = ['a.txt', 'b.json', 'c.jsonl', 'd.html', 'e.htm', 'f.xml', 'g.atom', 'h.md', 'i.json.gz', 'j.TXT'];
  const left = ['README.md', 'readme.txt', '.hidden.json', '_draft.txt', 'k.pdf', 'l.gz', 'm.json.tmp', 'notes'];

  it('are known by their names, and come in order of them', async () => {
    for (const name of [...taken, ...left]) put(name);
    mkdirSync(join(folder, '.paperboy'));
    writeFileSync(join(folder, '.paperboy', 'fetched.json'), '{}');
    const sources = await readSources([folder]);
    expect(sources.map(({ path }) => basename(path))).toEqual(taken);
    expect(sources.every(({ unreadable }) => !unreadable)).toBe(true);
  });

  it('do not suffer from one that cannot be read', async () => {
    mkdirSync(join(folder, 'aa.json'));
    const sources = await readSources([folder]);
    rmSync(join(folder, 'aa.json'), { recursive: true });
    expect(sources.map(({ path }) => basename(path)).sort()).toEqual([...taken, 'aa.json'].sort());
    const bad = sources.filter(({ unreadable }) => unreadable);
    expect(bad).toMatchObject([{ text: '', diagnostics: [{ code: 'file-unreadable', severity: 'error' }] }]);
  });
});

describe('a single file', () => {
  it('is read whatever its name is', async () => {
    const [source] = await readSources([put('notes', gzipSync('a page'))]);
    expect(source).toMatchObject({ text: 'a page', diagnostics: [], unreadable: false });
    expect(source!.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('that is missing or damaged is a source that could not be read', async () => {
    const damaged = put('damaged.gz', Buffer.from([0x1f, 0x8b, 1, 2, 3]));
    const sources = await readSources([join(folder, 'missing.txt'), damaged]);
    expect(sources.map(({ diagnostics }) => diagnostics?.map(({ code }) => code))).toEqual([
      ['file-unreadable'],
      ['gzip-invalid'],
    ]);
    expect(sources.map(({ unreadable }) => unreadable)).toEqual([true, true]);
  });

  it('that is empty is empty, not unreadable', async () => {
    expect(await readSources([put('empty.txt', '')])).toMatchObject([{ text: '', unreadable: false }]);
  });
});
