import { counts, type Delivery, wentOut } from './delivery.ts';
import type { Ledger } from './ledger.ts';

/**
 * Another digest by the same channel that tells a paper of this one, as it is there or in a later revision, and went out,
 * may have gone out or is on its way. Sending this one too would tell it twice. What was asked for beside the cadence
 * tells again on purpose: for such a digest there is no other.
 */
export function retoldBy(delivery: Delivery, ledger: Ledger): Delivery | null {
  const { subscription, channel, extra } = delivery.planned;
  if (extra === true) return null;
  return ledger.of(subscription, channel).find((other) => counts(other) && tells(other, delivery)) ?? null;
}

/** The same of the other channels, where only what went out counts, or may have: the rest is left there. */
export function retoldElsewhere(delivery: Delivery, ledger: Ledger): Delivery | null {
  const { subscription, channel, extra } = delivery.planned;
  if (extra === true) return null;
  for (const name of ledger.channels) {
    if (name === channel) continue;
    const other = ledger.of(subscription, name).find((each) => wentOut(each) && tells(each, delivery));
    if (other !== undefined) return other;
  }
  return null;
}

function tells(other: Delivery, delivery: Delivery): boolean {
  if (other === delivery) return false;
  const own = new Map(delivery.planned.items.map((item) => [item.paper, item]));
  return other.planned.items.some(({ paper, revision, kind }) => {
    const mine = own.get(paper);
    return mine !== undefined && (revision > mine.revision || (revision === mine.revision && kind === mine.kind));
  });
}
