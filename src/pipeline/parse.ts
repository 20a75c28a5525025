import type { ArchiveView, IncomingDump } from '../diff/diff.ts';
import { titleFingerprint } from '../diff/fingerprint.ts';
import { titleKey } from '../diff/identity.ts';
import type { Redating } from '../diff/redate.ts';
import type { Source } from '../fetch/files.ts';
import type { Day, Dump, Instant } from '../model/index.ts';
import { resolveDates } from '../parse/dates.ts';
import { emptyFile, type ParsedFile } from '../parse/format.ts';
import { parseText } from '../parse/parse.ts';
import { printDate, redatings, type Shadow, shadowsOf } from './shadows.ts';

/** A dump with the checksum of its bytes. */
export interface SourcedDump extends Dump {
  sha256: string;
  /** What it prints of dates, when its year is inferred. */
  undated: IncomingDump['undated'];
}

/** A dump that can be taken in: with papers, its date at least assumed. */
export type DatedDump = SourcedDump & { date: Day };

/** Dumps read against an archive. */
export interface Parsed {
  dumps: SourcedDump[];
  /** Dumps of the archive whose year these dumps correct. */
  redatings: Redating[];
}

/**
 * Parses sources and resolves the dates of all of them together. In the order given. A source in no known format gives a
 * dump without papers, with an error among its diagnostics.
 */
export const parseSources = (sources: readonly Source[], options: { now: Instant; date: Day | null }): SourcedDump[] =>
  parseAgainst(sources, { ...options, archive: null }).dumps;

/**
 * The same with an archive: what it knows of the papers' dates is evidence, and dumps that it holds without a year of
 * their own are dated anew together with the new ones.
 */
export function parseAgainst(
  sources: readonly Source[],
  { now, date: flag, archive }: { now: Instant; date: Day | null; archive: ArchiveView | null },
): Parsed {
  const parsed = sources.map(({ path, sha256, text, unreadable }) => ({
    source: path,
    sha256,
    ...(unreadable ? { format: 'unknown', file: emptyFile([]) } : parseText(text, path)),
  }));
  const fingerprints = new Map<string, string>();
  for (const { file } of parsed) {
    for (const { title } of file.papers) fingerprints.set(titleKey(title), titleFingerprint(title));
  }
  const shadows: Shadow[] = archive === null ? [] : shadowsOf(archive, new Set(fingerprints.keys()));
  const evidence = {
    now,
    keyOf: (paper: { title: string }) => (paper.title.startsWith('\0') ? paper.title.slice(1) : titleKey(paper.title)),
    archived: (key: string) => {
      const fingerprint = fingerprints.get(key);
      return fingerprint === undefined ? null : (archive?.publishedByTitle(fingerprint) ?? null);
    },
  };
  const dated = resolveDates([...parsed, ...shadows], { ...evidence, flag });
  const dumps = parsed.map(({ source, sha256, format, file }, index): SourcedDump => {
    const { date, dateBasis, papers, listing, inferred, diagnostics } = dated[index]!;
    const { layouts, confidence, lines } = file;
    const reports = [...(sources[index]!.diagnostics ?? []), ...file.diagnostics, ...diagnostics];
    const undated = inferred ? undatedOf(file) : null;
    const facts = { source, sha256, format, layouts, listing, date, dateBasis, confidence, papers };
    return { ...facts, diagnostics: reports, lines, undated };
  });
  const moved = archive === null ? [] : redatings(archive, shadows, dated.slice(parsed.length));
  return { dumps, redatings: moved };
}

const undatedOf = ({ header, everyYear, listing, papers }: ParsedFile): SourcedDump['undated'] => ({
  header: { month: header!.month, day: header!.day },
  everyYear: everyYear ?? false,
  listing,
  printed: papers.map(({ printed }) => (printed === null ? null : printDate(printed))),
});

/** Whether a dump could be read: it has papers, or is an honest empty list. */
export const isUsable = (dump: SourcedDump): boolean =>
  dump.papers.length > 0 || dump.diagnostics.every((problem) => problem.severity !== 'error');

/** The usable dumps in the order in which they are applied: by date, ties as given. */
export function inOrderOfDate(dumps: readonly SourcedDump[]): DatedDump[] {
  return dumps
    .filter((dump): dump is DatedDump => isUsable(dump) && dump.date !== null)
    .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
}

/** What taking a dump in needs of it. */
export function toIncoming(dump: DatedDump): IncomingDump {
  const { sha256, date, dateBasis, source, format, listing, papers, undated } = dump;
  return { sha256, date, dateBasis: dateBasis ?? 'assumed', source, format, listing, papers, undated };
}
