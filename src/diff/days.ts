import { UTCDate } from '@date-fns/utc';
import { addDays as addCalendarDays } from 'date-fns/addDays';
import { isWeekend } from 'date-fns/isWeekend';
import { lightFormat } from 'date-fns/lightFormat';
import type { Day } from '../model/index.ts';

/** The day `count` days after `day` (before it when negative). */
export const addDays = (day: Day, count: number): Day =>
  lightFormat(addCalendarDays(new UTCDate(day), count), 'yyyy-MM-dd');

/** Whether the site is expected to have a new list on this day. */
export const isWorkday = (day: Day): boolean => !isWeekend(new UTCDate(day));
