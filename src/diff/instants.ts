import type { Day, Instant } from '../model/index.ts';
import { addDays } from './days.ts';

const secondsOfDay = 86_400;

/**
 * Hands out the instants of feed items, a second each: readers drop items with equal dates. A day's next instant is the
 * second after the last one handed out, whoever has it, so that one number a day is all there is to remember and the
 * same dumps give the same instants in one run or in many.
 */
export class Instants {
  /** The days that moved, with the seconds now handed out. */
  readonly moved = new Map<Day, number>();
  private readonly before: (day: Day) => number;

  /** @param before how many seconds of a day were handed out by earlier runs. */
  constructor(before: (day: Day) => number) {
    this.before = before;
  }

  take(day: Day): Instant {
    const count = this.moved.get(day) ?? this.before(day);
    // A day that is full: no list is so long, but many lists can be taken in under one date.
    if (count >= secondsOfDay) return this.take(addDays(day, 1));
    this.moved.set(day, count + 1);
    return `${new Date(Date.parse(`${day}T00:00:00Z`) + count * 1000).toISOString().slice(0, 19)}Z`;
  }
}
