import { replay } from '../deliver/ledger.ts';
import { UserError } from '../diagnostic/index.ts';
import type { Archive, Diagnostic } from '../model/index.ts';
import type { LedgerLog, LedgerMark } from '../store/store.ts';
import { checkLedger, markOf } from './guard.ts';

// What commands that look at an archive, or mend it, need of the stages.

export { recordKeys } from '../diff/keys.ts';
export { crossings, historyOf, papersNamed } from './history.ts';
export { statsOf } from './stats.ts';

/** Whether the ledger and the archive belong together; see {@link checkLedger}. */
export async function verifyLedger(log: LedgerLog, archive: Archive, mark: LedgerMark): Promise<Diagnostic[]> {
  try {
    const text = await log.read();
    const ledger = replay(text, log.path);
    checkLedger(text, ledger, { archive, mark }, log.path);
    return ledger.diagnostics;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [...error.diagnostics];
  }
}

/** The mark of a ledger's first records, by default of all of them. */
export async function ledgerMarks(log: LedgerLog): Promise<(records?: number) => LedgerMark> {
  const text = await log.read();
  return (records) => markOf(text, records);
}
