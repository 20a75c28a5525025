import type { Outcome } from '../deliver/channel.ts';
import { deliverDigest } from '../deliver/deliver.ts';
import { type Delivery, deliveryKey, formatRecord, type LedgerRecord, plannedRecord } from '../deliver/ledger.ts';
import type { MailPlan } from '../deliver/ledger-types.ts';
import { isDue, isTooOld } from '../deliver/retry.ts';
import { diagnostic, UserError } from '../diagnostic/index.ts';
import type { Diagnostic, Digest, DigestReport, DigestStatus, Message, Subscription } from '../model/index.ts';
import type { Mailbox } from '../model/mailbox.ts';
import { thaw } from './digests.ts';
import { freshDigest, type Task } from './due.ts';
import type { Sending } from './send.ts';
import { suppressed } from './suppress.ts';

/** Sending, and what it has come to. */
export interface Performing extends Sending {
  diagnostics: Diagnostic[];
  fail(subscription: Subscription, error: unknown): void;
  /** Digests that may still be begun. */
  left: number;
  /** Subscriptions whose recipient was refused in this run, with the channel and the address. */
  bounced: Map<string, { channel: string; address: string | null }>;
  /** The state cannot be written: nothing new is begun. */
  fatal: { error: unknown } | null;
}

/** Does one task. @returns a report for each digest, or one that says why there is none. */
export async function perform(
  task: Task,
  performing: Performing,
  tell: (status: DigestStatus) => void,
): Promise<DigestReport[]> {
  const { subscription, channel, unfinished, idle } = task;
  const { effects, planner, ways, diagnostics } = performing;
  const { ledger } = planner;
  const results: DigestReport[] = [];
  const report = (status: DigestStatus, digest: { digest: string; papers: number } | null): DigestReport => {
    const delivery = digest === null ? null : ledger.get(deliveryKey(subscription.id, channel, digest.digest));
    const about = digest === null ? {} : { digest: digest.digest, detail: delivery?.detail ?? null };
    return { subscription: subscription.id, status, papers: digest?.papers ?? 0, channel, ...about };
  };
  const settle = (status: DigestStatus, digest: { digest: string; papers: number }): void => {
    results.push(report(status, digest));
    tell(status);
  };
  const first = unfinished[0]?.planned ?? task.fresh;
  if (first === null) return [report(idle, null)];
  const { mailbox, diagnostic: faulty } = effects.addressOf(subscription);
  if (faulty !== null) diagnostics.push(faulty);
  const { withoutAddress } = ways.of(channel).channel;
  const nobody = mailbox === null && withoutAddress !== true;
  const forbidden = (): boolean => suppressed(subscription, mailbox, performing);
  if (nobody || forbidden()) {
    if (!nobody) diagnostics.push(isSuppressed(subscription.id));
    const digest = { digest: 'id' in first ? first.id : first.digest, papers: first.items.length };
    tell('no-address');
    return [report('no-address', digest)];
  }

  for (const delivery of unfinished) {
    const { digest, items } = delivery.planned;
    const about = { digest, papers: items.length };
    settle(await resume(delivery), about);
  }
  const waiting = results.some(({ status }) => status !== 'sent' && status !== 'failed');
  const fresh =
    task.fresh ??
    (task.day !== null && unfinished.length > 0 && !waiting
      ? freshDigest(task.selection, planner, task.day, diagnostics)
      : null);
  if (fresh !== null) {
    const about = { digest: fresh.id, papers: fresh.items.length };
    // A limit that is used up leaves the next run to plan it.
    if (performing.left > 0) settle(await begin(fresh), about);
    else settle('deferred', about);
  }
  return results;

  /** Takes up what an earlier run planned. */
  async function resume({ planned, deferredSince, notBefore, attempts }: Delivery): Promise<DigestStatus> {
    const now = effects.clock();
    if (isTooOld(deferredSince, now)) {
      const detail = 'given up: it was put off for too long';
      await record({ type: 'failed', key: planned.key, attempt: attempts, at: now, detail }, performing);
      return 'failed';
    }
    if (!isDue(notBefore, now)) return 'deferred';
    return attempt(() => thaw(planned, planner), planned.key, null);
  }

  /** Plans a new one, on disk before anything is done about it, also when the server is down already. */
  async function begin(digest: Digest): Promise<DigestStatus> {
    // A mail that cannot be rendered is planned all the same: the error costs that one, and a later run sends it.
    const message = await performing.mailroom.render(digest, subscription).catch(() => null);
    const layout = (message as { layout?: MailPlan } | null)?.layout ?? null;
    const planned = plannedRecord(digest, task.day!, layout);
    await record(planned, performing);
    return attempt(() => digest, planned.key, message);
  }

  async function attempt(digestOf: () => Digest, key: string, message: Message | null): Promise<DigestStatus> {
    const { breaker } = ways.of(channel);
    try {
      for (;;) {
        await breaker.pass();
        if (breaker.stopped || effects.signal.aborted || performing.fatal !== null || performing.left <= 0) {
          return 'deferred';
        }
        performing.left--;
        const rendered = message ?? (await performing.mailroom.render(digestOf(), subscription));
        const outcome = await deliver(rendered, subscription, mailbox, channel, performing, forbidden);
        judge(outcome);
        if (outcome.state !== 'deferred' || !outcome.serverWide || breaker.stopped) return outcome.state;
        performing.left++;
      }
    } catch (error) {
      // The state cannot be written: nobody can be mailed any more.
      if (error instanceof UserError) throw error;
      performing.fail(subscription, error);
      return ledger.get(key)?.state === 'attempt' ? 'in-doubt' : 'deferred';
    }
  }

  function judge(outcome: Outcome): void {
    const { breaker } = ways.of(channel);
    if (outcome.serverWide) breaker.fault();
    else if (outcome.state === 'sent') breaker.success();
    if (outcome.bounce !== true) return;
    breaker.refusal();
    performing.bounced.set(subscription.id, { channel, address: mailbox?.address ?? null });
  }
}

function deliver(
  message: Message,
  subscription: Subscription,
  mailbox: Mailbox | null,
  channel: string,
  sending: Performing,
  forbidden: () => boolean,
): Promise<Outcome> {
  const { mailroom, ways, effects, inDoubt, keys } = sending;
  const { ledger } = sending.planner;
  return deliverDigest({
    key: message.messageKey,
    envelope: mailroom.envelope(message, mailbox, subscription),
    channel: ways.of(channel).channel,
    ledger,
    append: (entry) => effects.store.ledger.append(formatRecord(entry)),
    now: effects.clock,
    inDoubt,
    addressHash: mailbox === null ? null : (keys.current?.hash(mailbox.address) ?? null),
    forbidden: () => (forbidden() ? 'suppressed' : null),
  });
}

/** On disk first, then in memory: what the ledger says is always also on disk. */
export async function record(entry: LedgerRecord, { effects, planner }: Pick<Sending, 'effects' | 'planner'>) {
  await effects.store.ledger.append(formatRecord(entry));
  planner.ledger.apply(entry);
}

/** The text of an error could quote what it failed over; an address in it is withheld. */
export const digestError = (subscription: string, error: unknown): Diagnostic =>
  diagnostic('digest-error', {
    message: `the digest for ${subscription} could not be made or sent: ${String((error as Error)?.message ?? error).replace(/\S*@\S*/g, '[withheld]')}`,
    hint: 'this is an error of ours, please report it; the others were sent, and the next run tries this one again',
  });

const isSuppressed = (subscription: string): Diagnostic =>
  diagnostic('address-suppressed', {
    message: `${subscription} is not mailed: the address is suppressed`,
    severity: 'info',
    hint: `paperboy unsuppress ${subscription} lifts it, where its owner agrees`,
  });
