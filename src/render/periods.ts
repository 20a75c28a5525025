import { UTCDate } from '@date-fns/utc/date';
import { addDays } from 'date-fns/addDays';
import { endOfISOWeek } from 'date-fns/endOfISOWeek';
import { endOfMonth } from 'date-fns/endOfMonth';
import { getISOWeek } from 'date-fns/getISOWeek';
import { getISOWeekYear } from 'date-fns/getISOWeekYear';
import { lightFormat } from 'date-fns/lightFormat';
import { startOfISOWeek } from 'date-fns/startOfISOWeek';
import type { Day } from '../model/index.ts';

/** A span of days by which things are put together. Ids of one unit sort as the spans do. */
export type Unit = 'day' | 'week' | 'month' | 'year';

export interface Period {
  /** ISO 8601: `2026-02-04`, `2026-W06`, `2026-02`, `2026`. */
  id: string;
  /** First and last day. */
  from: Day;
  to: Day;
}

/** Days of any archive are few beside its papers; those of a hundred years are not kept. */
const mostDays = 40_000;
const reckoned = new Map<Unit, Map<Day, Period>>();

/**
 * The period of a day, reckoned once for each day: papers are many and days few. The argument is a real day of the
 * years 1 to 9999, or what begins with one, as an instant does.
 */
export function periodsOf(unit: Unit): (day: Day) => Period {
  const known = reckoned.get(unit) ?? new Map<Day, Period>();
  reckoned.set(unit, known);
  return (text) => {
    const day = text.slice(0, 10);
    let period = known.get(day);
    if (period === undefined) {
      period = periodOf(unit, day);
      if (known.size >= mostDays) known.clear();
      known.set(day, period);
    }
    return period;
  };
}

function periodOf(unit: Unit, day: Day): Period {
  const date = new UTCDate(`${day}T00:00:00Z`);
  switch (unit) {
    case 'day':
      return { id: day, from: day, to: day };
    case 'week': {
      const id = `${String(getISOWeekYear(date)).padStart(4, '0')}-W${String(getISOWeek(date)).padStart(2, '0')}`;
      return { id, from: format(startOfISOWeek(date)), to: format(endOfISOWeek(date)) };
    }
    case 'month':
      return { id: day.slice(0, 7), from: `${day.slice(0, 7)}-01`, to: format(endOfMonth(date)) };
    case 'year':
      return { id: day.slice(0, 4), from: `${day.slice(0, 4)}-01-01`, to: `${day.slice(0, 4)}-12-31` };
  }
}

/** The day before. */
export const dayBefore = (day: Day): Day => format(addDays(new UTCDate(`${day}T00:00:00Z`), -1));

/** The day after. */
export const dayAfter = (day: Day): Day => format(addDays(new UTCDate(`${day}T00:00:00Z`), 1));

const format = (date: Date): Day => lightFormat(date, 'yyyy-MM-dd');
