import type { ArchiveView } from '../diff/diff.ts';
import { titleFingerprint } from '../diff/fingerprint.ts';
import type { Source } from '../fetch/files.ts';
import type { Day, Dump, Instant } from '../model/index.ts';
import { resolveDates } from '../parse/dates.ts';
import { emptyFile } from '../parse/format.ts';
import { parseText } from '../parse/parse.ts';

/** A dump with the checksum of its bytes. */
export interface SourcedDump extends Dump {
  sha256: string;
}

/** A dump that can be taken in: with papers, its date at least assumed. */
export type DatedDump = SourcedDump & { date: Day };

/**
 * Parses sources and resolves the dates of all of them together, against the archive if there is one. In the order
 * given. A source in no known format gives a dump without papers, with an error among its diagnostics.
 */
export function parseSources(
  sources: readonly Source[],
  options: { now: Instant; date: Day | null; archive: ArchiveView | null },
): SourcedDump[] {
  const parsed = sources.map(({ path, sha256, text, unreadable }) => ({
    source: path,
    sha256,
    ...(unreadable ? { format: 'unknown', file: emptyFile([]) } : parseText(text, path)),
  }));
  const dated = resolveDates(parsed, {
    now: options.now,
    flag: options.date,
    keyOf: (paper) => titleFingerprint(paper.title),
    archived: (key) => options.archive?.publishedByTitle(key) ?? null,
  });
  return parsed.map(({ source, sha256, format, file }, index) => {
    const { date, dateBasis, papers, listing, diagnostics } = dated[index]!;
    const { layouts, confidence, lines } = file;
    const all = [...(sources[index]!.diagnostics ?? []), ...file.diagnostics, ...diagnostics];
    return { source, sha256, format, layouts, listing, date, dateBasis, confidence, papers, diagnostics: all, lines };
  });
}

/** Whether a dump could be read: it has papers, or is an honest empty list. */
export const isUsable = (dump: SourcedDump): boolean =>
  dump.papers.length > 0 || dump.diagnostics.every((problem) => problem.severity !== 'error');

/** The usable dumps in the order in which they are applied: by date, ties as given. */
export function inOrderOfDate(dumps: readonly SourcedDump[]): DatedDump[] {
  return dumps
    .filter((dump): dump is DatedDump => isUsable(dump) && dump.date !== null)
    .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
}
