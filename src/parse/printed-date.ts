import { UTCDate } from '@date-fns/utc/date';
import { addDays as addCalendarDays } from 'date-fns/addDays';
import { isExists } from 'date-fns/isExists';
import { lightFormat } from 'date-fns/lightFormat';
import type { Day } from '../model/index.ts';
import type { PrintedDate } from './format.ts';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const monthName =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const datePattern = new RegExp(`^${monthName}\\.?\\s+(\\d{1,2})(?:,\\s*(\\d{4}))?(?:\\s+(\\d{1,7}))?$`, 'i');

/** A line such as `Oct 8`, `Oct 8, 2024` or, with comments, `Oct 8, 2024 2`. */
export interface DateLine {
  /** The date as printed, without the comments. */
  text: string;
  /** `null` when there is no such day, e.g. `Feb 31`. */
  date: PrintedDate | null;
  /** The number after the date: the comments, `null` when there is none. */
  count: number | null;
}

/** Reads a line that is nothing but a date and perhaps a number; `null` for any other line. */
export function readDateLine(line: string): DateLine | null {
  // Most lines are prose: look at the length before the pattern.
  if (line.length > 40) return null;
  const found = datePattern.exec(line.trim());
  if (found === null) return null;
  const month = months.indexOf(found[1]!.slice(0, 3).toLowerCase()) + 1;
  const day = Number(found[2]);
  const year = found[3] === undefined ? null : Number(found[3]);
  const text = line.trim().replace(/(\d)\s+\d{1,7}$/, '$1');
  return {
    text: found[4] === undefined ? line.trim() : text,
    date: isDay(year ?? 2024, month, day) ? { year, month, day } : null,
    count: found[4] === undefined ? null : Number(found[4]),
  };
}

/** Whether there is such a day in the Gregorian calendar. */
export function isDay(year: number, month: number, day: number): boolean {
  return isExists(year, month - 1, day);
}

/** `YYYY-MM-DD`; a 29 February that the year lacks becomes 28 February. */
export function toDay(year: number, month: number, day: number): Day {
  const real = isDay(year, month, day) ? day : day - 1;
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(real).padStart(2, '0')}`;
}

/** A day as a printed date with its year. */
export function toPrinted(day: Day): PrintedDate {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  return { year, month, day: date };
}

/** The first `YYYY-MM-DD` in a text that is a real day, as in file names and instants; otherwise `null`. */
export function findDay(text: string): Day | null {
  for (const found of text.matchAll(/(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)/g)) {
    if (isDay(Number(found[1]), Number(found[2]), Number(found[3]))) return found[0];
  }
  return null;
}

/** The day `count` days after `day` (before it when negative). */
export function addDays(day: Day, count: number): Day {
  // UTCDate: days of the calendar, whatever zone and daylight saving time the machine is in.
  return lightFormat(addCalendarDays(new UTCDate(day), count), 'yyyy-MM-dd');
}
