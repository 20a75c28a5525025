import { UTCDate } from '@date-fns/utc/date';
import { getISOWeek } from 'date-fns/getISOWeek';
import { getISOWeekYear } from 'date-fns/getISOWeekYear';
import type { Day } from '../model/index.ts';
import type { Inputs } from './inputs.ts';

/** A catch-up goes back no further: each day is a request, and older lists are history. */
const mostDays = 14;

const dayMs = 86_400_000;
const dayOf = (time: number): Day => new Date(time).toISOString().slice(0, 10);

/**
 * The calls of `paperboy fetch` that a source asks for, as arguments.
 * @param newest the newest day in the archive, or `null`.
 */
export function fetchCalls(inputs: Inputs, now: number, newest: Day | null): string[][] {
  const { source, date, queries, dumps, baseUrl, allowPrivate } = inputs;
  const common = [
    'fetch',
    '--json',
    `--to=${dumps[0]}`,
    ...(baseUrl === '' ? [] : [`--base-url=${baseUrl}`]),
    ...(allowPrivate ? ['--allow-private'] : []),
    `--now=${new Date(now).toISOString()}`,
  ];
  const day = date === '' ? dayOf(now) : date;
  switch (source) {
    case 'dumps':
      return [];
    case 'daily': {
      if (date !== '') return [[...common, `--date=${date}`]];
      // The newest list may have grown since it was taken in, so that day is asked for again.
      const oldest = dayOf(now - (mostDays - 1) * dayMs);
      const since = newest === null ? day : newest < oldest ? oldest : newest > day ? day : newest;
      return [[...common, `--since=${since}`]];
    }
    case 'weekly':
      return [[...common, `--week=${weekOf(day)}`]];
    case 'monthly':
      return [[...common, `--month=${day.slice(0, 7)}`]];
    case 'search':
      return queries.map((query) => [...common, `--query=${query}`]);
  }
}

/** The week of a day as ISO 8601 counts them, such as 2026-W05. */
export function weekOf(day: Day): string {
  const date = new UTCDate(`${day}T00:00:00Z`);
  return `${getISOWeekYear(date)}-W${String(getISOWeek(date)).padStart(2, '0')}`;
}
