import { describe, expect, test } from 'vitest';
import { updated } from '../../src/diff/source.ts';
import type { Archive } from '../../src/model/index.ts';
import { type Disk, disk } from '../../src/store/disk.ts';
import { dumpOf, paperOf, TestArchive } from '../diff/paper.ts';
import { archiveIn, ledgerMark, newFolder, storeAt, updateOf } from './place.ts';

const codes = ['ENOSPC', 'EIO', 'EACCES'];

/** The calls that change the archive; the ledger has its own tests. */
type Call = Exclude<keyof Disk, 'openLog'>;
const names: readonly Call[] = ['makeFolder', 'write', 'sync', 'rename', 'remove'];

/** A disk on which the call with a number fails; `half`: a write that fails has written some bytes before. */
function failing(at: number, code: string): { disk: Disk; calls: string[] } {
  const calls: string[] = [];
  const wrap =
    <K extends Call>(name: K): Disk[K] =>
    // biome-ignore lint/suspicious/noExplicitAny: one wrapper for calls of several forms.
    async (...args: any[]) => {
      calls.push(name);
      if (calls.length - 1 !== at) return (disk[name] as (...values: unknown[]) => Promise<void>)(...args);
      if (name === 'write') await disk.write(args[0], (args[1] as Uint8Array).subarray(0, args[1].length / 2));
      throw Object.assign(new Error(code), { code });
    };
  const wrapped = Object.fromEntries(names.map((name) => [name, wrap(name)])) as unknown as Pick<Disk, Call>;
  return { disk: { ...disk, ...wrapped }, calls };
}

/** An archive of one run, and the next run's changes. */
async function begun(): Promise<{
  folder: string;
  before: Archive;
  update: Parameters<ReturnType<typeof storeAt>['commit']>[0];
  after: Archive;
}> {
  const folder = newFolder();
  await storeAt(folder).commit(updateOf('One', 'Two'));
  const before = (await archiveIn(folder))!;
  const view = new TestArchive(before);
  view.take({ ...dumpOf('2025-02-01', paperOf('Two'), paperOf('Three')), sha256: 'e'.repeat(64) });
  const update = {
    archive: view.update(),
    cursors: { ada: { since: 1, granted: [], backfill: 0 } },
    ledger: ledgerMark,
  };
  return { folder, before, update, after: updated(before, update.archive) };
}

const sorted = ({ papers, ...rest }: Archive) => ({
  ...rest,
  papers: [...papers].sort((a, b) => (a.id < b.id ? -1 : 1)),
});

describe('a disk that fails', () => {
  test.each(codes)(
    '%s at every single call: the archive is the old or the new one, and a second try completes',
    async (code) => {
      const count = failing(-1, code);
      const { folder, update } = await begun();
      await storeAt(folder, count.disk).commit(update);
      // Positive control: the calls are really made through the disk that is handed in.
      expect(new Set(count.calls)).toEqual(new Set(['makeFolder', 'write', 'sync', 'rename', 'remove']));
      const seen = { old: 0, new: 0 };
      for (let at = 0; at < count.calls.length; at++) {
        const here = await begun();
        const broken = failing(at, code);
        const error = await storeAt(here.folder, broken.disk)
          .commit(here.update)
          .then(
            () => null,
            (reason: { exitCode?: number; diagnostics?: { code: string; message: string }[] }) => reason,
          );
        const place = `${at}: ${broken.calls[at]}`;
        expect([place, error?.exitCode, error?.diagnostics?.[0]?.code]).toEqual([place, 5, 'state-unwritable']);
        expect(error?.diagnostics?.[0]?.message).toContain(code);
        const found = sorted((await archiveIn(here.folder))!);
        const isNew = JSON.stringify(found) === JSON.stringify(sorted(here.after));
        if (!isNew) expect([place, found]).toEqual([place, sorted(here.before)]);
        seen[isNew ? 'new' : 'old']++;
        // The next run takes the dump in again, unless it finds it in the archive.
        if (!isNew) await storeAt(here.folder).commit(here.update);
        else
          await storeAt(here.folder).commit({
            ...here.update,
            archive: { papers: [], dumps: [], editions: [], clock: {}, unsettled: null },
          });
        expect([place, sorted((await archiveIn(here.folder))!)]).toEqual([place, sorted(here.after)]);
      }
      expect(seen.old).toBeGreaterThan(10);
      expect(seen.new).toBeGreaterThan(3);
    },
  );
});
