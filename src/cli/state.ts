import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { diagnostic, UserError } from '../diagnostic/index.ts';
import { recordKeys } from '../pipeline/archive.ts';
import { fileStore } from '../store/files.ts';
import type { State, Store } from '../store/store.ts';

/** The folder of the state: the one given, or `state` in it when that is an output folder. */
export function stateFolder(folder: string): string {
  const inner = join(folder, 'state');
  return existsSync(inner) ? inner : folder;
}

/** Where the index of a state is kept: beside it, where it is called `state` as in an output folder; else nowhere. */
export const cacheOf = (state: string): string | null =>
  basename(state) === 'state' ? join(dirname(state), 'cache') : null;

/** The store in a state folder, or in the output folder around it. */
export function storeOf(folder: string): Store {
  const state = stateFolder(folder);
  return fileStore(state, { cache: cacheOf(state), keysOf: recordKeys });
}

/** The archive in a state folder, or in the output folder around it; read only. @throws UserError (exit 5) when there is none. */
export async function openArchive(folder: string): Promise<State> {
  const state = await storeOf(folder).open({ whole: false });
  // Never taken as empty: then every paper would look new.
  if (state === null)
    throw new UserError(
      [
        diagnostic('state-missing', {
          message: 'there is no archive here',
          file: folder,
          hint: 'paperboy run makes one; another folder can be named with an option',
        }),
      ],
      5,
    );
  return state;
}

/** The lock of a state, for a command that writes it. */
export async function lockFor(state: string): Promise<() => Promise<void>> {
  const { takeLock } = await import('../store/lock.ts');
  return takeLock(state);
}
