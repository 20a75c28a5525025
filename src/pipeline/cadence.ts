import { TZDate } from '@date-fns/tz';
import type { Day, Instant, Subscription } from '../model/index.ts';

/** What decides when a subscription is due. */
export type Rhythm = Pick<Subscription, 'cadence' | 'weekday' | 'monthDay' | 'sendHour' | 'timeZone'>;

/**
 * The last day on which a digest was due, in the subscriber's time zone; `null` when one is due whenever there is
 * something new.
 *
 * A digest is due from its hour on, and stays due until there is one or the next day comes for which it is due: a run
 * that comes late, or never, is made up for by the next one. The day is the identity: an hour that the clocks repeat or
 * leave out in that zone, or a clock that is set back, make no second day. An hour that is left out begins when the
 * clocks have jumped.
 */
export function dueDay(rhythm: Rhythm, now: Instant): Day | null {
  if (rhythm.cadence === 'instant') return null;
  const zone = zoneOf(rhythm);
  const today = localDay(now, zone);
  let candidate = hourOf(today, rhythm.sendHour ?? 0, zone) > Date.parse(now) ? dayBefore(today) : today;
  while (!fits(candidate, rhythm)) candidate = dayBefore(candidate);
  return candidate;
}

/** The first day after another one on which a digest of a rhythm is due. */
export function nextDay(day: Day, rhythm: Rhythm): Day {
  let candidate = dayAfter(day);
  while (!fits(candidate, rhythm)) candidate = dayAfter(candidate);
  return candidate;
}

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** When a digest of a day is due, for people: `Monday 2026-02-09, 07:00 Europe/Vienna`. */
export const dueWords = (day: Day, rhythm: Rhythm): string =>
  `${weekdays[new Date(`${day}T00:00:00Z`).getUTCDay()]} ${day}, ${String(rhythm.sendHour ?? 0).padStart(2, '0')}:00 ${zoneOf(rhythm)}`;

/** The day of an instant in a time zone. */
export const localDay = (instant: Instant, zone: string): Day =>
  once(`day ${instant} ${zone}`, () => {
    const local = new TZDate(Date.parse(instant), zone);
    return format(local.getFullYear(), local.getMonth(), local.getDate());
  });

/** The instant at which an hour of a local day begins, in milliseconds. */
const hourOf = (day: Day, hour: number, zone: string): number =>
  once(`hour ${day} ${hour} ${zone}`, () => {
    const [year, month, date] = partsOf(day);
    return new TZDate(year, month, date, hour, 0, 0, zone).getTime();
  });

/**
 * A run asks the same few questions for each of many subscribers, and the calendar of a time zone is slow to ask. The
 * answers depend on the question alone.
 */
const answers = new Map<string, unknown>();

function once<T>(question: string, answer: () => T): T {
  if (!answers.has(question)) {
    if (answers.size > 10_000) answers.clear();
    answers.set(question, answer());
  }
  return answers.get(question) as T;
}

/**
 * How many days there can be between two digests of a rhythm. A paper is not too old for having come right after the
 * last one.
 */
export const periodDays = ({ cadence }: Pick<Subscription, 'cadence'>): number =>
  ({ instant: 0, daily: 0, weekdays: 2, weekly: 6, monthly: 30 })[cadence];

/** The subscriber's time zone. */
export const zoneOf = ({ timeZone }: Pick<Subscription, 'timeZone'>): string => timeZone ?? 'UTC';

function fits(day: Day, { cadence, weekday, monthDay }: Rhythm): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  // 1 is Monday, as in ISO 8601.
  const week = date.getUTCDay() === 0 ? 7 : date.getUTCDay();
  if (cadence === 'weekdays') return week <= 5;
  if (cadence === 'weekly') return week === (weekday ?? 1);
  if (cadence !== 'monthly') return true;
  // The last day of a month stands for the days that it lacks.
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return date.getUTCDate() === Math.min(monthDay ?? 1, last);
}

const dayBefore = (day: Day): Day => daysAfter(day, -1);
const dayAfter = (day: Day): Day => daysAfter(day, 1);
const daysAfter = (day: Day, days: number): Day =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

const partsOf = (day: Day): [number, number, number] => [
  Number(day.slice(0, 4)),
  Number(day.slice(5, 7)) - 1,
  Number(day.slice(8, 10)),
];

const format = (year: number, month: number, day: number): Day =>
  new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10);
