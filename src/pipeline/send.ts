import type { Channel, Outcome } from '../deliver/channel.ts';
import { deliverDigest, type InDoubtPolicy } from '../deliver/deliver.ts';
import { deliveryKey, formatRecord, type Ledger, type LedgerRecord, plannedRecord } from '../deliver/ledger.ts';
import { diagnostic, UserError } from '../diagnostic/index.ts';
import type { Diagnostic, Digest, DigestReport, DigestStatus, Subscription } from '../model/index.ts';
import { isOwnFault, TemplateError } from '../render/email/index.ts';
import { type Planner, plan, thaw } from './digests.ts';
import type { Effects } from './effects.ts';
import { type Mailroom, templateFault } from './mail.ts';
import type { Selection } from './publish.ts';

/** Mails under way at once; a channel may bound it further. */
const concurrency = 5;

export interface Sending {
  planner: Planner;
  selections: readonly Selection[];
  mailroom: Mailroom;
  channel: Channel;
  effects: Pick<Effects, 'store' | 'addressOf' | 'clock' | 'signal'>;
  inDoubt: InDoubtPolicy;
}

/** What is to be done for one subscription. */
interface Task {
  subscription: Subscription;
  /** Planned by an earlier run and not finished. */
  unfinished: Digest[];
  /** A new one, to be planned now. */
  fresh: Digest | null;
  /** What is to be said when there is neither. */
  idle: DigestStatus;
}

/**
 * Sends what is due: first the digests that an earlier run planned and did not finish, then a new one for each
 * subscription that has none yet today. Each is planned on disk before anything goes out. After a fault of the whole
 * server, or a request to stop, nothing new is begun; what was planned is taken up by the next run.
 *
 * An error of ours over one digest (`digest-error`) costs only that one. When the state cannot be written, nothing new
 * is begun, what is under way gets its outcome, and then the error is thrown.
 * Templates of one subscription that cannot be used (`template-invalid`) cost only that one, too.
 * @throws TemplateError before anything was sent, when the common templates cannot be used.
 * @throws UserError (exit 5) when the state cannot be written.
 */
export async function sendDue(sending: Sending): Promise<{ digests: DigestReport[]; diagnostics: Diagnostic[] }> {
  const { channel } = sending.planner;
  const diagnostics: Diagnostic[] = [];
  const reports: DigestReport[] = [];
  const fail = ({ id }: Subscription, error: unknown): void => {
    diagnostics.push(isOwnFault(error) ? templateFault(error) : digestError(id, error));
  };
  const queue = sending.selections.flatMap((selection): Task[] => {
    try {
      return [taskOf(selection, sending, diagnostics)];
    } catch (error) {
      fail(selection.subscription, error);
      reports.push({ subscription: selection.subscription.id, status: 'deferred', papers: 0, channel });
      return [];
    }
  });
  await tryTemplates(queue, sending);
  let paused = false;
  const fatal: unknown[] = [];
  const workers = Array.from({ length: concurrency }, async () => {
    for (let next = queue.shift(); next !== undefined && fatal.length === 0; next = queue.shift()) {
      const { subscription } = next;
      try {
        const stop = () => paused || fatal.length > 0 || sending.effects.signal.aborted;
        const report = await perform(next, sending, stop, diagnostics, (error) => fail(subscription, error));
        paused ||= report.serverWide;
        reports.push(...report.digests);
      } catch (error) {
        fatal.push(error);
      }
    }
  });
  await Promise.all(workers);
  if (fatal.length > 0) throw fatal[0];
  const order = new Map(sending.selections.map(({ subscription }, index) => [subscription.id, index]));
  reports.sort((a, b) => order.get(a.subscription)! - order.get(b.subscription)!);
  return { digests: reports, diagnostics: onceEach(diagnostics) };
}

/**
 * What is due for one subscription. Today is the day of the clock, and one new digest a day is the rule. A digest of a
 * later day says that a clock was wrong, then or now. Waiting for that day could silence a subscriber for years, so
 * it is reported and does not count; no paper is told twice for it, for that is held by the ledger and not by days.
 */
function taskOf(selection: Selection, { planner, effects }: Sending, diagnostics: Diagnostic[]): Task {
  const { subscription } = selection;
  const { ledger, channel } = planner;
  const open = ledger.open.filter(
    ({ planned }) => planned.subscription === subscription.id && planned.channel === channel,
  );
  const unfinished = open.map(({ planned }) => thaw(planned, planner));
  const today = effects.clock().slice(0, 10);
  const days = ledger.days(subscription.id, channel);
  const last = days.at(-1) ?? today;
  if (last > today) diagnostics.push(clockBehind(last, today));
  if (unfinished.length > 0 || days.includes(today)) return { subscription, unfinished, fresh: null, idle: 'not-due' };
  const { digest: fresh, refused } = plan(selection, planner);
  diagnostics.push(...refused.map(({ id }) => staysRefused(subscription.id, id)));
  return { subscription, unfinished, fresh, idle: 'empty' };
}

/** Renders the first mail for nobody, so that templates that nobody can be mailed with stop the run before the first. */
async function tryTemplates(tasks: readonly Task[], { mailroom }: Sending): Promise<void> {
  for (const { subscription, unfinished, fresh } of tasks) {
    const digest = unfinished[0] ?? fresh;
    if (digest === null) continue;
    const error = await mailroom.render(digest, subscription).catch((error) => error);
    // Templates of one subscription cost that one only: the next one shows what the others are like.
    if (isOwnFault(error)) continue;
    if (error instanceof TemplateError) throw error;
    return;
  }
}

async function perform(
  { subscription, unfinished, fresh, idle }: Task,
  sending: Sending,
  stop: () => boolean,
  diagnostics: Diagnostic[],
  fail: (error: unknown) => void,
): Promise<{ digests: DigestReport[]; serverWide: boolean }> {
  const { effects } = sending;
  const { ledger, channel } = sending.planner;
  const report = (status: DigestStatus, digest: Digest | null): DigestReport => ({
    subscription: subscription.id,
    status,
    papers: digest?.items.length ?? 0,
    channel,
  });
  const digests = fresh === null ? unfinished : [...unfinished, fresh];
  if (digests.length === 0) return { digests: [report(idle, null)], serverWide: false };
  const { mailbox, diagnostic: faulty } = effects.addressOf(subscription);
  if (faulty !== null) diagnostics.push(faulty);
  if (mailbox === null) return { digests: [report('no-address', digests[0]!)], serverWide: false };
  // A digest is frozen on disk before anything is done about it, also when the server is down already.
  if (fresh !== null) {
    // A mail that cannot be rendered is planned all the same: the error costs that one, and a later run sends it.
    const mail = await sending.mailroom.render(fresh, subscription).catch(() => null);
    await record(plannedRecord(fresh, effects.clock().slice(0, 10), mail?.layout ?? null), sending, ledger);
  }
  const results: DigestReport[] = [];
  let serverWide = false;
  for (const digest of digests) {
    if (stop() || serverWide) {
      results.push(report('deferred', digest));
      continue;
    }
    try {
      const outcome = await deliver(digest, subscription, mailbox, sending);
      serverWide = outcome.serverWide;
      results.push(report(outcome.state, digest));
    } catch (error) {
      // The state cannot be written: nobody can be mailed any more.
      if (error instanceof UserError) throw error;
      fail(error);
      const begun = ledger.get(deliveryKey(digest.subscription, channel, digest.id))?.state === 'attempt';
      results.push(report(begun ? 'in-doubt' : 'deferred', digest));
    }
  }
  return { digests: results, serverWide };
}

async function deliver(
  digest: Digest,
  subscription: Subscription,
  mailbox: NonNullable<ReturnType<Effects['addressOf']>['mailbox']>,
  sending: Sending,
): Promise<Outcome> {
  const { mailroom, channel, effects, inDoubt } = sending;
  const { ledger } = sending.planner;
  const message = await mailroom.render(digest, subscription);
  return deliverDigest({
    key: message.messageKey,
    envelope: mailroom.envelope(message, mailbox, subscription),
    channel,
    ledger,
    append: (entry) => effects.store.ledger.append(formatRecord(entry)),
    now: effects.clock,
    inDoubt,
  });
}

/** On disk first, then in memory: what the ledger says is always also on disk. */
async function record(entry: LedgerRecord, { effects }: Sending, ledger: Ledger): Promise<void> {
  await effects.store.ledger.append(formatRecord(entry));
  ledger.apply(entry);
}

/** The text of an error could quote what it failed over; an address in it is withheld. */
const digestError = (subscription: string, error: unknown): Diagnostic =>
  diagnostic('digest-error', {
    message: `the digest for ${subscription} could not be made or sent: ${String((error as Error)?.message ?? error).replace(/\S*@\S*/g, '[withheld]')}`,
    hint: 'this is an error of ours, please report it; the others were sent, and the next run tries this one again',
  });

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

/** What was said for several subscribers in the same words is said once. */
const onceEach = (diagnostics: readonly Diagnostic[]): Diagnostic[] => [
  ...new Map(diagnostics.map((one) => [JSON.stringify(one), one])).values(),
];
