import type { Topic } from '../model/index.ts';
import { MAX_TERM_LENGTH, MAX_TERMS, type Query, type QueryError, type TermNode, type TermStyle } from './ast.ts';
import { hasSubstance, isBareWord } from './lexer.ts';
import { parseQuery } from './parse.ts';

/** An error in a topic, with the list and the entry (from 0) that its offset counts in. */
export interface TopicError extends QueryError {
  part: 'any' | 'all' | 'none' | 'query' | 'topic';
  index: number;
}

/**
 * One entry of `any`, `all` or `none` as a term. An entry is text, not a query: `title:` or `OR` in it are looked for as
 * they are. Only quotes around the whole entry mean what they mean in a query.
 */
function keyword(entry: string): TermNode {
  const text = entry.trim();
  const position = { offset: 0, length: entry.length };
  const inner = text.slice(1, -1);
  const quote = text.length > 2 ? `${text[0]}${text.at(-1)}` : '';
  if (quote === "''") return { kind: 'term', style: 'exact', text: inner, ...position };
  if (quote === '""' || quote === '“”') return { kind: 'term', style: 'phrase', text: inner, ...position };
  const style: TermStyle = isBareWord(text) ? 'word' : 'phrase';
  return { kind: 'term', style, text, ...position };
}

/** Several queries as one, without a group around a single one. */
function group(kind: 'and' | 'or', children: Query[]): Query | null {
  return children.length > 1 ? { kind, children, offset: 0, length: 0 } : (children[0] ?? null);
}

/**
 * Compiles a topic's lists and its query to the one tree that they mean together:
 * `(any OR any) AND all AND all AND NOT none AND (query)`. A faulty entry of `any` is left out; any other
 * error, and a topic that asks for nothing, make the query `null`. All are reported. Positions count in the entry they come from.
 */
export function topicToQuery(topic: Topic): { query: Query | null; errors: TopicError[] } {
  const errors: TopicError[] = [];
  let terms = 0;
  const list = (part: 'any' | 'all' | 'none'): TermNode[] => {
    const nodes: TermNode[] = [];
    for (const [index, entry] of topic[part].entries()) {
      const fail = (message: string, expected: string, hint: string | null) =>
        errors.push({ message, offset: 0, length: entry.length, expected, hint, part, index });
      if (++terms > MAX_TERMS) {
        if (terms === MAX_TERMS + 1)
          fail('too many terms', `at most ${MAX_TERMS} terms`, 'split it into several topics');
      } else if (entry.length > MAX_TERM_LENGTH) {
        fail(`a term of ${entry.length} characters`, `at most ${MAX_TERM_LENGTH} characters`, null);
      } else if (!hasSubstance(entry)) {
        fail(entry.trim() === '' ? 'an empty term' : `nothing to look for in ${entry}`, 'a letter or a digit', null);
      } else {
        nodes.push(keyword(entry));
      }
    }
    return nodes;
  };

  const any = list('any');
  const all = list('all');
  const none = list('none');
  const parts: Query[] = [];
  const anyGroup = group('or', any);
  if (anyGroup !== null) parts.push(anyGroup);
  parts.push(...all);
  // Without a faulty entry of `any` the topic asks for less; without one of the other lists it would match too much.
  let broken = (topic.any.length > 0 && anyGroup === null) || errors.some((error) => error.part !== 'any');
  if (topic.query !== null) {
    const parsed = parseQuery(topic.query);
    for (const error of parsed.errors) errors.push({ ...error, part: 'query', index: 0 });
    if (parsed.query === null) broken = true;
    else parts.push(parsed.query);
  }
  for (const child of none) parts.push({ kind: 'not', child, offset: child.offset, length: child.length });
  const nothing = topic.any.length + topic.all.length + topic.none.length === 0 && topic.query === null;
  if (nothing) {
    const expected = 'a list any or all, or a query';
    errors.push({
      message: 'a topic without terms',
      offset: 0,
      length: 0,
      expected,
      hint: null,
      part: 'topic',
      index: 0,
    });
  }
  return { query: broken ? null : group('and', parts), errors };
}
