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
  const { openArchive, storeOf } = await import('./state.ts');
  const state = await openArchive(folder);
  const { ledger } = storeOf(folder);
  return { archive: state.archive(), cursors: state.cursors, ledger: { path: ledger.path, text: await ledger.read() } };
}
