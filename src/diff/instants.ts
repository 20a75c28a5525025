import type { Day, Instant } from '../model/index.ts';

/**
 * Hands out the instants of feed items, a second each: readers drop items with equal dates. A day's next instant is the
 * second after the last one that an item has. It follows from the instants in use alone (a replaced one is given back),
 * so that the same dumps give the same instants in one run or in many.
 */
export class Instants {
  private readonly used: Set<Instant>;
  /** The last second in use of each day, in milliseconds since 1970. */
  private readonly last = new Map<Day, number>();

  constructor(used: Iterable<Instant>) {
    this.used = new Set(used);
    for (const instant of this.used) this.note(instant);
  }

  /** A new instant of a day, later than all of that day in use; after 86,400 of them one of the days that follow. */
  take(day: Day): Instant {
    const midnight = Date.parse(`${day}T00:00:00Z`);
    const last = this.last.get(day);
    let instant = format(last === undefined ? midnight : last + 1000);
    while (this.used.has(instant)) instant = format(Date.parse(instant) + 1000);
    this.used.add(instant);
    this.note(instant);
    return instant;
  }

  /** Gives an instant back that no item has any more. */
  free(instant: Instant): void {
    this.used.delete(instant);
    const day = instant.slice(0, 10);
    let time = Date.parse(instant);
    if (this.last.get(day) !== time) return;
    const midnight = Date.parse(`${day}T00:00:00Z`);
    while (time >= midnight && !this.used.has(format(time))) time -= 1000;
    if (time < midnight) this.last.delete(day);
    else this.last.set(day, time);
  }

  private note(instant: Instant): void {
    const day = instant.slice(0, 10);
    const time = Date.parse(instant);
    if (time > (this.last.get(day) ?? 0)) this.last.set(day, time);
  }
}

const format = (time: number): Instant => `${new Date(time).toISOString().slice(0, 19)}Z`;
