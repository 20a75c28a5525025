import { diagnostic } from '../diagnostic/index.ts';
import type { DateBasis, Day, Diagnostic, Listing, Paper } from '../model/index.ts';
import type { ParsedFile, UndatedPaper } from './format.ts';
import { guessListing } from './listing.ts';
import { addDays, findDay, toDay } from './printed-date.ts';
import {
  assume,
  bound,
  type DateEvidence,
  dayWithin,
  type Known,
  knownDays,
  type Pending,
  type Statement,
  slack,
} from './years.ts';

export type { DateEvidence } from './years.ts';

/** A parsed file with its dates resolved. */
export interface DatedFile {
  /** `null` for a file that states no date and holds no paper: there is nothing to date. */
  date: Day | null;
  dateBasis: DateBasis | null;
  listing: Listing;
  papers: Paper[];
  /** Whether the year is inferred, so that later evidence may correct it. */
  inferred: boolean;
  /** The assumptions made, and contradictions found. */
  diagnostics: Diagnostic[];
}

/**
 * Resolves the dates of all files together (SOURCE "Years"): the site omits the year for the current year, so a year that
 * is printed bounds the dump's year, and a paper printed with its year in one dump pins the bare date in another. Of
 * what is consistent with the evidence the earliest year is taken; without any evidence the nearest past date.
 *
 * The order of the files does not matter: bounds only ever rise, and the least solution is taken. A file with a `flag` of
 * its own, `null`, is not dated by that of the evidence.
 */
export function resolveDates(
  files: readonly { source: string; file: ParsedFile; flag?: null }[],
  evidence: DateEvidence,
): DatedFile[] {
  const range = { first: 1990, last: Number(evidence.now.slice(0, 4)) + 1 };
  const doubts: Diagnostic[][] = [];
  const pending = files.map(({ source, file: read, flag = evidence.flag }): Pending => {
    const { file, diagnostics } = dropImpossible(read, source, range);
    doubts.push(diagnostics);
    const keys = file.papers.map((paper) => evidence.keyOf(paper));
    return { source, file, keys, ...statedDate(source, file, flag, range), future: false };
  });
  const open = pending.filter((entry) => entry.date === null && entry.file.header !== null);
  // Each round can only move a date to a later year, and each move needs one that moved before: this ends.
  for (let round = 0, moved = true; moved && round <= pending.length + 1; round++) {
    moved = false;
    const known = knownDays(pending, evidence);
    for (const entry of open) moved = bound(entry, known, evidence) || moved;
  }
  for (const entry of pending) {
    const empty = entry.file.papers.length === 0 && entry.file.header === null;
    if (entry.date === null && !empty) assume(entry, evidence);
  }
  const known = knownDays(pending, evidence);
  return pending.map((entry, index) => {
    const dated = finish(entry, known);
    return { ...dated, diagnostics: [...doubts[index]!, ...dated.diagnostics] };
  });
}

/** Years that a paper or a dump can be of: arXiv began in 1991, and the next year may have begun elsewhere. */
interface YearRange {
  first: number;
  last: number;
}

const within = (year: number, { first, last }: YearRange): boolean => year >= first && year <= last;

/** Drops printed dates of impossible years, which would be taken for evidence: they cost the date, never the paper. */
function dropImpossible(
  file: ParsedFile,
  source: string,
  range: YearRange,
): { file: ParsedFile; diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const papers = file.papers.map((paper) => {
    const { printed, publishedText, line } = paper;
    if (printed?.year == null || within(printed.year, range)) return paper;
    const message = `no paper is of "${publishedText}"; the paper is kept without a date`;
    diagnostics.push(diagnostic('date-invalid', { message, file: source, line }));
    return { ...paper, printed: null };
  });
  return diagnostics.length === 0 ? { file, diagnostics } : { file: { ...file, papers }, diagnostics };
}

/** The date that the flag, the file's name or the content states in full. */
function statedDate(
  source: string,
  file: ParsedFile,
  flag: Day | null,
  range: YearRange,
): Pick<Pending, 'date' | 'basis' | 'reason'> {
  const found = findDay(source.replace(/^.*[\\/]/, ''));
  // A number in a file's name that only looks like a date.
  const named = found !== null && within(Number(found.slice(0, 4)), range) ? found : null;
  const header = file.header;
  const content = file.listed ?? (header?.year == null ? null : toDay(header.year, header.month, header.day));
  if (flag !== null) return { date: flag, basis: 'flag', reason: '' };
  if (named !== null) return { date: named, basis: 'file-name', reason: '' };
  if (content !== null) return { date: content, basis: 'content', reason: '' };
  return { date: null, basis: 'assumed', reason: '' };
}

function finish(entry: Pending, known: Known): DatedFile {
  const { date } = entry;
  if (date === null)
    return { date, dateBasis: null, listing: entry.file.listing, papers: [], inferred: false, diagnostics: [] };
  const papers = entry.file.papers.map((paper, index) => datePaper(paper, entry, known.get(entry.keys[index]!) ?? []));
  const report = entry.reason === '' ? conflict(entry, date) : assumption(entry, date);
  const listing =
    entry.file.listing === 'unknown'
      ? guessListing(
          entry.date!,
          papers.map((paper, index) => paper.published ?? known.get(entry.keys[index]!)?.[0]?.day ?? null),
        )
      : entry.file.listing;
  const inferred = entry.reason !== '' && entry.file.header !== null;
  return { date, dateBasis: entry.basis, listing, papers, inferred, diagnostics: report === null ? [] : [report] };
}

function assumption(entry: Pending, date: Day): Diagnostic {
  return diagnostic('date-assumed', {
    message: `the dump is taken to be of ${date}: ${entry.reason}`,
    file: entry.source,
    hint: 'if that is wrong, give --date YYYY-MM-DD or put the date into the file name',
  });
}

/** A flag or a file name that contradicts the content. A list saved on a later day under that day's name is normal. */
function conflict({ source, basis, file: { header, listed } }: Pending, date: Day): Diagnostic | null {
  const stated = header === null ? listed : toDay(header.year ?? Number(date.slice(0, 4)), header.month, header.day);
  if (stated === null || stated === date) return null;
  const origin = basis === 'flag' ? 'the --date flag' : 'the file name';
  return diagnostic('date-conflict', {
    message: `the content is dated ${header?.year === null ? stated.slice(5) : stated}, ${origin} says ${date}; ${date} was taken`,
    file: source,
    severity: header === null ? 'info' : 'warning',
    expected: date,
    actual: header?.year === null ? stated.slice(5) : stated,
  });
}

/** Completes the publication date of a paper: the year printed, else printed elsewhere, else that of the dump. */
function datePaper({ printed, ...paper }: UndatedPaper, entry: Pending, statements: readonly Statement[]): Paper {
  if (printed === null) return { ...paper, published: null, publishedBasis: null };
  const day = dayWithin(printed, entry.date)!;
  if (printed.year !== null) return { ...paper, published: day, publishedBasis: 'explicit' };
  for (const { day: stated, source, explicit } of statements) {
    if (!explicit || source === entry.source) continue;
    const pinned = toDay(Number(stated.slice(0, 4)), printed.month, printed.day);
    if (pinned >= addDays(stated, -slack) && pinned <= addDays(stated, slack)) {
      return { ...paper, published: pinned, publishedBasis: source === null ? 'archive' : 'other-dump' };
    }
  }
  const sameYear = day.slice(0, 4) === entry.date!.slice(0, 4);
  // In a dump whose own year is only assumed, a bare date is no better.
  return { ...paper, published: day, publishedBasis: sameYear && entry.basis !== 'assumed' ? 'dump-year' : 'assumed' };
}
