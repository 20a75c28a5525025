import type { DateBasis, Day, Instant } from '../model/index.ts';
import type { ParsedFile, PrintedDate } from './format.ts';
import { addDays, isDay, toDay } from './printed-date.ts';

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

/** A file whose date may still be open. */
export interface Pending {
  source: string;
  file: ParsedFile;
  /** The key of each paper. */
  keys: string[];
  date: Day | null;
  basis: DateBasis;
  /** Why the date was taken; empty when it is stated. */
  reason: string;
  /** Evidence leads to a day that is still to come, so it cannot be right. */
  future: boolean;
}

/** A day that may be off by one: the site prints local days. */
export const slack = 1;

/** One statement about the publication day of a paper. */
export interface Statement {
  day: Day;
  /** The file that makes it; `null` for the archive. */
  source: string | null;
  /** Whether the year is printed there, or follows from the dump's. */
  explicit: boolean;
}

export type Known = Map<string, Statement[]>;

export function knownDays(pending: readonly Pending[], evidence: DateEvidence): Known {
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
export function bound(entry: Pending, known: Known, evidence: DateEvidence): boolean {
  interface Bound {
    day: Day;
    basis: DateBasis;
    reason: string;
    evidence: Day;
  }
  const latest = addDays(evidence.now.slice(0, 10), slack);
  let best: Bound | null = null;
  const consider = (evidenceDay: Day, basis: DateBasis, reason: string) => {
    const day = earliest(entry, evidenceDay);
    // One wrong statement does not spoil the others.
    if (day > latest) entry.future = true;
    // Of bounds that lead to one date the strongest basis is named (content comes first), with its newest evidence.
    else if (
      best === null ||
      day > best.day ||
      (basis === best.basis && day === best.day && evidenceDay > best.evidence)
    ) {
      best = { day, basis, reason, evidence: evidenceDay };
    }
  };
  for (const { printed } of entry.file.papers) {
    if (printed?.year == null) continue;
    if (entry.file.everyYear) {
      const day = dayWithin(printed, null)!;
      consider(addDays(day, -slack), 'content', `one of its papers is of ${day}`);
    } else {
      const reason = `it prints the year ${printed.year}, and the page leaves out only the current year`;
      consider(`${printed.year + 1}-01-01`, 'content', reason);
    }
  }
  for (const [index, key] of entry.keys.entries()) {
    // What the dump prints in full itself needs no other witness, and none against it.
    if (entry.file.papers[index]!.printed?.year != null) continue;
    for (const { day, source } of known.get(key) ?? []) {
      if (source === entry.source) continue;
      const where = source === null ? 'the archive' : 'another dump';
      const reason = `${where} dates one of its papers ${day}`;
      consider(addDays(day, -slack), source === null ? 'archive' : 'other-dump', reason);
    }
  }
  // TypeScript does not see the assignment inside the closure.
  const chosen = best as Bound | null;
  if (chosen === null) return false;
  const moved = entry.date !== chosen.day;
  entry.date = chosen.day;
  entry.basis = chosen.basis;
  entry.reason = chosen.reason;
  return moved;
}

/** Takes the nearest past date, for want of evidence. */
export function assume(entry: Pending, evidence: DateEvidence): void {
  const today = evidence.now.slice(0, 10);
  const { header, papers } = entry.file;
  if (header !== null) {
    entry.date = nearestPast(entry, addDays(today, slack));
    entry.reason = entry.future
      ? 'what it prints would date it into the future, so this is the nearest past date'
      : 'nothing in it tells the year, and this is the nearest past date';
    return;
  }
  const printed = papers.flatMap(({ printed: date }) => (date?.year == null ? [] : [dayWithin(date, null)!]));
  entry.date = printed.sort().at(-1) ?? today;
  entry.reason =
    printed.length === 0 ? 'it states no date, so today was taken' : 'that is the newest date among its papers';
}

/** Leap years are at most eight years apart (1896 and 1904; 2096 and 2104). */
const leapGap = 8;

/** The first day with the month and day of a header that is not before `day`. */
function earliest(entry: Pending, day: Day): Day {
  const { month, day: date } = entry.file.header!;
  const first = Number(day.slice(0, 4));
  const years = Array.from({ length: leapGap + 2 }, (_, offset) => first + offset);
  const later = years.filter((year) => toDay(year, month, date) >= day);
  return toDay(later.find((year) => fits(entry, year)) ?? later[0]!, month, date);
}

/** The last day with the month and day of a header that is not after `latest`. */
function nearestPast(entry: Pending, latest: Day): Day {
  const { month, day: date } = entry.file.header!;
  const last = Number(latest.slice(0, 4));
  const years = Array.from({ length: leapGap + 2 }, (_, offset) => last - offset);
  const past = years.filter((year) => toDay(year, month, date) <= latest);
  return toDay(past.find((year) => fits(entry, year)) ?? past[0]!, month, date);
}

/** Whether a dump of that year can print `Feb 29` where it does: in its head, or bare with a paper. */
function fits({ file }: Pending, year: number): boolean {
  const header = file.header!;
  const isLeap = (candidate: number): boolean => isDay(candidate, 2, 29);
  if (header.month === 2 && header.day === 29 && !isLeap(year)) return false;
  const bare = file.papers.some(({ printed }) => printed?.year === null && printed.month === 2 && printed.day === 29);
  // Under a header of January the bare date is of the year before.
  const before = header.month < 2 || (header.month === 2 && header.day < 29 - slack);
  return !bare || isLeap(before ? year - 1 : year);
}

/**
 * The day of a printed date in a dump of `date`: a bare one is of the dump's year, or of the year before when it would
 * lie after the dump. `null` when a bare date meets an unknown dump date.
 */
export function dayWithin(printed: PrintedDate, date: Day | null): Day | null {
  if (printed.year !== null) return toDay(printed.year, printed.month, printed.day);
  if (date === null) return null;
  const year = Number(date.slice(0, 4));
  const same = toDay(year, printed.month, printed.day);
  return same <= addDays(date, slack) ? same : toDay(year - 1, printed.month, printed.day);
}
