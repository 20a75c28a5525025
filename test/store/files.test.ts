import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UserError } from '../../src/diagnostic/index.ts';
import { ArchiveView } from '../../src/diff/diff.ts';
import { checksum } from '../../src/store/codec.ts';
import { fileStore } from '../../src/store/files.ts';
import { takeLock } from '../../src/store/lock.ts';
import type { State } from '../../src/store/store.ts';
import { dumpOf, paperOf } from '../diff/paper.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paperboy-store-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function stateOf(...titles: string[]): State {
  const view = new ArchiveView({ papers: [], dumps: [], editions: [] });
  for (const [index, title] of titles.entries()) view.take(dumpOf(`2025-0${index + 1}-01`, paperOf(title)));
  return {
    archive: view.toArchive(),
    cursors: { ada: { since: 1, granted: [], backfill: 0 } },
    ledger: { records: 0, sha256: checksum('') },
  };
}

const files = () =>
  (readdirSync(folder, { recursive: true }) as string[]).filter((name) => /\.jsonl?$/.test(name)).sort();
const refusal = async () => {
  const error = await fileStore(folder)
    .read()
    .then(
      () => null,
      (reason: unknown) => reason,
    );
  expect(error).toBeInstanceOf(UserError);
  return { code: (error as UserError).diagnostics[0]?.code, exit: (error as UserError).exitCode };
};

describe('state files', () => {
  test('what was written is read back; writing it again changes nothing', async () => {
    const store = fileStore(folder);
    expect(await store.read()).toBeNull();
    const state = stateOf('One', 'Two');
    expect(await store.commit(state)).not.toEqual([]);
    expect(files()).toEqual([
      'dumps.jsonl',
      'editions/2025-01.jsonl',
      'editions/2025-02.jsonl',
      'manifest.json',
      'papers/2025-01.jsonl',
      'papers/2025-02.jsonl',
      'subscriptions.json',
    ]);
    expect(await store.read()).toEqual(state);
    expect(await store.commit((await store.read())!)).toEqual([]);
  });

  test('a shard that is no longer needed is removed', async () => {
    const store = fileStore(folder);
    await store.commit(stateOf('One', 'Two'));
    const smaller = stateOf('One');
    await store.commit(smaller);
    expect(files()).not.toContain('papers/2025-02.jsonl');
    expect(await store.read()).toEqual(smaller);
  });

  test('a commit killed after its journal was in place is read through, and finished by the next', async () => {
    const store = fileStore(folder);
    await store.commit(stateOf('One'));
    const before = new Map(files().map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
    const wanted = stateOf('One', 'Two');
    await store.commit(wanted);
    const after = files().map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const);
    // Put the old files back, as if the process had died right after the rename of the journal.
    rmSync(folder, { recursive: true });
    const old = fileStore(folder);
    await old.commit(stateOf('One'));
    for (const [name, text] of before) writeFileSync(join(folder, name), text);
    writeFileSync(
      join(folder, '.journal.json'),
      JSON.stringify({ sum: checksum(JSON.stringify(after)), files: after }),
    );
    expect(await old.read()).toEqual(wanted);
    expect(readFileSync(join(folder, 'manifest.json'), 'utf8')).toBe(before.get('manifest.json'));
    await old.commit(wanted);
    expect(existsSync(join(folder, '.journal.json'))).toBe(false);
    expect(await old.read()).toEqual(wanted);
  });
});

describe('fails closed', () => {
  test('every file: emptied, deleted, edited, cut', async () => {
    await fileStore(folder).commit(stateOf('One', 'Two'));
    for (const name of files()) {
      const path = join(folder, name);
      const whole = readFileSync(path, 'utf8');
      for (const damage of ['', whole.slice(0, -9), whole.replace('2025', '2026'), null]) {
        if (damage === null) rmSync(path);
        else if (damage === whole) continue;
        else writeFileSync(path, damage);
        expect([name, damage?.length ?? -1, await refusal()]).toEqual([
          name,
          damage?.length ?? -1,
          { code: expect.stringMatching(/^state-(corrupt|missing)$/), exit: 5 },
        ]);
      }
      writeFileSync(path, whole);
    }
    expect((await fileStore(folder).read())?.archive.papers).toHaveLength(2);
  });

  test('a manifest cannot name files outside', async () => {
    await fileStore(folder).commit(stateOf('One'));
    const path = join(folder, 'manifest.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('dumps.jsonl', '../../etc.jsonl'));
    expect(await refusal()).toEqual({ code: 'state-corrupt', exit: 5 });
  });
});

describe('ledger file', () => {
  test('appends lines, and heals a torn one', async () => {
    const { ledger } = fileStore(folder);
    expect(await ledger.read()).toBe('');
    await Promise.all([ledger.append('one'), ledger.append('two')]);
    appendFileSync(join(folder, 'ledger.jsonl'), 'thr');
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
