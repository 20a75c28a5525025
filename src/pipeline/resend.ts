import { deliveryKey, type Ledger, type PlannedRecord, plannedIn } from '../deliver/ledger.ts';
import type { Instant } from '../model/index.ts';

/** What is planned again, and what cannot be. */
export interface ResendPlan {
  records: PlannedRecord[];
  skipped: { subscription: string; digest: string; reason: string }[];
}

/**
 * Plans the digests that hold an edition once more: the same papers in a digest of its own, with a Message-ID of its own,
 * for it is meant to arrive as a new mail. It takes the place of no regular digest. Who asks twice gets it once, until it
 * has been sent.
 * @param options.only ids of subscriptions; empty: all who had it.
 * @param options.text the whole log: of what has ended, the ledger in memory keeps no matches.
 */
export function planResend(
  edition: string,
  { only, ledger, text, now }: { only: readonly string[]; ledger: Ledger; text: string; now: Instant },
): ResendPlan {
  const plan: ResendPlan = { records: [], skipped: [] };
  for (const { planned, state, ended, doubted, compacted } of ledger.deliveries) {
    const { subscription, channel, digest, editions } = planned;
    if (!editions.includes(edition) || planned.extra === true) continue;
    if (only.length > 0 && !only.includes(subscription)) continue;
    const skip = (reason: string) => plan.skipped.push({ subscription, digest, reason });
    if (!ended) skip('is open still, and goes out with the next send');
    // Its papers stand in the next digest too, which has this edition as well.
    else if (state === 'failed' && !doubted) skip('never went out; paperboy retry opens it again');
    else if (compacted || plannedIn(text, planned.key) === null) skip('is too old: only what it told is left of it');
    else {
      let n = 1;
      while (ledger.get(deliveryKey(subscription, channel, `${digest}-r${n}`))?.ended === true) n++;
      const again = `${digest}-r${n}`;
      const key = deliveryKey(subscription, channel, again);
      if (ledger.get(key) !== null) skip('was planned again already');
      else
        plan.records.push({ ...plannedIn(text, planned.key)!, key, digest: again, day: now.slice(0, 10), extra: true });
    }
  }
  return plan;
}
