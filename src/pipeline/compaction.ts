import { compact } from '../deliver/compact.ts';
import { intactLength, type Ledger, type PlannedRecord } from '../deliver/ledger.ts';
import type { Day } from '../model/index.ts';
import type { Effects } from './effects.ts';
import { markOf } from './guard.ts';

/** Deliveries that ended are kept in full for so many days. */
const keepDays = 90;

/**
 * Those that were sent are kept for the first of these that fits into so many bytes. A ledger of many subscribers would
 * otherwise grow, in weeks, beyond what can be pushed to git or read at all.
 */
const keepSent = { days: [keepDays, 60, 30, 14, 7, 4], bytes: 1 << 24 };

/** A ledger smaller than this is left as it is: a rewritten file is a large change in git. */
const worthwhile = 1 << 20;

/**
 * Makes a large ledger smaller, when at least half of its deliveries can be reduced. It is replaced whole or not at all; its first line names
 * the ledger that the archive was written with, so that a kill before the archive is written anew leaves both valid.
 * @param force `true`: also when it is small, and whatever it saves.
 * @returns bytes saved.
 */
export async function compactLedger(
  ledger: Ledger,
  { store, clock }: Pick<Effects, 'store' | 'clock'>,
  force = false,
): Promise<number> {
  const at = clock();
  const ago = (days: number): Day => new Date(Date.parse(at) - days * 86_400_000).toISOString().slice(0, 10);
  const before = ago(keepDays);
  const whole = ledger.deliveries.filter(({ compacted }) => !compacted);
  const fits = (days: number): boolean =>
    whole.reduce((sum, { planned }) => sum + (planned.day < ago(days) ? 0 : sizeOf(planned)), 0) <= keepSent.bytes;
  const sentBefore = ago(keepSent.days.find(fits) ?? keepSent.days.at(-1)!);
  const old = whole.filter(
    ({ state, ended, planned }) => ended && planned.day < (state === 'sent' ? sentBefore : before),
  );
  if (!force && old.length * 2 < whole.length) return 0;
  const text = await store.ledger.read();
  if (!force && text.length < worthwhile) return 0;
  const state = await store.open({ whole: false });
  if (state === null) return 0;
  const { records, sha256 } = state.ledger;
  // Never over a ledger that is not the archive's.
  if (markOf(text, records).sha256 !== sha256 && !isHeir(ledger, state.ledger)) return 0;
  const smaller = compact(text, ledger, { before, sentBefore, at, mark: { records, sha256 } });
  if (smaller === null) return 0;
  const saved = intactLength(text) - smaller.length;
  await store.ledger.replace(smaller);
  return saved;
}

/** About so many bytes stand in the log for a digest: its papers with their matches, and three records of what became of it. */
const sizeOf = ({ items }: PlannedRecord): number => 900 + 400 * items.length;

/** Whether a ledger is the compacted form of the one that the mark is of. */
export const isHeir = (
  { compacted }: Pick<Ledger, 'compacted'>,
  mark: { records: number; sha256: string } | null,
): boolean =>
  compacted !== null && mark !== null && compacted.records === mark.records && compacted.sha256 === mark.sha256;
