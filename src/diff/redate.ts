import type {
  Change,
  Day,
  DumpRecord,
  PaperRecord,
  PublishedBasis,
  StatedField,
  UnsettledDump,
} from '../model/index.ts';
import { addDays } from './days.ts';
import { titleKey } from './identity.ts';
import type { IncomingDump } from './incoming.ts';
import { orderSightings, restate, settle, settleSignals } from './versions.ts';

/** The year of a dump, corrected. */
export interface Redating {
  sha256: string;
  date: Day;
  /** What the bare dates in it are worth now. */
  basis: PublishedBasis;
}

/**
 * A record after the date of one of its dumps was corrected: as if the dump had been taken in under the right date.
 * @param dump first 12 hex digits of the dump's checksum.
 * @param printed the paper's date as that dump prints it, see {@link UnsettledDump}.
 */
export function redated(
  known: PaperRecord,
  dump: string,
  printed: string | null,
  { date, basis }: Redating,
): PaperRecord {
  const sightings = known.sightings.map((sighting) => (sighting.dump === dump ? { ...sighting, date } : sighting));
  const record: PaperRecord = { ...known, sightings, variants: { ...known.variants } };
  orderSightings(record);
  const sighting = record.sightings.find((each) => each.dump === dump);
  // A date with its year says the same whenever the dump was made.
  if (sighting !== undefined && printed?.length === 5) {
    const day = dayIn(printed, date);
    const sameYear = day.slice(0, 4) === date.slice(0, 4);
    const value = { day, basis: sameYear ? basis : ('assumed' as const), text: textOf(printed) };
    restate(record, 'published', value, sighting);
  }
  for (const field of Object.keys(record.variants) as StatedField[]) settle(record, field);
  settleSignals(record);
  return record;
}

/** The day of a bare date in a dump of `date`: of its year, or of the year before when it would lie after the dump. */
function dayIn(printed: string, date: Day): Day {
  const year = Number(date.slice(0, 4));
  const day = `${year}-${printed}`;
  const real = Number.isNaN(Date.parse(day)) || new Date(day).getUTCMonth() !== Number(printed.slice(0, 2)) - 1;
  const same = real ? `${year}-02-28` : day;
  return same <= addDays(date, 1) ? same : `${year - 1}-${printed === '02-29' ? '02-28' : printed}`;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A bare date as the site prints it. */
const textOf = (printed: string): string => `${months[Number(printed.slice(0, 2)) - 1]} ${Number(printed.slice(3))}`;

/** What is to be remembered of a dump whose year is inferred, or `null`. */
export function unsettledOf(
  { sha256, undated }: IncomingDump,
  changes: readonly Change[],
  titleOf: (id: string) => string,
): UnsettledDump | null {
  if (undated === null) return null;
  const { header, everyYear, printed } = undated;
  const papers = changes.map(({ paper: id }, index) => ({
    id,
    key: titleKey(titleOf(id)),
    printed: printed[index] ?? null,
  }));
  return { sha256, header, everyYear, papers };
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
