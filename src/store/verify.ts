import { UserError } from '../diagnostic/index.ts';
import type { Archive, Diagnostic } from '../model/index.ts';
import { FileState } from './state.ts';
import type { KeysOf, LedgerMark } from './store.ts';

/** What a look at every part of a state found. */
export interface Verification {
  /** `null` when there is no state, or none that can be read. */
  archive: Archive | null;
  files: number;
  /** Errors: the state is damaged. Warnings: the index is, which costs time and nothing else. */
  diagnostics: Diagnostic[];
  /** How the ledger was when the state was written. */
  ledger: LedgerMark | null;
}

/** Checks every file of a state against the manifest, every reference, and the index against the papers. Changes nothing. */
export function verifyState(folder: string, options: { cache: string | null; keysOf: KeysOf }): Verification {
  try {
    const state = FileState.open(folder, { ...options, whole: true });
    if (state === null) return { archive: null, files: 0, diagnostics: [], ledger: null };
    const archive = state.archive();
    return {
      archive,
      files: Object.keys(state.files).length + 1,
      diagnostics: state.checkIndex(archive),
      ledger: state.ledger,
    };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { archive: null, files: 0, diagnostics: [...error.diagnostics], ledger: null };
  }
}
