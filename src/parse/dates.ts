import { diagnostic } from '../diagnostic/index.ts';
import type { DateBasis, Day, Diagnostic, Instant, Listing, Paper } from '../model/index.ts';
import type { ParsedFile, PrintedDate, UndatedPaper } from './format.ts';
import { guessListing } from './listing.ts';
import { addDays, findDay, toDay } from './printed-date.ts';

/** What is known besides the files themselves. */
export interface DateEvidence {
  now: Instant;
  /** `--date`: holds for every dump given. */
  flag: Day | null;
  /** A key that is equal for the same paper in different dumps; `diff/` decides it. */
  keyOf(paper: { title: string }): string;
  /** The publication day that the archive knows for a key, with its year known for sure; otherwise `null`. */
  archived(key: string): Day | null;
}

/** A parsed file with its dates resolved. */
export interface DatedFile {
  /** `null` for a file that states no date and holds no paper: there is nothing to date. */
  date: Day | null;
  dateBasis: DateBasis | null;
  listing: Listing;
  papers: Paper[];
  /** The assumptions made, and contradictions found. */
  diagnostics: Diagnostic[];
}

interface Pending {
  source: string;
  file: ParsedFile;
  keys: string[];
  date: Day | null;
  basis: DateBasis;
  reason: string;
}

/** A day that may be off by one: the site prints local days. */
const slack = 1;

/**
 * Resolves the dates of all files together (SOURCE "Years"): the site omits the year for the current year, so a year that
 * is printed bounds the dump's year, and a paper printed with its year in one dump pins the bare date in another. Of
 * what is consistent with the evidence the earliest year is taken; without any evidence the nearest past date.
 *
 * The order of the files does not matter: bounds only ever rise, and the least solution is taken.
 */
export function resolveDates(
  files: readonly { source: string; file: ParsedFile }[],
  evidence: DateEvidence,
): DatedFile[] {
  const pending = files.map(({ source, file }): Pending => {
    const keys = file.papers.map((paper) => evidence.keyOf(paper));
    return { source, file, keys, ...statedDate(source, file, evidence.flag) };
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
  return pending.map((entry) => finish(entry, known));
}

/** The date that the flag, the file's name or the content states in full. */
function statedDate(source: string, file: ParsedFile, flag: Day | null): Pick<Pending, 'date' | 'basis' | 'reason'> {
  const named = findDay(source.replace(/^.*[\\/]/, ''));
  const header = file.header;
  const content = file.listed ?? (header?.year == null ? null : toDay(header.year, header.month, header.day));
  if (flag !== null) return { date: flag, basis: 'flag', reason: '' };
  if (named !== null) return { date: named, basis: 'file-name', reason: '' };
  if (content !== null) return { date: content, basis: 'content', reason: '' };
  return { date: null, basis: 'assumed', reason: '' };
}

/** One statement about the publication day of a paper. */
interface Statement {
  day: Day;
  /** The file that makes it; `null` for the archive. */
  source: string | null;
  /** Whether the year is printed there, or follows from the dump's. */
  explicit: boolean;
}

type Known = Map<string, Statement[]>;

function knownDays(pending: readonly Pending[], evidence: DateEvidence): Known {
  const known: Known = new Map();
  const add = (key: string, statement: Statement) => {
    const statements = known.get(key);
    if (statements === undefined) known.set(key, [statement]);
    else statements.push(statement);
  };
  const asked = new Set<string>();
  for (const { source, file, keys, date } of pending) {
    for (const [index, { printed }] of file.papers.entries()) {
      const key = keys[index]!;
      const day = printed === null ? null : dayWithin(printed, date);
      if (day !== null) add(key, { day, source, explicit: printed!.year !== null });
      if (asked.has(key)) continue;
      asked.add(key);
      const archived = evidence.archived(key);
      if (archived !== null) add(key, { day: archived, source: null, explicit: true });
    }
  }
  return known;
}

/** Raises the date of an open entry to the earliest one that the evidence allows; tells whether it moved. */
function bound(entry: Pending, known: Known, evidence: DateEvidence): boolean {
  const header = entry.file.header!;
  interface Bound {
    day: Day;
    basis: DateBasis;
    reason: string;
    evidence: Day;
  }
  let best: Bound | null = null;
  const consider = (evidenceDay: Day, basis: DateBasis, reason: string) => {
    const day = earliest(header, evidenceDay);
    // Of bounds that lead to one date the strongest basis is named (content comes first), with its newest evidence.
    const better =
      best === null || day > best.day || (basis === best.basis && day === best.day && evidenceDay > best.evidence);
    if (better) best = { day, basis, reason, evidence: evidenceDay };
  };
  for (const { printed } of entry.file.papers) {
    if (printed?.year == null) continue;
    if (entry.file.everyYear) {
      const day = dayWithin(printed, null)!;
      consider(addDays(day, -slack), 'content', `one of its papers is of ${day}`);
    } else
      consider(
        `${printed.year + 1}-01-01`,
        'content',
        `it prints the year ${printed.year}, and the page leaves out only the current year`,
      );
  }
  for (const key of entry.keys) {
    for (const { day, source } of known.get(key) ?? []) {
      if (source === entry.source) continue;
      const where = source === null ? 'the archive' : 'another dump';
      const reason = `${where} dates one of its papers ${day}`;
      consider(addDays(day, -slack), source === null ? 'archive' : 'other-dump', reason);
    }
  }
  // TypeScript does not see the assignment inside the closure.
  const chosen = best as Bound | null;
  if (chosen === null || chosen.day > addDays(evidence.now.slice(0, 10), slack)) return false;
  const moved = entry.date !== chosen.day;
  entry.date = chosen.day;
  entry.basis = chosen.basis;
  entry.reason = chosen.reason;
  return moved;
}

/** The first day with the month and day of a header that is not before `day`. */
function earliest(header: PrintedDate, day: Day): Day {
  const year = Number(day.slice(0, 4));
  const same = toDay(year, header.month, header.day);
  return same >= day ? same : toDay(year + 1, header.month, header.day);
}

function assume(entry: Pending, evidence: DateEvidence): void {
  const today = evidence.now.slice(0, 10);
  const { header, papers } = entry.file;
  if (header !== null) {
    const latest = addDays(today, slack);
    const year = Number(latest.slice(0, 4));
    const same = toDay(year, header.month, header.day);
    entry.date = same <= latest ? same : toDay(year - 1, header.month, header.day);
    entry.reason = 'nothing in it tells the year, and this is the nearest past date';
    return;
  }
  const printed = papers.flatMap(({ printed: date }) => (date?.year == null ? [] : [dayWithin(date, null)!]));
  entry.date = printed.sort().at(-1) ?? today;
  entry.reason =
    printed.length === 0 ? 'it states no date, so today was taken' : 'that is the newest date among its papers';
}

/**
 * The day of a printed date in a dump of `date`: a bare one is of the dump's year, or of the year before when it would
 * lie after the dump. `null` when a bare date meets an unknown dump date.
 */
function dayWithin(printed: PrintedDate, date: Day | null): Day | null {
  if (printed.year !== null) return toDay(printed.year, printed.month, printed.day);
  if (date === null) return null;
  const year = Number(date.slice(0, 4));
  const same = toDay(year, printed.month, printed.day);
  return same <= addDays(date, slack) ? same : toDay(year - 1, printed.month, printed.day);
}

function finish(entry: Pending, known: Known): DatedFile {
  const { date } = entry;
  if (date === null) return { date, dateBasis: null, listing: entry.file.listing, papers: [], diagnostics: [] };
  const papers = entry.file.papers.map((paper, index) => datePaper(paper, entry, known.get(entry.keys[index]!) ?? []));
  const report = entry.reason === '' ? conflict(entry, date) : assumption(entry, date);
  const listing =
    entry.file.listing === 'unknown'
      ? guessListing(
          entry.date!,
          papers.map((paper, index) => paper.published ?? known.get(entry.keys[index]!)?.[0]?.day ?? null),
        )
      : entry.file.listing;
  return { date, dateBasis: entry.basis, listing, papers, diagnostics: report === null ? [] : [report] };
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
  return { ...paper, published: day, publishedBasis: sameYear ? 'dump-year' : 'assumed' };
}
