import type { Day } from '../../model/index.ts';

/** Reckoning with days, in UTC. Months are `YYYY-MM`. */
const DAY = 86_400_000;

const at = (day: Day): number => Date.parse(`${day}T00:00:00Z`);
const dayAt = (time: number): Day => new Date(time).toISOString().slice(0, 10);

/** 1 (Monday) to 7. */
export const weekdayOf = (day: Day): number => new Date(at(day)).getUTCDay() || 7;

export const addDays = (day: Day, days: number): Day => dayAt(at(day) + days * DAY);

/** Every day from the first to the last, both included. */
export function daysBetween(first: Day, last: Day): Day[] {
  const days: Day[] = [];
  for (let time = at(first); time <= at(last); time += DAY) days.push(dayAt(time));
  return days;
}

/** Every month from the first to the last, both included. */
export function monthsBetween(first: string, last: string): string[] {
  const months: string[] = [];
  let [year, month] = first.split('-').map(Number) as [number, number];
  for (let at = first; at <= last; at = `${year}-${String(month).padStart(2, '0')}`) {
    months.push(at);
    [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
  }
  return months;
}

export const daysOfMonth = (month: string): Day[] => {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return daysBetween(`${month}-01`, dayAt(Date.UTC(year, number, 0)));
};

/** The ISO week of a day, `2026-W06`: that of its Thursday. */
export function weekOf(day: Day): string {
  const thursday = addDays(day, 4 - weekdayOf(day));
  const year = thursday.slice(0, 4);
  const number = 1 + Math.floor((at(thursday) - at(`${year}-01-01`)) / DAY / 7);
  return `${year}-W${String(number).padStart(2, '0')}`;
}

/** First and last day of a week or a month. */
export function spanOf(period: string): [Day, Day] {
  const week = /^(\d{4})-W(\d{2})$/.exec(period);
  if (week === null) {
    const days = daysOfMonth(period);
    return [days[0]!, days.at(-1)!];
  }
  const fourth = `${week[1]}-01-04`;
  const monday = addDays(fourth, 1 - weekdayOf(fourth) + 7 * (Number(week[2]) - 1));
  return [monday, addDays(monday, 6)];
}
