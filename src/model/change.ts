/**
 * What a dump does to the archive, for one paper; the first that applies counts.
 * - `new`: no dump had it before.
 * - `revised`: its title or abstract differs, white space, mirror hosts and the like aside.
 * - `enriched`: code, project page, organisation, authors or the arXiv id appeared.
 * - `relisted`: it came back to the daily list after being away.
 * - `seen`: none of these.
 */
export type ChangeKind = 'new' | 'revised' | 'enriched' | 'relisted' | 'seen';

/** One field that differs. Lists and links are given as one string, values joined by `, `. */
export interface FieldChange {
  field: string;
  before: string | null;
  after: string | null;
}

/** What one dump did to one paper. */
export interface Change {
  kind: ChangeKind;
  /** The archive's permanent id of the paper. */
  paper: string;
  /** The paper's revision after this change, from 1. */
  revision: number;
  title: string;
  arxivId: string | null;
  fields: FieldChange[];
  /** How it was found again, or since when it was away; `null` for a new paper. One line for people. */
  reason: string | null;
}

/** How many papers of a dump got each kind of change. */
export type ChangeCounts = Record<ChangeKind, number>;
