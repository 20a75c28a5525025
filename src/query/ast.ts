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
 * - `exact`: in single quotes, `'Adam'`: the case counts too, and nothing else is taken for it
 */
export type TermStyle = 'word' | 'phrase' | 'exact';

/** A keyword or phrase to look for. `text` is without its quotes, and with the star of a stem (`transform*`). */
export interface TermNode extends Position {
  kind: 'term';
  style: TermStyle;
  text: string;
  /** Written with `=` before it: abbreviations learnt from the archive do not count. */
  plain: boolean;
}

/** A field of a paper that is text, so that terms are looked for in it. */
export type TextField = MatchField | 'author' | 'org';

/** `title:`, `abstract:`, `author:` or `org:` before a term or a group: everything inside is looked for in that field only. */
interface FieldNode extends Position {
  kind: 'field';
  field: TextField;
  child: Query;
}

/** A property of a paper that is no text. */
export type TestField = 'id' | 'has' | 'date' | 'added' | 'comments' | 'upvotes' | 'change';

/** A question about a property: `has:code`, `date:2026-01..2026-03`, `upvotes:>=20`. `value` is in its one canonical form. */
export interface TestNode extends Position {
  kind: 'test';
  field: TestField;
  value: string;
}

/** `topic:NAME` or `use:NAME`: what the topic or named query of that name asks for. */
interface RefNode extends Position {
  kind: 'ref';
  name: string;
}

/** `^3` after a term or a group: everything inside counts so many times in the score. */
interface WeightNode extends Position {
  kind: 'weight';
  weight: number;
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
export type Query = TermNode | FieldNode | TestNode | RefNode | WeightNode | NotNode | GroupNode;

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
/** Deepest nesting of parentheses, `NOT`, fields and weights: far from the end of the stack for every walker of the tree. */
export const MAX_DEPTH = 100;
/** Largest weight. */
export const MAX_WEIGHT = 100;
/** Fewest letters before the star of a stem. */
export const MIN_STEM = 3;

/** The fields that text can be looked for in. */
export const TEXT_FIELDS: readonly TextField[] = ['title', 'abstract', 'author', 'org'];
export const TEST_FIELDS: readonly TestField[] = ['id', 'has', 'date', 'added', 'comments', 'upvotes', 'change'];
/** Every name that may stand before a colon. */
export const FIELDS: readonly string[] = [...TEXT_FIELDS, ...TEST_FIELDS, 'topic', 'use'];
