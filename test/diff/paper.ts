import type { Day, Paper } from '../../src/model/index.ts';
import { unsaid } from '../records.ts';

/** An abstract that is long enough to prove identity, different for each seed. */
export const abstractOf = (seed: string): string =>
  `We look into ${seed} and what it means for practice. ${Array.from({ length: 24 }, (_, i) => `${seed}${i}`).join(' ')}. The results hold across ${seed}.`;

export const paperOf = (title: string, more: Partial<Paper> = {}): Paper => ({
  ...unsaid,
  title,
  abstract: abstractOf(title),
  line: 1,
  ...more,
});

let serial = 0;

/** A dump with bytes of its own. */
export const dumpOf = (date: Day, ...papers: Paper[]) => ({
  sha256: String(serial++).padStart(12, '0').padEnd(64, '0'),
  date,
  dateBasis: 'flag' as const,
  source: 'x.txt',
  papers,
});
