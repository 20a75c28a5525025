import { replay } from '../deliver/ledger.ts';
import { diagnostic, UserError } from '../diagnostic/index.ts';
import { emptyArchive } from '../diff/source.ts';
import type { Subscription } from '../model/index.ts';
import type { Reader } from '../render/library.ts';
import type { Store } from '../store/store.ts';
import type { Planner } from './digests.ts';
import { checkLedger } from './guard.ts';
import { select } from './matching.ts';

/**
 * The ledger and the archive, held against each other, for the commands that look at deliveries or ask for more of them.
 * @throws UserError (exit 5) when they are damaged or there are none.
 */
export async function openPlanner(store: Store, channel: string, forced = false): Promise<Planner> {
  return look(store, channel, forced).catch((error) => {
    // Who only looks has no lock: a run may have written between the archive and the ledger. A second look decides.
    if (error instanceof UserError) return look(store, channel, forced);
    throw error;
  });
}

async function look(store: Store, channel: string, forced: boolean): Promise<Planner> {
  const state = await store.open({ whole: false });
  if (state === null) {
    const message = 'there is no archive here yet, so there are no deliveries';
    throw new UserError([diagnostic('state-missing', { message, hint: 'paperboy run takes dumps in' })], 5);
  }
  const text = await store.ledger.read();
  const ledger = replay(text, store.ledger.path);
  const archive = state.archive() ?? emptyArchive();
  checkLedger(text, ledger, { archive, mark: state.ledger }, store.ledger.path);
  const papers = new Map(archive.papers.map((paper) => [paper.id, paper]));
  return { archive, papers, cursors: state.cursors, ledger, channel, forced };
}

/** What each subscription matches. */
export const selectionsOf = (subscriptions: readonly Subscription[], { archive }: Planner): Reader[] =>
  select(subscriptions, archive);
