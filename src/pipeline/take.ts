import { diagnostic, UserError } from '../diagnostic/index.ts';
import type { ArchiveView, DumpEffect } from '../diff/diff.ts';
import type { Redating } from '../diff/redate.ts';
import type { Day, Diagnostic } from '../model/index.ts';
import { inOrderOfDate, type SourcedDump, toIncoming } from './parse.ts';

/** How dumps are taken into the archive. */
export interface TakeOptions {
  /** Editions of that date and later are mailed also on a first run; `null`: only the newest edition. */
  since: Day | null;
  /** Take everything in as history: nobody is mailed. */
  backfill: boolean;
  /** The fuse: more new papers than this stop the run; `null`: it is off. The first run and `backfill` are exempt. */
  maxNew: number | null;
}

/**
 * Takes dumps into the archive in order of their dates. A dump that could not be read at all is left out, so that a better
 * copy of it counts later.
 * @throws UserError (exit 5) when the fuse blows; the view is then unusable and must not be committed.
 */
export function takeDumps(
  view: ArchiveView,
  dumps: readonly SourcedDump[],
  options: TakeOptions & { newest: Day | null },
): DumpEffect[] {
  const first = view.empty;
  const effects: DumpEffect[] = [];
  for (const dump of inOrderOfDate(dumps)) {
    if (view.has(dump.sha256)) continue;
    effects.push(view.take({ ...toIncoming(dump), source: dump.source.replace(/^.*[\\/]/, '') }));
  }
  const added = effects.reduce((sum, effect) => sum + effect.counts.new, 0);
  const { maxNew } = options;
  if (!first && !options.backfill && maxNew !== null && added > maxNew) throw new UserError([flood(added, maxNew)], 5);
  const editions = effects.flatMap((effect) => effect.edition ?? []);
  // The clock of rollover: what arrives together is equally old, and a late old dump is as new as the newest before it.
  const arrived = editions.reduce((newest, { date }) => (date > newest ? date : newest), options.newest ?? '');
  for (const [index, edition] of editions.entries()) {
    const newest = index === editions.length - 1 || (options.since !== null && edition.date >= options.since);
    edition.history = options.backfill || (first && !newest);
    edition.arrived = arrived;
  }
  return effects;
}

/** Corrects what is known of the date of a dump of the archive, and says so when it is another one. */
export function redate(view: ArchiveView, redating: Redating): Diagnostic[] {
  const known = view.dump(redating.sha256)!;
  view.redate(redating);
  if (known.date === redating.date) return [];
  const message = `the dump is of ${redating.date}, not of ${known.date} as was assumed: later dumps tell the year`;
  return [diagnostic('dump-redated', { message, file: known.source })];
}

const flood = (added: number, fuse: number): Diagnostic =>
  diagnostic('flood', {
    message: `${added} new papers, the fuse is at ${fuse}; nothing was changed and nobody was mailed`,
    expected: `at most ${fuse} new papers in one run`,
    actual: String(added),
    hint: 'if the input is right, let it in with --allow-flood, or without mailing anybody with --backfill',
  });
