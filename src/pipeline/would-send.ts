import type { Channel } from '../deliver/channel.ts';
import type { Delivery } from '../deliver/ledger.ts';
import { isDue, isTooOld } from '../deliver/retry.ts';
import type { Diagnostic, Digest, DigestReport, Instant } from '../model/index.ts';
import { followUp, isLeft, type Task } from './due.ts';
import { notYet } from './perform.ts';
import type { Sending } from './send.ts';
import { hindrance } from './suppress.ts';

/** What is asked of sending before anybody is mailed. */
export type Asking = Pick<Sending, 'planner' | 'keys' | 'inDoubt' | 'limit'> & {
  effects: Pick<Sending['effects'], 'addressOf'>;
  ways: { of(name: string): { channel: Pick<Channel, 'withoutAddress'> } };
};

/** A digest that a run would come to, with what would become of it and the permanent ids of its papers. */
export interface Prospect {
  report: DigestReport;
  papers: readonly string[];
}

/** What sending would do now, as far as that is known before anybody is asked: `preview` stands for "would be sent". */
export function wouldSend(
  tasks: readonly Task[],
  asking: Asking,
  now: Instant,
  diagnostics: Diagnostic[],
): DigestReport[] {
  return prospects(tasks, asking, now, diagnostics).map(({ report }) => report);
}

/**
 * As {@link wouldSend}, with the papers. What would be given up is given up in the ledger of the planner, in memory only: its
 * papers may stand in what follows.
 */
export function prospects(tasks: readonly Task[], asking: Asking, now: Instant, diagnostics: Diagnostic[]): Prospect[] {
  let left = asking.limit ?? Number.POSITIVE_INFINITY;
  return tasks.flatMap((task): Prospect[] => {
    const { subscription, channel, fresh, idle } = task;
    const about = { subscription: subscription.id, channel };
    const giveUp = ({ planned: { key }, attempts }: Delivery): void =>
      asking.planner.ledger.apply({ type: 'failed', key, attempt: attempts, at: now, detail: 'would be given up' });
    const unfinished = task.unfinished.flatMap((delivery) => {
      if (isLeft(delivery, task, asking.planner)) {
        giveUp(delivery);
        return [];
      }
      const { digest: id, items } = delivery.planned;
      const fate = fateOf(delivery, asking, now);
      if (fate?.status === 'failed') giveUp(delivery);
      return [{ id, papers: items.map(({ paper }) => paper), fate }];
    });
    // What waits for those goes out in the same run, when they do.
    const through = unfinished.every(({ fate }) => fate === null || fate.status === 'failed');
    const then = fresh ?? (through ? followUp(task, asking.planner, diagnostics) : null);
    const digests = [...unfinished, ...(then === null ? [] : [planned(then)])];
    const report = (one: Pick<DigestReport, 'status' | 'papers' | 'digest' | 'detail'>) => ({ ...about, ...one });
    if (digests.length === 0) {
      const why = idle.detail === null ? {} : { detail: idle.detail };
      return [{ report: report({ status: idle.status, papers: 0, ...why }), papers: [] }];
    }
    const address = asking.effects.addressOf(subscription);
    if (address.diagnostic !== null) diagnostics.push(address.diagnostic);
    const hindered = hindrance(subscription, address, asking, asking.ways.of(channel).channel);
    return digests.map(({ id: digest, papers, fate }): Prospect => {
      const state = (): Pick<DigestReport, 'status' | 'detail'> => {
        if (hindered !== null) return { status: 'no-address', detail: hindered };
        if (fate !== null) return fate;
        return left-- > 0 ? { status: 'preview' } : { status: 'deferred', detail: notYet.limit };
      };
      return { report: report({ papers: papers.length, digest, ...state() }), papers };
    });
  });
}

const planned = ({ id, items }: Digest) => ({ id, papers: items.map(({ paper }) => paper.id), fate: null });

/** What keeps a digest that an earlier run left from being sent now. */
function fateOf(
  { deferredSince, notBefore, doubted }: Delivery,
  { inDoubt }: Asking,
  now: Instant,
): Pick<DigestReport, 'status' | 'detail'> | null {
  if (isTooOld(deferredSince, now))
    return { status: 'failed', detail: 'would be given up: it was put off for too long' };
  if (!isDue(notBefore, now)) return { status: 'deferred', detail: `not before ${notBefore}` };
  return doubted && inDoubt === 'skip' ? { status: 'in-doubt', detail: 'would be given up' } : null;
}
