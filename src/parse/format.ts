import type { Day, Diagnostic, LineAccount, Listing, Paper } from '../model/index.ts';

/** A date as printed: the site omits the year for the current year. */
export interface PrintedDate {
  year: number | null;
  /** 1 to 12. */
  month: number;
  /** 1 to 31, checked against the month (29 February is allowed where the year is unknown). */
  day: number;
}

/** A paper whose publication date may still lack its year; `parse/dates.ts` completes it. */
export type UndatedPaper = Omit<Paper, 'published' | 'publishedBasis'> & { printed: PrintedDate | null };

/** What a format reads from one file, before the dates of all files are resolved together. */
export interface ParsedFile {
  layouts: string[];
  /** `unknown` unless the content says it. */
  listing: Listing;
  /** The date in the page's head, perhaps without a year. */
  header: PrintedDate | null;
  /** The listing's day where the content states it in full, as the API does. */
  listed: Day | null;
  /** `true` when the year of every date is printed, also the current one, so that it bounds nothing. */
  everyYear?: boolean;
  papers: UndatedPaper[];
  diagnostics: Diagnostic[];
  confidence: number;
  lines: LineAccount | null;
}

/**
 * A dump format. To add one: a file in `parse/formats/` that exports a `DumpFormat`, a line in
 * `parse/formats/index.ts`, a folder in `test/fixtures/` with `NAME.in` beside `NAME.papers.json`. The contract tests
 * iterate the table.
 */
export interface DumpFormat {
  /** For people, in `--help` and the README. */
  label: string;
  /**
   * How surely a file that begins so is of this format, from 0 (not) to 1.
   * @param head at most the first 64 KiB of the text.
   */
  detect(head: string): number;
  /**
   * Reads the whole file. Never throws for bad input: what cannot be read becomes a diagnostic, and a bad paper
   * costs no other paper.
   * @param source the path as given, for diagnostics.
   */
  parse(text: string, source: string): ParsedFile;
}

/** A file of which nothing could be read. */
export const emptyFile = (diagnostics: Diagnostic[]): ParsedFile => ({
  layouts: [],
  listing: 'unknown',
  header: null,
  listed: null,
  papers: [],
  diagnostics,
  confidence: 0,
  lines: null,
});
