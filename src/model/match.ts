import type { ChangeKind } from './change.ts';
import type { Day, Link, Organization } from './paper.ts';

/** A text field of a paper in which terms are looked for. */
export type MatchField = 'title' | 'abstract';

/** Where a term was found. Offsets are UTF-16 units of the field's string, end exclusive. */
export interface Span {
  field: MatchField;
  start: number;
  end: number;
  /** The keyword or phrase as the profile writes it. */
  term: string;
}

/** Paper x topic, with the reasons. */
export interface Match {
  /** The topic's name. */
  topic: string;
  /** Finite; higher is better. */
  score: number;
  /** Ordered by field (title first), then start, then end. Never overlapping within the same term. */
  spans: Span[];
  /** The clause of the profile that held, in its language, shortened: `agent AND "tool use"`. */
  clause?: string;
  /** What the score consists of. */
  parts?: ScoreParts;
}

/** The parts of a score; together, rounded, they are the score. */
export interface ScoreParts {
  /** What the terms say, times the topic's weight. */
  relevance: number;
  /** The votes of the community. */
  community: number;
  /** How new the paper is. */
  freshness: number;
}

/** A paper as far as matching reads it; `Paper` and `PaperRecord` are such. What is not known is `null` or left out. */
export interface Subject {
  title: string;
  abstract: string | null;
  authors?: readonly string[];
  organization?: Organization | null;
  arxivId?: string | null;
  links?: readonly Link[];
  published?: Day | null;
  comments?: number | null;
  upvotes?: number | null;
  /** The day it was first seen, for `added:`. */
  firstSeen?: Day | null;
  /** What an edition says of it, for `change:`. */
  change?: ChangeKind | null;
}
