import { plural } from '../diagnostic/index.ts';
import type { Verdict } from '../model/index.ts';
import type { FetchReport } from './contract.ts';

/**
 * What a fetch says of what came, with the reason in one line: `fresh` when a dump was saved, `quiet` when all is here
 * already or there is no list, `broken` when nothing usable came.
 */
export function judgeFetch({ saved, diagnostics }: Pick<FetchReport, 'saved' | 'diagnostics'>): Verdict {
  const fresh = saved.filter(({ status }) => status === 'saved' || status === 'kept-both');
  const faults = diagnostics.filter(({ severity }) => severity === 'error');
  const besides = faults.length > 0 ? `; ${faults[0]!.message}` : '';
  if (fresh.length > 0) {
    const papers = fresh.reduce((sum, dump) => sum + dump.papers, 0);
    return { kind: 'fresh', reason: `${plural(fresh.length, 'dump')} saved with ${plural(papers, 'paper')}${besides}` };
  }
  if (faults.length > 0) return { kind: 'broken', reason: faults[0]!.message };
  if (saved.length > 0) return { kind: 'quiet', reason: 'nothing new: the lists are here already' };
  return { kind: 'quiet', reason: diagnostics[0]?.message ?? 'nothing new: all days are here already' };
}
