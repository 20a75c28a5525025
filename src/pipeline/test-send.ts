import { createHash } from 'node:crypto';
import type { Channel, Outcome } from '../deliver/channel.ts';
import { plannedIn } from '../deliver/ledger.ts';
import type { Digest, Instant, Subscription } from '../model/index.ts';
import type { Mailbox } from '../model/mailbox.ts';
import { channelOf, type Planner, plan, thaw } from './digests.ts';
import { selectionsOf } from './look.ts';
import type { Mailroom } from './mail.ts';

/** A digest that went to somebody else as a test. */
export interface TestSent {
  subscription: string;
  digest: string;
  papers: number;
  outcome: Outcome;
}

/**
 * Sends one digest to an address of the operator's: what the subscription would get now, or else what it got last. The
 * subject says that it is a test, the Message-ID is one of its own, and nothing is recorded.
 * @param options.text the whole log.
 * @returns `null` when there is nothing that the subscription could be shown.
 */
export async function testSend(
  subscription: Subscription,
  to: Mailbox,
  {
    planner,
    text,
    mailroom,
    channel,
    now,
  }: { planner: Planner; text: string; mailroom: Mailroom; channel: Channel; now: Instant },
): Promise<TestSent | null> {
  const digest = digestFor(subscription, planner, text);
  if (digest === null) return null;
  const rendered = await mailroom.render(digest, subscription);
  const messageKey = createHash('sha256')
    .update(JSON.stringify(['test', rendered.messageKey, now]))
    .digest('hex')
    .slice(0, 32);
  const message = { ...rendered, messageKey, subject: `[Test] ${rendered.subject}` };
  const envelope = mailroom.envelope(message, to, subscription);
  const outcome = await channel.send({ ...envelope, to }, async () => {});
  return { subscription: subscription.id, digest: digest.id, papers: digest.items.length, outcome };
}

function digestFor(subscription: Subscription, planner: Planner, text: string): Digest | null {
  const [selection] = selectionsOf([subscription], planner);
  const { digest } = plan(selection!, planner);
  if (digest !== null) return digest;
  const last = planner.ledger
    .of(subscription.id, channelOf(subscription, planner))
    .findLast(({ compacted, planned }) => !compacted && planned.items.length > 0);
  const planned = last === undefined ? null : plannedIn(text, last.planned.key);
  return planned === null ? null : thaw(planned, planner);
}
