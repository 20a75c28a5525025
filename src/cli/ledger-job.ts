import { join } from 'node:path';
import type { Settings } from '../config/settings.ts';
import { type Delivery, formatRecord, type LedgerRecord } from '../deliver/ledger.ts';
import type { AddressKeys } from '../deliver/suppression.ts';
import type { ArchiveUpdate } from '../model/index.ts';
import type { Planner } from '../pipeline/digests.ts';
import { markOf } from '../pipeline/guard.ts';
import { openPlanner } from '../pipeline/look.ts';
import { takeLock } from '../store/lock.ts';
import type { Store } from '../store/store.ts';
import { environment } from './environment.ts';
import { readKeys } from './sending.ts';
import { settingsOf } from './settings.ts';
import { storeOf } from './state.ts';

/** The arguments of the commands on the ledger. */
export interface LedgerArguments {
  json: boolean;
  out?: string;
  subscriptions?: string;
  now?: string;
}

/** The ledger, for a command that looks at it. */
export interface LedgerJob {
  settings: Settings;
  planner: Planner;
  store: Store;
  keys: AddressKeys;
}

/** Opens the ledger to look at it; takes no lock, and writes nothing. @throws UserError. */
export async function lookAtLedger(argv: LedgerArguments): Promise<LedgerJob> {
  const env = environment();
  const settings = settingsOf(argv);
  const store = storeOf(join(settings.outDir, 'state'));
  return { settings, store, keys: readKeys(env), planner: await openPlanner(store, 'smtp') };
}

/**
 * Opens the ledger to add to it, under the lock, and notes afterwards how long it is.
 * @throws UserError (exit 5) when another run has the lock, or the state cannot be written.
 */
export async function withLedger<T>(argv: LedgerArguments, work: (job: LedgerJob) => Promise<T>): Promise<T> {
  const { outDir } = settingsOf({ out: argv.out });
  const unlock = await takeLock(join(outDir, 'state'));
  try {
    const job = await lookAtLedger(argv);
    const result = await work(job);
    const ledger = markOf(await job.store.ledger.read());
    await job.store.commit({ archive: noUpdate, cursors: job.planner.cursors, ledger });
    return result;
  } finally {
    await unlock();
  }
}

const noUpdate: ArchiveUpdate = { papers: [], dumps: [], editions: [], clock: {}, unsettled: null };

/** On disk first, then in memory. */
export async function add({ store, planner }: LedgerJob, record: LedgerRecord): Promise<void> {
  await store.ledger.append(formatRecord(record));
  planner.ledger.apply(record);
}

/** Deliveries by key, digest or subscription; all without a filter. */
export const selected = (deliveries: readonly Delivery[], wanted: readonly string[]): Delivery[] =>
  deliveries.filter(
    ({ planned: { key, digest, subscription } }) =>
      wanted.length === 0 || wanted.includes(key) || wanted.includes(digest) || wanted.includes(subscription),
  );
