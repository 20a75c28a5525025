import type { Change, Day, DumpRecord, PaperRecord, Publication, StatedField, UnsettledDump } from '../model/index.ts';
import { ownWord } from './fields.ts';
import { titleKey } from './identity.ts';
import type { IncomingDump } from './incoming.ts';
import { orderSightings, restate, settle, settleSignals } from './versions.ts';

/** A dump whose year is known better now. */
export interface Redating extends Pick<DumpRecord, 'sha256' | 'date' | 'dateBasis' | 'listing'> {
  /** For each paper of the {@link UnsettledDump} what the dump now says of its day; `null` when it says nothing. */
  published: readonly (Publication | null)[];
}

/**
 * A record after the date of one of its dumps was corrected: as if the dump had been taken in under the right date.
 * @param dump first 12 hex digits of the dump's checksum.
 */
export function redated(known: PaperRecord, dump: string, date: Day, published: Publication | null): PaperRecord {
  const sightings = known.sightings.map((sighting) => (sighting.dump === dump ? { ...sighting, date } : sighting));
  const record: PaperRecord = { ...known, sightings, variants: { ...known.variants } };
  orderSightings(record);
  const sighting = record.sightings.find((each) => each.dump === dump);
  if (sighting !== undefined && published !== null) restate(record, 'published', ownWord(published), sighting);
  for (const field of Object.keys(record.variants) as StatedField[]) settle(record, field);
  settleSignals(record);
  return record;
}

/** What is to be remembered of a dump whose year is inferred, or `null`. */
export function unsettledOf(
  { sha256, undated, papers: stated }: IncomingDump,
  changes: readonly Change[],
  titleOf: (id: string) => string,
): UnsettledDump | null {
  if (undated === null) return null;
  const { header, everyYear, listing, printed } = undated;
  const papers = changes.map(({ paper: id }, index) => ({
    id,
    key: titleKey(titleOf(id)),
    printed: printed[index] ?? null,
    text: stated[index]?.publishedText ?? null,
  }));
  return { sha256, header, everyYear, listing, papers };
}

/** How many dumps whose year is inferred, and not merely assumed, stay open for correction. */
const mostOpen = 50;
/** How many in all. */
const mostUnsettled = 200;

/**
 * The unsettled dumps to remember: all whose year nothing supports, and the newest of the others, so that the list does
 * not grow for ever.
 */
export function keepUnsettled(
  dumps: readonly UnsettledDump[],
  recordOf: (sha256: string) => DumpRecord | null,
): UnsettledDump[] {
  const rows = dumps.map((dump) => {
    const record = recordOf(dump.sha256);
    return { dump, date: record?.date ?? '', assumed: record?.dateBasis === 'assumed' };
  });
  rows.sort((a, b) => (a.date === b.date ? (a.dump.sha256 < b.dump.sha256 ? 1 : -1) : a.date < b.date ? 1 : -1));
  const inferred = rows.filter(({ assumed }) => !assumed).slice(0, mostOpen);
  return rows
    .filter((row) => row.assumed || inferred.includes(row))
    .slice(0, mostUnsettled)
    .map(({ dump }) => dump)
    .sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
}
