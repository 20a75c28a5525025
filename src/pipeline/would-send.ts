import { isDue, isTooOld } from '../deliver/retry.ts';
import type { Diagnostic, DigestReport, Instant } from '../model/index.ts';
import type { Task } from './due.ts';
import { notYet } from './perform.ts';
import type { Sending } from './send.ts';
import { hindrance } from './suppress.ts';

/** What sending would do now, as far as that is known before anybody is asked: `preview` stands for "would be sent". */
export function wouldSend(
  tasks: readonly Task[],
  sending: Sending,
  now: Instant,
  diagnostics: Diagnostic[],
): DigestReport[] {
  let left = sending.limit ?? Number.POSITIVE_INFINITY;
  return tasks.flatMap(({ subscription, channel, unfinished, fresh, idle }): DigestReport[] => {
    const about = { subscription: subscription.id, channel };
    const digests = [
      ...unfinished.map((delivery) => {
        const { digest, items } = delivery.planned;
        const waits = !isTooOld(delivery.deferredSince, now) && !isDue(delivery.notBefore, now);
        const over = delivery.doubted && sending.inDoubt === 'skip';
        return { digest, papers: items.length, over, wait: waits ? `not before ${delivery.notBefore}` : null };
      }),
      ...(fresh === null ? [] : [{ digest: fresh.id, papers: fresh.items.length, over: false, wait: null }]),
    ];
    if (digests.length === 0) return [{ ...about, status: idle, papers: 0 }];
    const { mailbox, diagnostic } = sending.effects.addressOf(subscription);
    if (diagnostic !== null) diagnostics.push(diagnostic);
    const hindered = hindrance(subscription, mailbox, sending, sending.ways.of(channel).channel);
    return digests.map(({ digest, papers, over, wait }): DigestReport => {
      if (hindered !== null) return { ...about, status: 'no-address', papers, digest, detail: hindered };
      if (wait !== null) return { ...about, status: 'deferred', papers, digest, detail: wait };
      if (over) return { ...about, status: 'in-doubt', papers, digest, detail: 'would be given up' };
      if (left-- > 0) return { ...about, status: 'preview', papers, digest };
      return { ...about, status: 'deferred', papers, digest, detail: notYet.limit };
    });
  });
}
