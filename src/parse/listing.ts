import type { Day, Listing } from '../model/index.ts';
import { addDays } from './printed-date.ts';

/** Days between a paper's publication and a daily list that shows it; almost all are listed within a week. */
const freshness = 60;

/**
 * Daily lists and search results are printed alike, but a daily list holds recent papers and a search papers of all years.
 * @param date of the dump.
 * @param published the publication day of each paper, from whatever source, `null` where nobody knows it. With fewer
 *   than three known the question stays open.
 */
export function guessListing(date: Day, published: readonly (Day | null)[]): Listing {
  const days = published.filter((day) => day !== null);
  if (days.length < Math.min(3, published.length) || days.length === 0) return 'unknown';
  const recent = days.filter((day) => day >= addDays(date, -freshness)).length;
  return recent >= days.length * 0.6 ? 'daily' : 'search';
}
