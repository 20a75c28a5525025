import { diagnostic, UserError } from '../diagnostic/index.ts';
import type { ArchiveView, DumpEffect } from '../diff/diff.ts';
import type { Day, Diagnostic } from '../model/index.ts';
import { inOrderOfDate, type SourcedDump } from './parse.ts';

/** How dumps are taken into the archive. */
export interface TakeOptions {
  /** Editions of that date and later are mailed also on a first run; `null`: only the newest edition. */
  since: Day | null;
  /** Take everything in as history: nobody is mailed. */
  backfill: boolean;
  /** The fuse: more new papers than this stop the run. The first run and `backfill` are exempt. */
  maxNew: number;
}

/**
 * Takes dumps into the archive in order of their dates. A dump that could not be read at all is left out, so that a better
 * copy of it counts later.
 * @throws UserError (exit 5) when the fuse blows; the view is then unusable and must not be committed.
 */
export function takeDumps(view: ArchiveView, dumps: readonly SourcedDump[], options: TakeOptions): DumpEffect[] {
  const first = view.dumps.length === 0;
  const effects: DumpEffect[] = [];
  for (const dump of inOrderOfDate(dumps)) {
    if (view.has(dump.sha256)) continue;
    const { sha256, date, dateBasis, source, papers } = dump;
    const name = source.replace(/^.*[\\/]/, '');
    effects.push(view.take({ sha256, date, dateBasis: dateBasis ?? 'assumed', source: name, papers }));
  }
  const added = effects.reduce((sum, effect) => sum + effect.counts.new, 0);
  if (!first && !options.backfill && added > options.maxNew) throw new UserError([flood(added, options.maxNew)], 5);
  const editions = effects.flatMap((effect) => effect.edition ?? []);
  // The clock of rollover: what arrives together is equally old, and a late old dump is as new as the newest before it.
  const arrived = view.editions.reduce((newest, { date }) => (date > newest ? date : newest), '');
  for (const [index, edition] of editions.entries()) {
    const newest = index === editions.length - 1 || (options.since !== null && edition.date >= options.since);
    edition.history = options.backfill || (first && !newest);
    edition.arrived = arrived;
  }
  return effects;
}

const flood = (added: number, fuse: number): Diagnostic =>
  diagnostic('flood', {
    message: `${added} new papers, the fuse is at ${fuse}; nothing was changed and nobody was mailed`,
    expected: `at most ${fuse} new papers in one run`,
    actual: String(added),
    hint: 'if the input is right, raise the fuse with --max-new, or take it in without mailing with --backfill',
  });
