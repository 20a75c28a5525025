import { UTCDate } from '@date-fns/utc';
import { addDays, addMonths, formatISO } from 'date-fns';
import type { Day } from '../model/index.ts';

const numbers: Record<string, number> = { a: 1, an: 1, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6 };

/** Whoever pauses for longer than this has left. */
const mostDays = 366;

/**
 * The first day with mail again, by what follows `pause`: nothing (`null`, until told otherwise), "2 weeks", "for a
 * month", "10 days", "until 2026-12-24".
 * @returns `undefined` when it is none of these, in the past, or more than a year away.
 */
export function durationOf(text: string, today: Day): Day | null | undefined {
  const said = text
    .trim()
    .toLowerCase()
    .replace(/[.!]+$/, '')
    .replace(/^(?:for|mails?|me)\s+/, '');
  if (said === '' || said === 'please') return null;
  const now = new UTCDate(`${today}T00:00:00Z`);
  const day = (date: Date): Day => formatISO(date, { representation: 'date' });
  const last = day(addDays(now, mostDays));
  const until = /^(?:until|till|to)\s+(\d{4}-\d{2}-\d{2})$/.exec(said)?.[1];
  if (until !== undefined) {
    const date = new UTCDate(`${until}T00:00:00Z`);
    const right = !Number.isNaN(date.getTime()) && day(date) === until;
    return right && until > today && until <= last ? until : undefined;
  }
  const [, count = '', unit = ''] =
    /^(\d{1,3}|a|an|one|two|three|four|five|six)\s+(day|week|month)s?$/.exec(said) ?? [];
  const number = numbers[count] ?? Number(count || Number.NaN);
  if (!(number > 0)) return undefined;
  const end = unit === 'month' ? addMonths(now, number) : addDays(now, unit === 'week' ? number * 7 : number);
  return day(end) <= last ? day(end) : undefined;
}
