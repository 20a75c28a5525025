import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { diagnostic, UserError } from '../diagnostic/index.ts';
import type { Archive } from '../model/index.ts';
import type { Cursor } from '../store/store.ts';

/** What commands that only look read of the state. */
export interface ReadState {
  archive: Archive;
  /** By subscription id. */
  cursors: Record<string, Cursor>;
  ledger: { path: string; text: string };
}

/**
 * The state of a folder, or of the output folder around it; read only. The one place where commands that only look open the
 * archive.
 * @throws UserError (exit 5) when there is none, or it is damaged: it is never taken as empty.
 */
export async function readState(folder: string): Promise<ReadState> {
  const { fileStore } = await import('../store/files.ts');
  const inner = join(folder, 'state');
  const store = fileStore(existsSync(join(inner, 'manifest.json')) ? inner : folder);
  const state = await store.read();
  if (state === null) {
    const hint = 'paperboy run makes one; --state names another folder';
    throw new UserError([diagnostic('state-missing', { message: 'there is no archive here', file: folder, hint })], 5);
  }
  const { archive, cursors } = state;
  return { archive, cursors, ledger: { path: store.ledger.path, text: await store.ledger.read() } };
}
