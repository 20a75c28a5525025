import type { Delivery } from '../deliver/ledger.ts';
import { retoldElsewhere } from '../deliver/retold.ts';
import { diagnostic } from '../diagnostic/index.ts';
import type { Day, Diagnostic, Digest, DigestReport, Instant, Subscription } from '../model/index.ts';
import type { Reader } from '../render/library.ts';
import { dueDay, dueWords, localDay, nextDay, zoneOf } from './cadence.ts';
import { channelOf, type Planner, plan, quietDigest } from './digests.ts';

/** What is to be done for one subscription. */
export interface Task {
  selection: Reader;
  subscription: Subscription;
  channel: string;
  /** Planned by an earlier run and not ended. */
  unfinished: readonly Delivery[];
  /** A new one, to be planned now. */
  fresh: Digest | null;
  /** The day for which a new one may be planned; `null`: none is due. */
  day: Day | null;
  /** The next day for which one may be planned, when none is due. */
  next: Day | null;
  /** What is to be said when there is nothing to do, and why. */
  idle: { status: DigestReport['status']; detail: string | null };
}

/** Why a subscription that is not due is not, as the `detail` of its report says it. */
export const notDue = {
  paused: 'paused',
  until: (when: string): string => `until ${when}`,
};

/**
 * What is due for one subscription. A digest of a later day than tomorrow says that a clock was wrong, then or now.
 * Waiting for that day could silence a subscriber for years, so it is reported and does not count; no paper is told twice
 * for it, for that is held by the ledger and not by days. A day ahead is none of that: time zones are moved to.
 */
export function taskOf(selection: Reader, planner: Planner, now: Instant, diagnostics: Diagnostic[]): Task {
  const { subscription } = selection;
  const channel = channelOf(subscription, planner);
  const task = { selection, subscription, channel, unfinished: [], fresh: null, day: null, next: null };
  if (subscription.paused === true) return { ...task, idle: { status: 'not-due', detail: notDue.paused } };
  const deliveries = planner.ledger.of(subscription.id, channel);
  const unfinished = deliveries.filter(({ ended }) => !ended);
  const { day, next } = openDay(subscription, planner, now, diagnostics);
  if (day === null) {
    const detail = next === null ? null : notDue.until(dueWords(next, subscription));
    return { ...task, unfinished, next, idle: { status: 'not-due', detail } };
  }
  // What an earlier run planned comes first; whether there is more is asked when that is out.
  const regular = unfinished.some(({ planned }) => planned.extra !== true);
  const fresh = regular ? null : freshDigest(selection, planner, day, diagnostics);
  return { ...task, unfinished, fresh, day, idle: { status: 'empty', detail: null } };
}

/**
 * What follows in the same run when the digests that an earlier run left are out: the day's own one, which had to wait for
 * them; `null` when there is none.
 */
export function followUp({ unfinished, fresh, day, selection }: Task, planner: Planner, diagnostics: Diagnostic[]) {
  if (fresh !== null || day === null || unfinished.length === 0) return null;
  return freshDigest(selection, planner, day, diagnostics);
}

/** Moved away and back again: what the other channel told meanwhile is not told once more by what was left open here. */
export const isLeft = (
  delivery: Delivery,
  { subscription, channel }: Pick<Task, 'subscription' | 'channel'>,
  { ledger }: Pick<Planner, 'ledger'>,
): boolean => channel === subscription.channel && !delivery.doubted && retoldElsewhere(delivery, ledger) !== null;

/** The new digest of a subscription that is due, or `null` when there is nothing to tell. */
function freshDigest(selection: Reader, planner: Planner, day: Day, diagnostics: Diagnostic[]): Digest | null {
  const { subscription } = selection;
  const { digest, refused } = plan(selection, planner);
  diagnostics.push(...refused.map(({ id }) => staysRefused(subscription.id, id)));
  if (digest !== null || subscription.quietMails !== true || subscription.cadence === 'instant') return digest;
  return quietDigest(subscription, day, planner);
}

/**
 * The day for which a digest may be planned now; `null` when there was one, or none is due yet, and then the next day for
 * which one may be.
 */
function openDay(
  subscription: Subscription,
  planner: Planner,
  now: Instant,
  diagnostics: Diagnostic[],
): { day: Day | null; next: Day | null } {
  const zone = zoneOf(subscription);
  const today = localDay(now, zone);
  const tomorrow = localDay(new Date(Date.parse(now) + 86_400_000).toISOString(), zone);
  const days = planner.ledger.days(subscription.id, channelOf(subscription, planner));
  const last = days.at(-1) ?? today;
  if (last > tomorrow) diagnostics.push(clockBehind(last, today));
  const due = dueDay(subscription, now);
  if (due === null) return { day: today, next: null };
  // Who came after the last day that was due begins with the next one. Seen in the future: the clock was wrong then.
  const { seen } = planner.cursors[subscription.id] ?? {};
  const from = seen !== undefined && localDay(seen, zone) <= tomorrow ? localDay(seen, zone) : '';
  const isOpen = (day: Day): boolean => day >= from && !days.some((told) => told >= day && told <= tomorrow);
  if (isOpen(due)) return { day: due, next: null };
  let next = nextDay(due, subscription);
  while (!isOpen(next)) next = nextDay(next, subscription);
  return { day: null, next };
}

const staysRefused = (subscription: string, digest: string): Diagnostic =>
  diagnostic('digest-refused', {
    message: `the digest ${digest} for ${subscription} was refused for good by the mail server and is not sent again`,
    hint: 'check the address; its papers come along with the next digest that has another paper',
  });

const clockBehind = (last: string, today: string): Diagnostic =>
  diagnostic('clock-behind', {
    message: `the ledger has a digest of ${last}, and today is ${today}: the clock, or --now of a run, was wrong`,
    hint: 'correct the clock; no paper is sent twice for it',
  });
