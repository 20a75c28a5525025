import { createHash } from 'node:crypto';
import { intactLength, type Ledger } from '../deliver/ledger.ts';
import { diagnostic, UserError } from '../diagnostic/index.ts';
import type { Archive, Diagnostic } from '../model/index.ts';
import type { LedgerMark } from '../store/store.ts';
import { isHeir } from './compaction.ts';
import type { Effects } from './effects.ts';

/**
 * The mark of the first `records` lines of a ledger, by default of all whole ones. A last line that is torn does not
 * count: it is cut off with the next append.
 */
export function markOf(text: string, records = Number.POSITIVE_INFINITY): LedgerMark {
  const whole = intactLength(text);
  let end = 0;
  let found = 0;
  for (; found < records && end < whole; found++) end = text.indexOf('\n', end) + 1;
  return { records: found, sha256: createHash('sha256').update(text.slice(0, end)).digest('hex') };
}

/**
 * Holds the ledger and the archive against each other, before anything is begun: the ledger must begin with the lines
 * it had when the archive was written, and the archive must have what the ledger says was planned. Either one restored
 * from another day, or from another installation, would mail again or mail nothing.
 * @param text the whole ledger.
 * @param ledger the same, replayed.
 * @param state the archive, and its mark of the ledger; `null` when there is no archive yet.
 * @throws UserError (exit 5).
 */
export function checkLedger(
  text: string,
  ledger: Ledger,
  { archive, mark }: { archive: Archive; mark: LedgerMark | null },
  file: string,
): void {
  const expected = mark ?? { records: 0, sha256: markOf('').sha256 };
  // A compacted ledger names the one it replaces; the archive is written with the new one soon after.
  const heir = isHeir(ledger, mark);
  const actual = heir ? expected : markOf(text, expected.records);
  if (actual.records < expected.records) throw refusal(shorter(expected.records, actual.records, file));
  if (actual.sha256 !== expected.sha256) throw refusal(other(expected.records, file));
  const papers = new Map(archive.papers.map(({ id, revision }) => [id, revision]));
  const editions = new Set(archive.editions.map(({ id }) => id));
  for (const { planned } of ledger.deliveries) {
    // The archive is on disk before a digest of it is planned, and forgets nothing.
    const lacking =
      planned.editions.find((id) => !editions.has(id)) ??
      planned.items.find(({ paper, revision }) => (papers.get(paper) ?? 0) < revision)?.paper;
    if (lacking !== undefined) throw refusal(older(planned.digest, lacking, file));
  }
}

/**
 * No archive is right on a first run only. When an earlier run left its results beside where the archive should be, the
 * archive was lost. Sending is refused then, for everybody might be mailed again; a preview goes on, and says so.
 * `--require-state` refuses both, `--no-require-state` neither.
 * @throws UserError (exit 5).
 */
export async function guardFirstRun(
  { requireState, backfill, send }: { requireState: boolean | null; backfill: boolean; send: boolean },
  effects: Pick<Effects, 'leftovers'>,
): Promise<Diagnostic[]> {
  if (requireState === true) throw refusal(required());
  if (requireState === false || backfill || !(await effects.leftovers())) return [];
  if (send) throw refusal(lost('error'));
  return [lost('warning')];
}

const refusal = (problem: Diagnostic): UserError => new UserError([problem], 5);

const restore = 'restore it from git or a backup; nothing was changed and nobody was mailed';

const shorter = (expected: number, actual: number, file: string): Diagnostic =>
  diagnostic('state-missing', {
    message: 'the ledger of deliveries is shorter than it was, or gone',
    file,
    expected: `at least ${expected} records`,
    actual: `${actual} records`,
    hint: restore,
  });

const other = (records: number, file: string): Diagnostic =>
  diagnostic('ledger-corrupt', {
    message: `its first ${records} records are not those that the archive was written with`,
    file,
    hint: restore,
  });

const older = (digest: string, lacking: string, file: string): Diagnostic =>
  diagnostic('state-missing', {
    message: `the archive is older than the ledger: the planned digest ${digest} tells of ${lacking}, which it lacks`,
    file,
    hint: 'restore both from the same commit or backup; nothing was changed and nobody was mailed',
  });

const required = (): Diagnostic =>
  diagnostic('state-missing', {
    message: 'there is no archive, and --require-state was given',
    hint: 'restore the state folder, or leave --require-state out on a first run',
  });

const lost = (severity: 'error' | 'warning'): Diagnostic =>
  diagnostic('state-missing', {
    message: 'there is no archive, but the output folder holds feeds or mails of an earlier run',
    severity,
    hint: 'restore the state folder; or start afresh with --no-require-state; or take the dumps in without mailing anybody, with --backfill',
  });
