import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { checksum, type Manifest } from '../../src/store/manifest.ts';
import { newFolder, outcomeIn, storeAt, updateOf } from './place.ts';

let folder: string;
beforeEach(async () => {
  folder = newFolder();
  await storeAt(folder).commit(updateOf('One', 'Two'));
});

const at = (name: string) => join(folder, 'state', name);
const outcome = () => outcomeIn(folder);
const corrupt = ['state-corrupt', 5];

/** Rewrites the manifest; `sealed`: with the checksum that it then should have. */
function edit(change: (manifest: Manifest) => unknown, sealed: boolean): void {
  const manifest = JSON.parse(readFileSync(at('manifest.json'), 'utf8')) as Manifest;
  const { sum, ...body } = (change(manifest) ?? manifest) as Manifest;
  const text = JSON.stringify({ ...body, sum: sealed ? checksum(JSON.stringify(body)) : sum }, null, 2);
  writeFileSync(at('manifest.json'), `${text}\n`);
}

/** Rewrites a file, with its checksum and the manifest's. */
function rewrite(name: string, change: (text: string) => string): void {
  const text = change(readFileSync(at(name), 'utf8'));
  writeFileSync(at(name), text);
  edit(({ files }) => {
    files[name] = checksum(text);
  }, true);
}

const drop = (pattern: RegExp) => (manifest: Manifest) => {
  for (const name of Object.keys(manifest.files)) if (pattern.test(name)) delete manifest.files[name];
};

describe('a damaged manifest is never an empty archive', () => {
  const damages: [string, (manifest: Manifest) => unknown][] = [
    ['no files', (manifest) => ({ ...manifest, files: {} })],
    ['a list of files', (manifest) => ({ ...manifest, files: [] })],
    ['files is null', (manifest) => ({ ...manifest, files: null })],
    ['without papers', drop(/^papers/)],
    ['without one month of papers', drop(/^papers\/2025\/2025-01/)],
    ['without editions', drop(/^editions/)],
    ['without dumps', drop(/^dumps/)],
    ['without cursors', drop(/^subscriptions/)],
    ['without the ledger', ({ ledger: _, ...rest }) => rest],
    ['without the hash of the ledger', (manifest) => ({ ...manifest, ledger: { records: 0 } })],
    ['a ledger of half a record', ({ ledger }) => Object.assign(ledger, { records: 0.5 }) && undefined],
    ['a ledger of fewer than none', ({ ledger }) => Object.assign(ledger, { records: -1 }) && undefined],
    ['records as text', ({ ledger }) => Object.assign(ledger, { records: '0' }) && undefined],
    ['a file outside', ({ files }) => Object.assign(files, { '../../etc.jsonl': checksum('') }) && undefined],
    ['a checksum that is none', ({ files }) => Object.assign(files, { 'clock.json': 'x' }) && undefined],
    ['without counts', ({ counts: _, ...rest }) => rest],
    ['fewer papers', ({ counts }) => Object.assign(counts, { papers: 1 }) && undefined],
  ];
  test.each(damages)('%s', async (_, change) => {
    edit(change, false);
    expect(await outcome()).toEqual(corrupt);
  });
  test.each(damages)('%s, and a checksum made for it', async (_, change) => {
    edit(change, true);
    expect(await outcome()).toEqual(corrupt);
  });
  test('another version', async () => {
    edit((manifest) => ({ ...manifest, schema: 'paperboy.state/3' }), true);
    expect(await outcome()).toEqual(['state-outdated', 5]);
  });
  test('positive control: sealed again without a change it is read', async () => {
    edit(() => {}, true);
    expect(await outcome()).toBe('2 papers');
  });
  test('its checksum alone', async () => {
    edit(({ ledger }) => Object.assign(ledger, { records: 7 }) && undefined, false);
    expect(await outcome()).toEqual(corrupt);
    edit(() => {}, true);
    expect(await outcome()).toBe('2 papers');
  });
});

describe('files that do not belong together', () => {
  test('an older manifest beside newer files', async () => {
    mkdirSync(at('papers/2024'));
    writeFileSync(at('papers/2024/2024-12-01.jsonl'), '');
    expect(await outcome()).toEqual(corrupt);
    rmSync(at('papers/2024/2024-12-01.jsonl'));
    expect(await outcome()).toBe('2 papers');
  });

  test.each([
    ['a change of a paper that is not there', 'editions/2025-01.jsonl', /"paper":"[^"]+"/, '"paper":"tag:gone"'],
    [
      'a paper of an edition that is not there',
      'papers/2025/2025-01-01.jsonl',
      /"edition":"[^"]+"/,
      '"edition":"2024-01-01.1"',
    ],
    ['a dump of an edition that is not there', 'dumps/2025.jsonl', /"edition":"[^"]+"/, '"edition":"2024-01-01.1"'],
    ['a line that is not JSON', 'papers/2025/2025-01-01.jsonl', /^\{/, '['],
  ])('%s', async (_, name, pattern, by) => {
    rewrite(name, (text) => {
      expect(text).toMatch(pattern);
      return text.replace(pattern, by);
    });
    expect(await outcome()).toEqual(corrupt);
  });
});

describe('something else in the place of a file', () => {
  const names = ['manifest.json', 'clock.json', 'papers/2025/2025-01-01.jsonl', '.journal.json'];
  test.each(names)('a folder for %s', async (name) => {
    rmSync(at(name), { force: true });
    mkdirSync(at(name));
    expect(await outcome()).toEqual(corrupt);
  });
  test.skipIf(process.platform === 'win32').each(names)('a loop of links for %s', async (name) => {
    rmSync(at(name), { force: true });
    symlinkSync(at(name), at(name));
    expect(await outcome()).toEqual(corrupt);
  });
  test('a file for the folder of papers', async () => {
    rmSync(at('papers'), { recursive: true });
    writeFileSync(at('papers'), '');
    expect(await outcome()).toEqual(corrupt);
  });
  test('a folder for the ledger', async () => {
    mkdirSync(at('ledger.jsonl'));
    await expect(storeAt(folder).ledger.read()).rejects.toMatchObject({ exitCode: 5 });
  });
});

describe('a journal', () => {
  const write = (steps: unknown) =>
    writeFileSync(at('.journal.json'), JSON.stringify({ sum: checksum(JSON.stringify(steps)), steps }));
  test('may name files that the manifest does not name yet or any more', async () => {
    write([{ path: 'papers/2024/2024-12-01.jsonl', staged: null, sha256: null }]);
    mkdirSync(at('papers/2024'));
    writeFileSync(at('papers/2024/2024-12-01.jsonl'), '');
    expect(await outcome()).toBe('2 papers');
  });
  test.each([
    { path: '../../etc.jsonl', staged: null, sha256: null },
    { path: 'clock.json', staged: '../../../etc/passwd', sha256: checksum('') },
  ])('cannot name files outside: %o', async (step) => {
    write([step]);
    expect(await outcome()).toEqual(corrupt);
  });
});
