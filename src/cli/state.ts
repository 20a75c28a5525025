import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { recordKeys } from '../pipeline/archive.ts';
import { fileStore } from '../store/files.ts';
import type { Store } from '../store/store.ts';

/** The folder of the state: the one given, or `state` in it when that is an output folder. */
export function stateFolder(folder: string): string {
  const inner = join(folder, 'state');
  return existsSync(join(inner, 'manifest.json')) ? inner : folder;
}

/**
 * The store in a state folder, or in the output folder around it. Its index lies beside the state, in `cache`, where the
 * state is called so; elsewhere none is kept.
 */
export function storeOf(folder: string): Store {
  const state = stateFolder(folder);
  const cache = basename(state) === 'state' ? join(dirname(state), 'cache') : null;
  return fileStore(state, { cache, keysOf: recordKeys });
}
