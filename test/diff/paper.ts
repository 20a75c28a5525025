import { ArchiveView, type IncomingDump } from '../../src/diff/diff.ts';
import { emptyArchive, inMemory, updated } from '../../src/diff/source.ts';
import type { Archive, Day, Edition, Paper, PaperRecord } from '../../src/model/index.ts';
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
export const dumpOf = (date: Day, ...papers: Paper[]): IncomingDump => ({
  sha256: String(serial++).padStart(12, '0').padEnd(64, '0'),
  date,
  dateBasis: 'flag' as const,
  source: 'x.txt',
  format: 'text',
  listing: 'unknown',
  papers,
  undated: null,
});

/** A complete daily list. */
export const dailyOf = (date: Day, ...papers: Paper[]): IncomingDump => ({
  ...dumpOf(date, ...papers),
  listing: 'daily',
});

/** A view of an archive in memory, whose whole content can be looked at. */
export class TestArchive extends ArchiveView {
  private readonly before: Archive;

  constructor(archive: Archive = emptyArchive()) {
    super(inMemory(archive));
    this.before = archive;
  }

  /** The archive with all that was taken in. */
  archive(): Archive {
    return updated(this.before, this.update());
  }

  /** Every paper by its permanent id. */
  records(): Map<string, PaperRecord> {
    return new Map(this.archive().papers.map((paper) => [paper.id, paper]));
  }

  editions(): Edition[] {
    return this.archive().editions;
  }
}
