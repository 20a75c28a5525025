import type { Instant } from '../model/index.ts';

const minute = 60_000;
const hour = 60 * minute;

/**
 * How long to wait after the first, second, ... attempt that was deferred; the last holds for all that follow. After the
 * first one the next run tries, for most servers that put off a stranger take the second attempt.
 */
const waits = [0, 15 * minute, hour, 3 * hour, 6 * hour, 12 * hour];

/** How long a digest is tried before it is given up: RFC 5321 (4.5.4.1) asks for four to five days. */
const maxAge = 5 * 24 * hour;

const later = (at: Instant, milliseconds: number): Instant =>
  `${new Date(Date.parse(at) + milliseconds).toISOString().slice(0, 19)}Z`;

/**
 * When a delivery that was deferred for its own sake, so often, may be tried again: the waits grow, so that a full mailbox
 * is not hammered.
 */
export const notBefore = (at: Instant, deferrals: number): Instant =>
  later(at, waits[Math.min(Math.max(deferrals, 1), waits.length) - 1]!);

/** Whether a delivery that has been deferred since then is given up. Faults of the whole server do not count. */
export const isTooOld = (since: Instant | null, now: Instant): boolean =>
  since !== null && Date.parse(now) - Date.parse(since) > maxAge;

/**
 * Whether a delivery may be tried now. A wait that is longer than any that is ever set was set by a clock that was ahead:
 * it does not count, or the subscriber would hear nothing until then.
 */
export const isDue = (wait: Instant | null, now: Instant): boolean => {
  const left = wait === null ? 0 : Date.parse(wait) - Date.parse(now);
  return left <= 0 || left > Math.max(...waits);
};
