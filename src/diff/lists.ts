import type { Day, DumpRecord, Listing, PaperRecord } from '../model/index.ts';
import { addDays } from './days.ts';

/** What is known of a list besides its papers. */
export interface ListFacts {
  sha256: string;
  date: Day;
  format: string;
  listing: Listing;
  /** As many as it prints. */
  papers: number;
}

/** How far back lists are looked at to know how long one should be. */
const lookBack = 42;
/** Fewer lists than these tell nothing of the usual length. */
const fewestLists = 3;

/**
 * Why a daily list cannot be whole, in words, or `null`. Another dump of the day has more, or the lists of the last weeks
 * are far longer. Only daily lists are judged: nothing is known of how many papers a search should find. It follows from
 * the dumps alone, so that nothing depends on which came first.
 * @param others the dumps of that day and the weeks before.
 */
export function partialReason(list: ListFacts, others: readonly DumpRecord[]): string | null {
  if (list.listing !== 'daily' || list.papers === 0) return null;
  const daily = others.filter((dump) => dump.listing === 'daily' && dump.sha256 !== list.sha256 && dump.papers > 0);
  for (const { date, format, papers } of daily.toSorted((a, b) => b.papers - a.papers)) {
    if (date !== list.date) continue;
    // Formats print more than the day's own list, the day before for instance: across formats only much less counts.
    const shrank = format === list.format ? list.papers < papers * 0.9 : list.papers * 3 < papers;
    if (shrank) return `${list.papers} papers, where another dump of ${date} lists ${papers}`;
  }
  const lengths = new Map<Day, number>();
  for (const { date, papers } of daily) {
    if (date < list.date && date >= addDays(list.date, -lookBack))
      lengths.set(date, Math.max(papers, lengths.get(date) ?? 0));
  }
  const usual = [...lengths.values()].sort((a, b) => a - b)[lengths.size >> 1];
  if (usual === undefined || lengths.size < fewestLists || list.papers * 4 >= usual) return null;
  return `${list.papers} papers, where the lists of the weeks before have about ${usual}`;
}

/** The first day whose dumps {@link partialReason} looks at. */
export function lookBackFrom(date: Day): Day {
  return addDays(date, -lookBack);
}

/**
 * Since when a paper had been away from the daily list when it came back on `date`; `null` when it had not been. It was
 * away when a whole daily list of a day in between lacks it; a day of which nothing is known proves nothing.
 * @param record with its sightings before this dump.
 * @param between gives the dumps of a span of days.
 */
export function awaySince(
  { sightings }: PaperRecord,
  date: Day,
  between: (from: Day, to: Day) => readonly DumpRecord[],
): Day | null {
  const last = lastDaily(sightings, date, between);
  if (last === null || last === date) return null;
  // Whether a list is whole, the weeks before it tell.
  const dumps = between(lookBackFrom(last), date);
  const missed = dumps.some(
    (dump) =>
      dump.listing === 'daily' &&
      dump.date > last &&
      dump.date < date &&
      dump.papers > 0 &&
      partialReason(dump, dumps) === null,
  );
  return missed ? last : null;
}

/** The last day up to `date` whose daily list has the paper. */
function lastDaily(
  sightings: PaperRecord['sightings'],
  date: Day,
  between: (from: Day, to: Day) => readonly DumpRecord[],
): Day | null {
  for (const { dump, date: day } of sightings.toReversed()) {
    if (day > date) continue;
    if (between(day, day).some(({ sha256, listing }) => listing === 'daily' && sha256.startsWith(dump))) return day;
  }
  return null;
}

/**
 * The day of the newest older daily list when a list shows papers of that one and nothing else, or `null`: the page has not
 * moved on.
 * @param before the records of the list's papers as they were before it, `null` for new ones.
 * @param others the dumps of the day and the weeks before.
 */
export function repeatedDay(
  date: Day,
  before: readonly (PaperRecord | null)[],
  others: readonly DumpRecord[],
): Day | null {
  const older = others.filter(
    (dump) => dump.listing === 'daily' && dump.date < date && dump.papers > 0 && partialReason(dump, others) === null,
  );
  const last = older.reduce((latest, dump) => (dump.date > latest ? dump.date : latest), '');
  if (last === '' || before.length === 0 || before.includes(null)) return null;
  const ids = new Set(older.flatMap((dump) => (dump.date === last ? [dump.sha256.slice(0, 12)] : [])));
  const repeated = before.filter((record) => record!.sightings.some(({ dump }) => ids.has(dump))).length;
  return repeated >= before.length * 0.9 ? last : null;
}
