import { type PlannedRecord, replay } from '../deliver/ledger.ts';
import { UserError } from '../diagnostic/index.ts';
import type { Archive, Diagnostic } from '../model/index.ts';
import type { Told } from '../store/mend.ts';
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

/** What a repair must know of the ledger: its marks, and who was told of what. A ledger that cannot be read tells nothing. */
export async function ledgerFacts(
  log: LedgerLog,
): Promise<{ ledgerMark: (records?: number) => LedgerMark; told: Told }> {
  const text = await log.read().catch(() => '');
  const papers = new Map<string, { revision: number; edition: string }>();
  const editions = new Set<string>();
  for (const { planned } of deliveriesOf(text, log.path)) {
    for (const edition of planned.editions) editions.add(edition);
    const edition = planned.editions.at(-1)!;
    for (const { paper, revision } of planned.items) {
      papers.set(paper, { edition, revision: Math.max(revision, papers.get(paper)?.revision ?? 0) });
    }
  }
  return { ledgerMark: (records) => markOf(text, records), told: { papers, editions } };
}

function deliveriesOf(text: string, path: string): Iterable<{ planned: PlannedRecord }> {
  try {
    return replay(text, path).deliveries;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [];
  }
}
