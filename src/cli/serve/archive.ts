import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Suppressions } from '../../deliver/suppression.ts';
import { UserError } from '../../diagnostic/index.ts';
import { openPlanner } from '../../pipeline/look.ts';
import { type Recent, recentOf } from '../../pipeline/sight.ts';
import type { Told } from '../../pipeline/told.ts';
import { manifestPath } from '../../store/layout.ts';
import { storeOf } from '../state.ts';

/** What the server reads of the archive, as it was when somebody last looked. */
export interface ArchiveView {
  recent: Recent;
  told: Told;
  suppressions: Suppressions | null;
}

const none: ArchiveView = {
  recent: recentOf({ papers: [], editions: [] }),
  told: { archive: { papers: [], dumps: [], editions: [], clock: {}, unsettled: [] }, papers: new Map(), ledger: '' },
  suppressions: null,
};

/** Seconds for which nobody looks again whether there is something new. */
const REST = 2;

/**
 * The archive in an output folder, read again when a run has written it. Without one there are no papers yet. One that is damaged is told to
 * `failed`, and the view from before stays: the server goes on with what it has, and runs refuse.
 * @param clock seconds.
 */
export function archiveOf(
  out: string,
  clock: () => number,
  failed: (error: unknown) => void,
): () => Promise<ArchiveView> {
  const store = storeOf(join(out, 'state'));
  const stamped = [join(out, 'state', manifestPath), store.ledger.path];
  let view = none;
  let stamp = '';
  let looked = Number.NEGATIVE_INFINITY;
  let turn: Promise<void> = Promise.resolve();

  async function look(): Promise<void> {
    if (clock() - looked < REST) return;
    looked = clock();
    const now = await Promise.all(
      stamped.map((path) =>
        stat(path).then(
          ({ mtimeMs, size }) => `${mtimeMs} ${size}`,
          () => '-',
        ),
      ),
    );
    if (now.join() === stamp) return;
    try {
      const { archive, papers, ledger } = await openPlanner(store, 'smtp');
      const text = await store.ledger.read();
      view = { recent: recentOf(archive), told: { archive, papers, ledger: text }, suppressions: ledger.suppressions };
      stamp = now.join();
    } catch (error) {
      const isMissing = error instanceof UserError && error.diagnostics[0]?.code === 'state-missing';
      if (!isMissing) failed(error);
    }
  }

  return async () => {
    turn = turn.then(look);
    await turn;
    return view;
  };
}
