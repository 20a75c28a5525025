import type { Day, Listing } from '../../model/index.ts';
import { addDays } from '../printed-date.ts';
import type { RowResult } from './row.ts';

/** What the rows of a list tell about it when it says nothing itself. */
export function listingOf(rows: readonly RowResult[]): { listing: Listing; listed: Day | null } {
  const days = listingDays(rows);
  const listing = days.length > 0 ? ofDays(days) : ofPublications(rows);
  // The newest submission among the results of a search is not the day of the search.
  return { listing, listed: listing === 'search' ? null : (days.at(-1) ?? null) };
}

/**
 * The days on which the rows were put on the daily list, ascending. Rows of before June 2025 lack `submittedOnDailyAt`;
 * until March 2025 the outer `publishedAt` was the listing day instead.
 */
function listingDays(rows: readonly RowResult[]): Day[] {
  const submitted = rows.flatMap((row) => row.submitted ?? []);
  return (submitted.length > 0 ? submitted : rows.flatMap((row) => row.outer ?? [])).sort();
}

/**
 * A daily list is of one day; on a weekend it still holds Friday's papers, so two days may make up most of it. A week and a
 * month are spread over as many days, and a search over years.
 */
function ofDays(days: readonly Day[]): Listing {
  const [first, last] = [days[0]!, days.at(-1)!];
  const counts = new Map<Day, number>();
  for (const day of days) counts.set(day, (counts.get(day) ?? 0) + 1);
  const [most = 0, second = 0] = [...counts.values()].sort((a, b) => b - a);
  if (first >= addDays(last, -3) || most + second >= days.length * 0.8) {
    return days.length < 4 && first < addDays(last, -31) ? 'search' : 'daily';
  }
  if (first >= addDays(last, -6)) return 'week';
  return first >= addDays(last, -30) ? 'month' : 'search';
}

/** Without listing days: almost all papers of a daily list are of the last weeks, a search finds papers of years. */
function ofPublications(rows: readonly RowResult[]): Listing {
  const days = rows.flatMap((row) => row.paper?.publishedText ?? []).sort();
  const recent = days.filter((day) => day >= addDays(days.at(-1)!, -60)).length;
  return recent >= days.length * 0.6 ? 'daily' : 'search';
}
