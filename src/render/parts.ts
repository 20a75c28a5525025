import type { Day } from '../model/index.ts';
import type { Collection, CollectionItem, DatedRoundUp, Part } from './output.ts';
import { earliest, validDate } from './paper.ts';
import { periodsOf, type Unit } from './periods.ts';

/** The live feed has so many of the newest papers at least. */
const leastPapers = 50;
/** Or so many round-ups, each of which shows dozens of papers. */
const leastRoundUps = 8;

/** By what the items of a feed are put into archive pages: a year of papers of everything is too much for one, and a month of weeks not. */
const units: Record<Collection['kind'], Unit> = {
  all: 'day',
  topic: 'week',
  query: 'week',
  subscriber: 'week',
  edition: 'day',
  weeks: 'month',
  months: 'year',
  week: 'month',
  month: 'year',
};

/**
 * Splits a collection into the documents of its feed (RFC 5005, section 4). The live feed has the newest
 * {@link leastPapers} papers or {@link leastRoundUps} round-ups at least, and all of the newest period; every older period that is not wholly in it has an archive page with
 * all its items, so that nothing is ever dropped, and a page changes only with its period, and its links with the
 * neighbours'.
 * @returns the live feed first, then archive pages, newest first.
 */
export function partsOf(collection: Collection): Collection[] {
  const { roundUps } = collection;
  if (roundUps !== undefined) {
    return split(
      collection,
      roundUps,
      ({ from }) => from,
      (part) => ({ roundUps: part }),
    );
  }
  return split(collection, collection.items, dayOf, (part) => ({ items: part }));
}

/** The folder of an archive page, below the collection's. */
export const archivePath = (collection: string, period: string): string => `${collection}/archive/${period}`;

function split<T extends CollectionItem | DatedRoundUp>(
  collection: Collection,
  items: readonly T[],
  day: (item: T) => Day,
  holding: (items: readonly T[]) => Partial<Collection>,
): Collection[] {
  const periodOf = periodsOf(units[collection.kind]);
  const periods = new Map<string, { items: T[]; last: number }>();
  for (const [index, item] of items.entries()) {
    const { id } = periodOf(day(item));
    const period = periods.get(id);
    if (period === undefined) periods.set(id, { items: [item], last: index });
    else {
      period.items.push(item);
      period.last = index;
    }
  }
  const newest = periods.values().next().value;
  const least = collection.roundUps === undefined ? leastPapers : leastRoundUps;
  const live = Math.max(least, newest === undefined ? 0 : newest.last + 1);
  const archived = [...periods]
    .filter(([, { last }]) => last >= live)
    .map(([id]) => id)
    .sort((a, b) => (a < b ? 1 : -1));
  const part = (archive: string | null, older: number): Part => ({
    archive,
    older: archived[older] ?? null,
    newer: archived[older - 2] ?? null,
  });
  return [
    { ...collection, ...holding(items.slice(0, live)), part: part(null, 0) },
    ...archived.map((id, index) => ({
      ...collection,
      ...holding(periods.get(id)!.items),
      part: part(id, index + 1),
    })),
  ];
}

/** The day of an item's instant. What a damaged record has instead of one comes last, as in the feed itself. */
function dayOf({ paper: { instant, firstSeen } }: CollectionItem): Day {
  if (/^(?:199\d|[2-9]\d{3})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T/.test(instant)) return instant;
  return (validDate(firstSeen) ?? earliest).toISOString();
}
