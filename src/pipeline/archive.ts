import { Ledger, replay } from '../deliver/ledger.ts';
import { parseRecord } from '../deliver/ledger-records.ts';
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

/** What a repair must know of the ledger. */
export interface LedgerFacts {
  /** The mark of the first records, by default of all of them. */
  ledgerMark: (records?: number) => LedgerMark;
  told: Told;
  /** What can be saved of a ledger that cannot be read as it is; `null` when it can. */
  salvaged: string | null;
}

/** Reads a ledger for a repair: whole, or the records of it that still follow from each other. */
export async function ledgerFacts(log: LedgerLog): Promise<LedgerFacts> {
  const text = await log.read().catch(() => '');
  const salvaged = salvageLedger(text);
  const usable = salvaged ?? text;
  const papers = new Map<string, { revision: number; edition: string }>();
  const editions = new Set<string>();
  for (const { planned } of replay(usable, log.path).deliveries) {
    for (const edition of planned.editions) editions.add(edition);
    const edition = planned.editions.at(-1)!;
    for (const { paper, revision } of planned.items) {
      papers.set(paper, { edition, revision: Math.max(revision, papers.get(paper)?.revision ?? 0) });
    }
  }
  return { ledgerMark: (records) => markOf(usable, records), told: { papers, editions }, salvaged };
}

/** The lines of a ledger that can be read and follow from those before them; `null` when that is all of them. */
function salvageLedger(text: string): string | null {
  const lines = text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .slice(0, -1);
  // Each record has a checksum of its own; whether it follows, only those before it tell.
  const kept: string[] = [];
  const ledger = new Ledger();
  for (const line of lines) {
    const record = parseRecord(line);
    if (record === null) continue;
    try {
      ledger.apply(record);
      kept.push(line);
    } catch {
      // It speaks of a record that is lost.
    }
  }
  return kept.length === lines.length ? null : kept.map((line) => `${line}\n`).join('');
}
