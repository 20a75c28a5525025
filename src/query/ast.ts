import type { MatchField } from '../model/index.ts';

/** Where a node stands in the text it was read from, in UTF-16 units. */
export interface Position {
  offset: number;
  length: number;
}

/**
 * How a term is written.
 * - `word`: bare, `reward`
 * - `phrase`: in double quotes, `"reward model"`: the words stand together and in this order
 * - `exact`: in single quotes, `'Adam'`: the case counts too
 */
export type TermStyle = 'word' | 'phrase' | 'exact';

/** A keyword or phrase to look for. `text` is without its quotes. */
export interface TermNode extends Position {
  kind: 'term';
  style: TermStyle;
  text: string;
}

/** `title:` or `abstract:` before a term or a group: everything inside is looked for in that field only. */
interface FieldNode extends Position {
  kind: 'field';
  field: MatchField;
  child: Query;
}

interface NotNode extends Position {
  kind: 'not';
  child: Query;
}

/** Always two children or more, in the order written. */
interface GroupNode extends Position {
  kind: 'and' | 'or';
  children: Query[];
}

/** A profile as a tree. Nested at most `MAX_DEPTH` deep, so that it may be walked by recursion. */
export type Query = TermNode | FieldNode | NotNode | GroupNode;

/** What is wrong with a query, and where. */
export interface QueryError extends Position {
  message: string;
  /** What could stand there instead. */
  expected: string | null;
  /** What to do about it. */
  hint: string | null;
}

/** Longest query, in UTF-16 units. A profile that a person writes is a thousand times shorter. */
export const MAX_QUERY_LENGTH = 100_000;
/** Most terms of one query, or of one topic's lists together. */
export const MAX_TERMS = 10_000;
/** Longest term, in UTF-16 units: longer than any title. */
export const MAX_TERM_LENGTH = 1_000;
/** Deepest nesting of parentheses, `NOT` and fields: far from the end of the stack for every walker of the tree. */
export const MAX_DEPTH = 100;

/** The fields that text can be looked for in. */
export const FIELDS: readonly MatchField[] = ['title', 'abstract'];
