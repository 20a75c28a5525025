import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { UserError } from '../../src/diagnostic/index.ts';
import type { Archive } from '../../src/model/index.ts';
import { recordKeys } from '../../src/pipeline/archive.ts';
import type { Disk } from '../../src/store/disk.ts';
import { fileStore } from '../../src/store/files.ts';
import { checksum } from '../../src/store/manifest.ts';
import type { StateUpdate, Store } from '../../src/store/store.ts';
import { dumpOf, paperOf, TestArchive } from '../diff/paper.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A new folder for a state, removed when the tests of the file are done. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-store-'));
  folders.push(folder);
  return folder;
}

/** The store of a folder, with the index beside it. */
export const storeAt = (folder: string, disk?: Disk): Store =>
  fileStore(join(folder, 'state'), { cache: join(folder, 'cache'), keysOf: recordKeys, ...(disk && { disk }) });

export const ledgerMark = { records: 0, sha256: checksum('') };

/** What a run that takes one dump of one paper a month changes. */
export function updateOf(...titles: string[]): StateUpdate {
  const view = new TestArchive();
  for (const [index, title] of titles.entries()) {
    view.take(dumpOf(`2025-${String(index + 1).padStart(2, '0')}-01`, paperOf(title)));
  }
  return { archive: view.update(), cursors: { ada: { since: 1, granted: [], backfill: 0 } }, ledger: ledgerMark };
}

/** The whole archive in a folder. */
export async function archiveIn(folder: string): Promise<Archive | null> {
  return (await storeAt(folder).open({ whole: true }))?.archive() ?? null;
}

/** How many papers there are, or how reading them was refused. */
export const outcomeIn = (folder: string): Promise<unknown> =>
  archiveIn(folder).then(
    (archive) => `${archive?.papers.length ?? 'no'} papers`,
    (error: unknown) =>
      error instanceof UserError ? [error.diagnostics[0]?.code, error.exitCode] : `not a UserError: ${error}`,
  );

/** The files of the state in a folder, sorted. */
export const stateFiles = (folder: string): string[] =>
  (readdirSync(join(folder, 'state'), { recursive: true }) as string[]).filter((name) => /\.jsonl?$/.test(name)).sort();
