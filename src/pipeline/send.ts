import type { Channel, Outcome } from '../deliver/channel.ts';
import { deliverDigest, type InDoubtPolicy } from '../deliver/deliver.ts';
import { formatRecord, type Ledger, type LedgerRecord, plannedRecord } from '../deliver/ledger.ts';
import type { Diagnostic, Digest, DigestReport, DigestStatus, Subscription } from '../model/index.ts';
import { type Planner, planFor, thaw } from './digests.ts';
import type { Effects } from './effects.ts';
import type { Mailroom } from './mail.ts';
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

/**
 * Sends what is due: first the digests that an earlier run planned and did not finish, then a new one for each
 * subscription that has none yet today. Each is planned on disk before anything goes out. After a fault of the whole
 * server, or a request to stop, nothing new is begun; what was planned is taken up by the next run.
 */
export async function sendDue(sending: Sending): Promise<{ digests: DigestReport[]; diagnostics: Diagnostic[] }> {
  const diagnostics: Diagnostic[] = [];
  const reports: DigestReport[] = [];
  let paused = false;
  const queue = [...sending.selections];
  const workers = Array.from({ length: concurrency }, async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const report = await sendTo(next, sending, paused || sending.effects.signal.aborted, diagnostics);
      paused ||= report.serverWide;
      reports.push(...report.digests);
    }
  });
  await Promise.all(workers);
  const order = new Map(sending.selections.map(({ subscription }, index) => [subscription.id, index]));
  reports.sort((a, b) => order.get(a.subscription)! - order.get(b.subscription)!);
  return { digests: reports, diagnostics };
}

async function sendTo(
  selection: Selection,
  sending: Sending,
  paused: boolean,
  diagnostics: Diagnostic[],
): Promise<{ digests: DigestReport[]; serverWide: boolean }> {
  const { subscription } = selection;
  const { planner, effects } = sending;
  const { ledger, channel } = planner;
  const report = (status: DigestStatus, papers = 0): DigestReport => ({
    subscription: subscription.id,
    status,
    papers,
    channel,
  });
  const unfinished = ledger.open.filter(
    ({ planned }) => planned.subscription === subscription.id && planned.channel === channel,
  );
  const today = effects.clock().slice(0, 10);
  const due = unfinished.length === 0 && (ledger.lastDay(subscription.id, channel) ?? '') < today;
  const digests = unfinished.map(({ planned }) => thaw(planned, planner));
  const fresh = due ? planFor(selection, planner) : null;
  if (fresh === null && digests.length === 0)
    return { digests: [report(due ? 'empty' : 'not-due')], serverWide: false };
  const { mailbox, diagnostic } = effects.addressOf(subscription);
  if (diagnostic !== null) diagnostics.push(diagnostic);
  const size = (fresh ?? digests[0]!).items.length;
  if (mailbox === null) return { digests: [report('no-address', size)], serverWide: false };
  // A digest is frozen on disk before anything is done about it, also when the server is down already.
  if (fresh !== null) {
    await record(plannedRecord(fresh, today), sending, ledger);
    digests.push(fresh);
  }
  const results: DigestReport[] = [];
  let serverWide = false;
  for (const digest of digests) {
    if (paused || serverWide || effects.signal.aborted) {
      results.push(report('deferred', digest.items.length));
      continue;
    }
    const outcome = await deliver(digest, subscription, mailbox, sending);
    serverWide = outcome.serverWide;
    results.push(report(outcome.state, digest.items.length));
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
