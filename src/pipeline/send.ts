import type { InDoubtPolicy } from '../deliver/deliver.ts';
import type { AddressKeys } from '../deliver/suppression.ts';
import { UserError } from '../diagnostic/index.ts';
import type { Diagnostic, DigestReport, DigestStatus, Subscription } from '../model/index.ts';
import { isOwnFault, TemplateError } from '../render/email/index.ts';
import type { Reader } from '../render/library.ts';
import { compactLedger } from './compaction.ts';
import { type Planner, thaw } from './digests.ts';
import { type Task, taskOf } from './due.ts';
import type { Effects } from './effects.ts';
import { type Mailroom, templateFault } from './mail.ts';
import { digestError, type Performing, perform } from './perform.ts';
import { suppressBounced, unknownKeys } from './suppress.ts';
import type { Ways } from './ways.ts';
import { wouldSend } from './would-send.ts';

/**
 * Mails under way at once, rendering and waiting for the disk included; a channel may bound it further. Few until the
 * first got through, so that a server that fails is not tried for many.
 */
const concurrency = { first: 5, later: 40 };

export interface Sending {
  planner: Planner;
  selections: readonly Reader[];
  mailroom: Mailroom;
  ways: Ways;
  effects: Pick<Effects, 'store' | 'addressOf' | 'clock' | 'signal' | 'progress' | 'withdrawn'>;
  inDoubt: InDoubtPolicy;
  keys: AddressKeys;
  /** Most digests to send; `null`: all that are due. */
  limit?: number | null;
  /** `true`: says what would be sent, and neither sends nor records. */
  dryRun?: boolean;
}

/**
 * Sends what is due: first the digests that an earlier run planned and did not finish, then a new one for each
 * subscription that is due. Each is planned on disk before anything goes out. After a fault of the whole server that does
 * not pass, or a request to stop, nothing new is begun; what was planned is taken up by the next run.
 *
 * An error of ours over one digest (`digest-error`) costs only that one. When the state cannot be written, nothing new
 * is begun, what is under way gets its outcome, and then the error is thrown.
 * Templates of one subscription that cannot be used (`template-invalid`) cost only that one, too.
 * @throws TemplateError before anything was sent, when the common templates cannot be used.
 * @throws UserError (exit 5) when the state cannot be written, or suppressed addresses could not be recognised.
 */
export async function sendDue(sending: Sending): Promise<{ digests: DigestReport[]; diagnostics: Diagnostic[] }> {
  const { planner, effects } = sending;
  const unknown = planner.ledger.suppressions.unknownKeys(sending.keys);
  if (unknown.length > 0) throw new UserError([unknownKeys(unknown)], 5);
  const diagnostics: Diagnostic[] = [];
  const reports: DigestReport[] = [];
  const fail = ({ id }: Subscription, error: unknown): void => {
    diagnostics.push(isOwnFault(error) ? templateFault(error) : digestError(id, error));
  };
  const now = effects.clock();
  const tasks = sending.selections.flatMap((selection): Task[] => {
    try {
      return [taskOf(selection, planner, now, diagnostics)];
    } catch (error) {
      fail(selection.subscription, error);
      const { id } = selection.subscription;
      reports.push({ subscription: id, status: 'deferred', papers: 0, channel: planner.channel });
      return [];
    }
  });
  // Nothing new is planned before everything that an earlier run left is taken up.
  const queue = [...tasks.filter(({ unfinished }) => unfinished.length > 0)];
  queue.push(...tasks.filter(({ unfinished }) => unfinished.length === 0));
  if (sending.dryRun === true) {
    reports.push(...wouldSend(queue, sending, now, diagnostics));
    return { digests: inOrder(reports, sending), diagnostics: onceEach(diagnostics) };
  }
  await tryTemplates(queue, sending);

  const performing: Performing = {
    ...sending,
    diagnostics,
    fail,
    left: sending.limit ?? Number.POSITIVE_INFINITY,
    bounced: new Map(),
    fatal: null,
  };
  const total = queue.reduce((sum, { unfinished, fresh }) => sum + unfinished.length + (fresh === null ? 0 : 1), 0);
  let done = 0;
  effects.progress?.({ done, total, status: null });
  const tell = (status: DigestStatus): void => {
    effects.progress?.({ done: ++done, total: Math.max(total, done), status });
    if (status === 'sent') while (workers.length < concurrency.later) workers.push(work());
  };
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined && performing.fatal === null; next = queue.shift()) {
      try {
        reports.push(...(await perform(next, performing, tell)));
      } catch (error) {
        performing.fatal ??= { error };
      }
    }
  };
  const workers: Promise<void>[] = [];
  while (workers.length < concurrency.first) workers.push(work());
  // Others may join while these are awaited.
  for (const worker of workers) await worker;
  if (performing.fatal !== null) throw performing.fatal.error;
  await suppressBounced(performing);
  await compactLedger(planner.ledger, effects);
  return { digests: inOrder(reports, sending), diagnostics: onceEach(diagnostics) };
}

/** Renders the first mail for nobody, so that templates that nobody can be mailed with stop the run before the first. */
async function tryTemplates(tasks: readonly Task[], { mailroom, planner }: Sending): Promise<void> {
  for (const { subscription, unfinished, fresh } of tasks) {
    const planned = unfinished[0]?.planned;
    try {
      const digest = planned === undefined ? fresh : thaw(planned, planner);
      if (digest === null) continue;
      await mailroom.render(digest, subscription);
    } catch (error) {
      // Templates of one subscription cost that one only: the next one shows what the others are like.
      if (isOwnFault(error)) continue;
      if (error instanceof TemplateError) throw error;
    }
    return;
  }
}

function inOrder(reports: DigestReport[], { selections }: Sending): DigestReport[] {
  const order = new Map(selections.map(({ subscription }, index) => [subscription.id, index]));
  return reports.sort((a, b) => order.get(a.subscription)! - order.get(b.subscription)!);
}

/** What was said for several subscribers in the same words is said once. */
const onceEach = (diagnostics: readonly Diagnostic[]): Diagnostic[] => [
  ...new Map(diagnostics.map((one) => [JSON.stringify(one), one])).values(),
];
