import type { Outcome } from '../deliver/channel.ts';
import { type Delivering, deliverDigest } from '../deliver/deliver.ts';
import { type Delivery, formatRecord, type LedgerRecord, plannedRecord } from '../deliver/ledger.ts';
import type { MailPlan } from '../deliver/ledger-types.ts';
import { retoldElsewhere } from '../deliver/retold.ts';
import { isDue, isTooOld } from '../deliver/retry.ts';
import { diagnostic, UserError } from '../diagnostic/index.ts';
import type { Diagnostic, Digest, DigestReport, DigestStatus, Message, Subscription } from '../model/index.ts';
import type { Mailbox } from '../model/mailbox.ts';
import { thaw } from './digests.ts';
import { freshDigest, type Task } from './due.ts';
import type { Sending } from './send.ts';
import { hindrance, suppressed } from './suppress.ts';

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

/** What became of a digest, and why. */
interface Result {
  status: DigestStatus;
  detail: string | null;
}

/** Why a digest is left for the next run. */
export const notYet = {
  limit: 'the limit is reached: left for the next run',
  server: 'the server fails or refuses: left for the next run',
  stopped: 'the run was stopped: left for the next run',
};

const put = (detail: string): Result => ({ status: 'deferred', detail });

/** Does one task. @returns a report for each digest, or one that says why there is none. */
export async function perform(
  task: Task,
  performing: Performing,
  tell: (status: DigestStatus) => void,
): Promise<DigestReport[]> {
  const { subscription, channel, unfinished, idle } = task;
  const { effects, planner, ways, diagnostics } = performing;
  const { ledger } = planner;
  const { breaker } = ways.of(channel);
  const results: DigestReport[] = [];
  const report = ({ status, detail }: Result, digest: string | null, papers: number): DigestReport => {
    const about = digest === null ? {} : { digest, detail };
    return { subscription: subscription.id, status, papers, channel, ...about };
  };
  const settle = (result: Result, digest: string, papers: number): void => {
    results.push(report(result, digest, papers));
    tell(result.status);
  };
  const first = unfinished[0]?.planned ?? task.fresh;
  if (first === null) return [report({ status: idle, detail: null }, null, 0)];
  const { mailbox, diagnostic: faulty } = effects.addressOf(subscription);
  if (faulty !== null) diagnostics.push(faulty);
  const hindered = hindrance(subscription, mailbox, performing, ways.of(channel).channel);
  if (hindered !== null) {
    if (mailbox !== null) diagnostics.push(isSuppressed(subscription.id));
    settle({ status: 'no-address', detail: hindered }, 'id' in first ? first.id : first.digest, first.items.length);
    return results;
  }

  for (const delivery of unfinished) {
    const { digest, items } = delivery.planned;
    if (await left(delivery)) tell('empty');
    else settle(await resume(delivery), digest, items.length);
  }
  const waiting = results.some(({ status }) => status !== 'sent' && status !== 'failed');
  const fresh =
    task.fresh ??
    (task.day !== null && unfinished.length > 0 && !waiting
      ? freshDigest(task.selection, planner, task.day, diagnostics)
      : null);
  if (fresh !== null) {
    // A limit that is used up leaves the next run to plan it.
    const result = performing.left > 0 ? await begin(fresh) : put(notYet.limit);
    settle(result, fresh.id, fresh.items.length);
  }
  return results.length > 0 ? results : [report({ status: idle, detail: null }, null, 0)];

  /** Moved away and back again: what the other channel told meanwhile is not told once more by what was left open here. */
  async function left(delivery: Delivery): Promise<boolean> {
    if (channel !== subscription.channel || delivery.doubted || retoldElsewhere(delivery, ledger) === null)
      return false;
    await giveUp(delivery, 'its papers went out by another channel');
    return true;
  }

  async function giveUp({ planned, attempts }: Delivery, why: string): Promise<Result> {
    const detail = `given up: ${why}`;
    const at = effects.clock();
    await record({ type: 'failed', key: planned.key, attempt: attempts, at, detail }, performing);
    return { status: 'failed', detail };
  }

  /** Takes up what an earlier run planned. */
  async function resume(delivery: Delivery): Promise<Result> {
    const { planned, deferredSince, notBefore } = delivery;
    const now = effects.clock();
    if (isTooOld(deferredSince, now)) return giveUp(delivery, 'it was put off for too long');
    if (!isDue(notBefore, now)) return put(`not before ${notBefore}: ${delivery.detail}`);
    return attempt(() => thaw(planned, planner), planned.key, null);
  }

  /** Plans a new one, on disk before anything is done about it, also when the server is down already. */
  async function begin(digest: Digest): Promise<Result> {
    // A mail that cannot be rendered is planned all the same: the error costs that one, and a later run sends it.
    const message = await performing.mailroom.render(digest, subscription).catch(() => null);
    const layout = (message as { layout?: MailPlan } | null)?.layout ?? null;
    const planned = plannedRecord(digest, task.day!, layout);
    await record(planned, performing);
    return attempt(() => digest, planned.key, message);
  }

  /** Why nothing is to be begun any more in this run. */
  function ended(): string | null {
    if (breaker.stopped) return notYet.server;
    return effects.signal.aborted || performing.fatal !== null ? notYet.stopped : null;
  }

  async function attempt(digestOf: () => Digest, key: string, message: Message | null): Promise<Result> {
    let detail: string | null = null;
    let paused = false;
    // Many wait for a connection at once. What came over them meanwhile is seen when it is their turn.
    const forbidden = (): string | null => {
      paused = breaker.paused;
      const gone = suppressed(subscription, mailbox, performing)
        ? 'suppressed'
        : effects.withdrawn?.(subscription.id)
          ? 'has left meanwhile'
          : null;
      return ended() ?? gone ?? (paused ? 'paused' : null);
    };
    try {
      for (;;) {
        await breaker.pass();
        const over = ended() ?? (performing.left <= 0 ? notYet.limit : null);
        if (over !== null) return put(detail ?? over);
        performing.left--;
        const rendered = message ?? (await performing.mailroom.render(digestOf(), subscription));
        const outcome = await deliver(rendered, subscription, mailbox, channel, performing, {
          forbidden,
          seen: judge,
        });
        const again = paused || (outcome.state === 'deferred' && outcome.serverWide && !breaker.stopped);
        if (!again) return { status: outcome.state, detail: outcome.detail };
        if (!paused) detail = outcome.detail;
        paused = false;
        performing.left++;
      }
    } catch (error) {
      // The state cannot be written: nobody can be mailed any more.
      if (error instanceof UserError) throw error;
      performing.fail(subscription, error);
      return { status: ledger.get(key)?.state === 'attempt' ? 'in-doubt' : 'deferred', detail: 'an error of ours' };
    }
  }

  function judge(outcome: Outcome): void {
    if (outcome.serverWide) breaker.fault();
    else if (outcome.state === 'sent') breaker.success();
    else if (outcome.state === 'failed') breaker.refusal();
    if (outcome.bounce === true)
      performing.bounced.set(subscription.id, { channel, address: mailbox?.address ?? null });
  }
}

function deliver(
  message: Message,
  subscription: Subscription,
  mailbox: Mailbox | null,
  channel: string,
  sending: Performing,
  turn: Required<Pick<Delivering, 'forbidden' | 'seen'>>,
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
    ...turn,
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
