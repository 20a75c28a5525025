import type { DumpEffect } from '../diff/diff.ts';
import type { Verdict } from '../model/index.ts';

/** What a run says of its input, with the reason in one line. */
export function judge(input: { effects: readonly DumpEffect[]; known: number; unusable: number }): Verdict {
  const { effects, known, unusable } = input;
  const added = effects.reduce((sum, { counts }) => sum + counts.new, 0);
  const changed = effects.reduce((sum, { counts }) => sum + counts.revised + counts.enriched + counts.relisted, 0);
  if (added > 0) {
    const editions = effects.filter((effect) => effect.edition !== null).length;
    const also = changed > 0 ? `, ${count(changed, 'paper')} changed` : '';
    return { kind: 'fresh', reason: `${count(added, 'new paper')} in ${count(editions, 'edition')}${also}` };
  }
  if (unusable > 0 && effects.length === 0 && known === 0) {
    return { kind: 'broken', reason: `${count(unusable, 'dump')} given, none of them readable` };
  }
  if (changed > 0) return { kind: 'quiet', reason: `no new paper; ${count(changed, 'known paper')} changed` };
  if (effects.length === 0 && known === 0) return { kind: 'quiet', reason: 'no dump was given' };
  if (effects.length === 0) return { kind: 'quiet', reason: `nothing new: ${count(known, 'dump')} taken in before` };
  return { kind: 'quiet', reason: 'nothing new: every paper was known' };
}

/** `1 paper`, `2 papers`. */
const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;
