import type { Diagnostic } from './diagnostic.ts';
import type { Day, Paper } from './paper.ts';

/** What kind of page was saved. Only a complete daily list can tell that a paper came back or a day is stale. */
export type Listing = 'daily' | 'search' | 'trending' | 'week' | 'month' | 'unknown';

/**
 * How the date of a dump is known, strongest first: the `--date` flag, the file's name, its content, other dumps
 * given with it, the archive, or an assumption.
 */
export type DateBasis = 'flag' | 'file-name' | 'content' | 'other-dump' | 'archive' | 'assumed';

/** Every non-blank line of a text dump is explained (a field of a paper, or boilerplate) or reported. */
export interface LineAccount {
  /** Non-blank lines. */
  total: number;
  explained: number;
  unexplained: number;
}

/** One saved listing, parsed, its dates resolved. */
export interface Dump {
  /** The path as it was given. */
  source: string;
  /** The format's key in `parse/formats/index.ts`. */
  format: string;
  /** The text layouts found, `T1` ... `T8`; empty for other formats. */
  layouts: string[];
  listing: Listing;
  date: Day | null;
  dateBasis: DateBasis | null;
  /** From 0 to 1: how sure the reader is of the structure it found. */
  confidence: number;
  papers: Paper[];
  diagnostics: Diagnostic[];
  /** `null` for formats without lines, such as JSON. */
  lines: LineAccount | null;
}
