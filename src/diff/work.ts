import type { Day, Edition, PaperRecord } from '../model/index.ts';
import type { Evidence } from './identity.ts';
import type { IncomingDump } from './incoming.ts';
import type { DumpMatcher } from './match.ts';

/** What a dump's papers share while it is taken in. */
export interface Work {
  dump: IncomingDump;
  edition: string;
  matcher: DumpMatcher;
  /** A whole daily list: only such a one tells that a paper came back. */
  whole: boolean;
  /** The records that this dump has brought or met, as they were before; `null` for new ones. */
  before: Map<string, PaperRecord | null>;
}

/** Whether nothing states anything of a paper: its record was lost, and made anew from what referred to it. */
export const isStub = ({ sightings }: PaperRecord): boolean => sightings.every(({ states }) => states === 0);

export const isOf =
  (date: Day) =>
  (edition: Edition): boolean =>
    edition.date === date;

/** Why a paper was found again, in words. */
export const because = (evidence: Evidence | null): string =>
  evidence === null ? 'printed twice' : `same ${evidence.replace('arxiv-id', 'arXiv id').replaceAll('-', ' ')}`;

/** The edition that a dump makes, or `null` when it changes nothing. */
export function editionOf(
  { date, sha256 }: IncomingDump,
  { id, sequence, changes, counts }: Pick<Edition, 'id' | 'sequence' | 'changes' | 'counts'>,
): Edition | null {
  const moved = changes.filter((change) => change.kind !== 'seen');
  if (moved.length === 0) return null;
  return { id, date, sequence, dump: sha256, history: false, arrived: date, counts, changes: moved };
}
