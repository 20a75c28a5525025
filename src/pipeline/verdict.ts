import { plural } from '../diagnostic/index.ts';
import { isWorkday } from '../diff/days.ts';
import type { DumpEffect } from '../diff/diff.ts';
import type { Verdict } from '../model/index.ts';
import { isUsable, type SourcedDump } from './parse.ts';
import type { Repeat } from './repeats.ts';

/** What the verdict is about. */
export interface Judged {
  /** The dumps that were not known before. */
  dumps: readonly SourcedDump[];
  /** What those taken in did. */
  effects: readonly DumpEffect[];
  /** How many of the dumps given were taken in by an earlier run. */
  known: number;
  /** A capture, to the byte, of an older daily list on a later day. */
  repeat: Repeat | null;
}

/** Diagnostics that say that a dump is not what the page held. */
const faults = new Set(['layout-drift', 'file-cut']);

/**
 * What a run says of its input, with the reason in one line. The first that applies:
 * - `broken`: no dump given is sound;
 * - `partial`: of the newest daily list a part is missing; what is there was taken in, but not as final;
 * - `fresh`: there are new papers;
 * - `stale`: the newest daily list is that of an older day, on a day that should have a new one;
 * - `quiet`: nothing new, and nothing wrong with that.
 */
export function judge({ dumps, effects, known, repeat }: Judged): Verdict {
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
  const daily = newestDaily(effects);
  if (daily?.every(({ partial }) => partial !== null)) {
    const { dump, partial } = daily[0]!;
    const taken = added > 0 ? `${plural(added, 'new paper')} taken in, but the` : 'the';
    return { kind: 'partial', reason: `${taken} list of ${dump.date} is not whole: ${partial}${besides}` };
  }
  if (added > 0) {
    const editions = effects.filter((effect) => effect.edition !== null).length;
    const also = changed > 0 ? `, ${plural(changed, 'paper')} changed` : '';
    return {
      kind: 'fresh',
      reason: `${plural(added, 'new paper')} in ${plural(editions, 'edition')}${also}${besides}`,
    };
  }
  if (daily?.every(({ dump, repeats }) => repeats !== null && isWorkday(dump.date))) {
    const { dump, repeats } = daily[0]!;
    return { kind: 'stale', reason: `the list of ${dump.date} is still that of ${repeats}${besides}` };
  }
  if (daily === null && repeat !== null && changed === 0) {
    return { kind: 'stale', reason: `the list of ${repeat.date} is to the byte that of ${repeat.of}${besides}` };
  }
  return { kind: 'quiet', reason: `${quietReason(dumps, changed, known)}${besides}` };
}

/** The daily lists of the newest day among those taken in, or `null` when none is one. */
function newestDaily(effects: readonly DumpEffect[]): DumpEffect[] | null {
  const daily = effects.filter(({ dump }) => dump.listing === 'daily' && dump.papers > 0);
  const last = daily.reduce((newest, { dump }) => (dump.date > newest ? dump.date : newest), '');
  return last === '' ? null : daily.filter(({ dump }) => dump.date === last);
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
