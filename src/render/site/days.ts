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
