import type { Day, Instant } from '../model/index.ts';
import type { Delivery, Ledger } from './ledger.ts';
import { formatRecord, intactLength, parseRecord } from './ledger-records.ts';
import type { ToldRecord } from './ledger-types.ts';

/** How the ledger to be compacted looked to the archive, and how far back it is kept in full. */
export interface Compaction {
  /** Deliveries that ended and were due before this day are reduced to what they told. */
  before: Day;
  /** The same of those that were sent; absent: as the others. Of what was refused or given up more may be wanted. */
  sentBefore?: Day;
  at: Instant;
  /** The mark of the ledger that the archive holds now. */
  mark: { records: number; sha256: string };
}

/**
 * A smaller ledger that says the same: of each delivery that ended long ago one line is left, with everything that keeps
 * it from being told again; what is open or recent stays line by line, and so do the suppressions in force. Its first
 * line names the ledger it replaces.
 * @param text the whole ledger.
 * @param ledger the same, replayed.
 * @returns the new text, or `null` when nothing could go.
 */
export function compact(
  text: string,
  ledger: Ledger,
  { before, sentBefore = before, at, mark }: Compaction,
): string | null {
  const old = new Set(
    ledger.deliveries
      .filter(({ state, compacted, ended, planned }) => {
        return ended && !compacted && planned.day < (state === 'sent' ? sentBefore : before);
      })
      .map(({ planned }) => planned.key),
  );
  const { active, lifted } = ledger.suppressions;
  // One that was lifted lately still says which refusals count no more.
  const kept = [...active, ...lifted.filter((record) => record.at >= before)];
  const suppressed = new Set(kept.map((record) => formatRecord(record)));
  const lines: string[] = [];
  let gone = 0;
  for (const line of text.slice(0, intactLength(text)).split('\n').slice(0, -1)) {
    const record = parseRecord(line)!;
    if (record.type === 'compacted') continue;
    if ('subject' in record) {
      if (suppressed.delete(line)) lines.push(line);
      else gone++;
    } else if (!old.has(record.key)) lines.push(line);
    else if (record.type === 'planned') lines.push(formatRecord(toldRecord(ledger.get(record.key)!)));
    else gone++;
  }
  if (gone === 0) return null;
  const head = formatRecord({ type: 'compacted', at, ...mark });
  return `${[head, ...lines].join('\n')}\n`;
}

function toldRecord({ planned, state, doubted, attempts, at }: Delivery): ToldRecord {
  const { key, subscription, channel, digest, day, date, editions, items, extra } = planned;
  return {
    type: 'told',
    ...{ key, subscription, channel, digest, day, date, editions, doubted, attempts, at },
    state: state as ToldRecord['state'],
    items: items.map(({ paper, revision, kind }) => [paper, revision, kind]),
    ...(extra === true ? { extra } : {}),
  };
}
