import { plural } from '../diagnostic/index.ts';
import type { DumpEffect } from '../diff/diff.ts';
import type { Verdict } from '../model/index.ts';
import { isUsable, type SourcedDump } from './parse.ts';

/** What the verdict is about. */
export interface Judged {
  /** The dumps that were not known before. */
  dumps: readonly SourcedDump[];
  /** What those taken in did. */
  effects: readonly DumpEffect[];
  /** How many of the dumps given were taken in by an earlier run. */
  known: number;
}

/** Diagnostics that say that a dump is not what the page held. */
const faults = new Set(['layout-drift', 'file-cut']);

/**
 * What a run says of its input, with the reason in one line: `fresh` when there are new papers; `broken` when no dump given
 * is sound; `quiet` otherwise. What only history can tell (`stale`, `partial`) is not judged yet.
 */
export function judge({ dumps, effects, known }: Judged): Verdict {
  const total = (kind: 'new' | 'revised' | 'enriched' | 'relisted') =>
    effects.reduce((sum, { counts }) => sum + counts[kind], 0);
  const added = total('new');
  const changed = total('revised') + total('enriched') + total('relisted');
  const faulty = dumps.flatMap((dump) => faultOf(dump) ?? []);
  if (faulty.length > 0 && faulty.length === dumps.length) {
    const also = added > 0 ? `; ${plural(added, 'new paper')} could be read` : '';
    return {
      kind: 'broken',
      reason: `${faulty[0]}${faulty.length > 1 ? `, and ${plural(faulty.length - 1, 'dump')} more` : ''}${also}`,
    };
  }
  const besides = faulty.length > 0 ? `; ${plural(faulty.length, 'dump')} not sound: ${faulty[0]}` : '';
  if (added > 0) {
    const editions = effects.filter((effect) => effect.edition !== null).length;
    const also = changed > 0 ? `, ${plural(changed, 'paper')} changed` : '';
    return {
      kind: 'fresh',
      reason: `${plural(added, 'new paper')} in ${plural(editions, 'edition')}${also}${besides}`,
    };
  }
  return { kind: 'quiet', reason: `${quietReason(dumps, changed, known)}${besides}` };
}

/** Why a dump is not sound, with its name; `null` when it is. */
function faultOf(dump: SourcedDump): string | null {
  const fault = dump.diagnostics.find(
    ({ code, severity }) => faults.has(code) || (severity === 'error' && !isUsable(dump)),
  );
  return fault === undefined ? null : `${dump.source}: ${fault.message}`;
}

function quietReason(dumps: readonly SourcedDump[], changed: number, known: number): string {
  if (changed > 0) return `no new paper; ${plural(changed, 'known paper')} changed`;
  if (dumps.length === 0)
    return known === 0 ? 'no dump was given' : `nothing new: ${plural(known, 'dump')} taken in before`;
  const empty = dumps.filter((dump) => dump.papers.length === 0);
  if (empty.length === dumps.length) {
    const [first] = empty;
    return dumps.length === 1
      ? `the list${first!.date === null ? '' : ` of ${first!.date}`} is empty`
      : 'the lists are empty';
  }
  return 'nothing new: every paper was known';
}
