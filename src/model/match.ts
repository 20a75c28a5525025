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
}
