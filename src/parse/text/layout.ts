import type { Code } from '../../diagnostic/index.ts';
import type { Organization } from '../../model/index.ts';
import type { DateLine } from '../printed-date.ts';
import type { Line } from './lines.ts';

/** A paper as a layout reader finds it: texts still to be cleaned of length, dates still without a year. */
export interface Card {
  /** Number of its first line, from 1. */
  line: number;
  title: string;
  abstract: string | null;
  arxivId: string | null;
  authorCount: number | null;
  organization: Organization | null;
  date: DateLine | null;
  /** Number of the line that holds the date. */
  dateLine: number | null;
  comments: number | null;
  upvotes: number | null;
  /** The layout that it was printed in, `T1` ... `T8`. */
  layout: string;
}

/** Something a reader could not place. */
export interface Doubt {
  code: Code;
  /** Line number, from 1. */
  line: number;
  message: string;
}

/** What a layout reader made of the lines of one section. */
export interface Reading {
  header: DateLine | null;
  cards: Card[];
  doubts: Doubt[];
  /** Lines that are neither a field of a paper nor boilerplate. */
  unexplained: number;
  /**
   * How irregular the structure is: 0 when every paper is complete. A card that lacks what the layout always prints costs
   * `incomplete`, so that a reading of another layout's lines is worse than the right one.
   */
  cost: number;
  /** `true` when the layout prints the year of every date, also of the current year. */
  everyYear: boolean;
}

/**
 * A way in which the page is turned into text. To add one: a file in `parse/text/layouts/`, a line in
 * `parse/text/layouts/index.ts`, a fixture in `test/fixtures/text/`.
 */
export interface Layout {
  /**
   * Whether a section (one head and what follows it) shows any sign of this layout. Cheap, and no verdict: of several
   * candidates the one that reads the section best is taken.
   */
  detect(lines: readonly Line[]): boolean;
  read(lines: readonly Line[]): Reading;
}

/** The cost of a card without the marks of its layout. */
export const incomplete = 4;

/** A card with nothing known but where it begins. */
export const emptyCard = (line: number, layout: string): Card => ({
  line,
  title: '',
  abstract: null,
  arxivId: null,
  authorCount: null,
  organization: null,
  date: null,
  dateLine: null,
  comments: null,
  upvotes: null,
  layout,
});
