import type { Topic } from '../model/index.ts';
import { MAX_TERM_LENGTH, MAX_TERMS, type Query, type QueryError } from './ast.ts';
import { keywordNode, keywordTrouble } from './keyword.ts';
import { Resolver, type Scope } from './names.ts';
import { parseQuery } from './parse.ts';
import { hasSubstance } from './shape.ts';

/** An error in a topic, with the list and the entry (from 0) that its offset counts in. */
export interface TopicError extends QueryError {
  part: 'any' | 'all' | 'none' | 'query' | 'use' | 'topic';
  index: number;
}

/** Several queries as one, without a group around a single one. */
function group(kind: 'and' | 'or', children: Query[]): Query | null {
  return children.length > 1 ? { kind, children, offset: 0, length: 0 } : (children[0] ?? null);
}

type Topical = { query: Query | null; errors: TopicError[] };

/**
 * Compiles a topic's lists and its query to the one tree that they mean together:
 * `(any OR any) AND all AND all AND (query) AND (use) AND NOT none`. A faulty entry of `any` is left out; any other
 * error, and a topic that asks for nothing, make the query `null`. All are reported. Positions count in the entry they come from.
 * @param scope what the topic may refer to by name; its own name among the topics is itself.
 */
export function topicToQuery(topic: Topic, scope: Scope = { topics: [], queries: [] }): Topical {
  const own = readTopic(topic);
  if (own.query === null || !refers(own.query)) return own;
  const resolver = new Resolver(scope, (source) =>
    'any' in source ? readTopic(source).query : parseQuery(source.query).query,
  );
  const errors: QueryError[] = [];
  const query = resolver.resolve(own.query, errors);
  return { query, errors: [...own.errors, ...errors.map(placed)] };
}

/** The place of a reference's error. Those of `use` carry the number of their entry as an offset before the text. */
function placed(error: QueryError): TopicError {
  if (error.offset >= 0) return { ...error, part: 'query', index: 0 };
  return { ...error, offset: 0, part: 'use', index: -1 - error.offset };
}

function refers(query: Query): boolean {
  if (query.kind === 'ref') return true;
  if ('children' in query) return query.children.some(refers);
  return 'child' in query && refers(query.child);
}

/** A topic as a tree, references still in it. */
function readTopic(topic: Topic): Topical {
  const errors: TopicError[] = [];
  let terms = 0;
  const list = (part: 'any' | 'all' | 'none'): Query[] => {
    const nodes: Query[] = [];
    const entries = topic[part];
    for (let index = 0; index < entries.length; index++) {
      const entry = entries[index]!;
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
        const trouble = keywordTrouble(entry);
        if (trouble === null) nodes.push(keywordNode(entry));
        else errors.push({ ...trouble, part, index });
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
  const use = topic.use ?? [];
  for (const [index, name] of use.entries()) parts.push({ kind: 'ref', name, offset: -1 - index, length: name.length });
  for (const child of none) parts.push({ kind: 'not', child, offset: child.offset, length: child.length });
  if (topic.any.length + topic.all.length + topic.none.length + use.length === 0 && topic.query === null) {
    const expected = 'a list any or all, a query, or use';
    const message = 'a topic without terms';
    errors.push({ message, offset: 0, length: 0, expected, hint: null, part: 'topic', index: 0 });
  }
  return { query: broken ? null : group('and', parts), errors };
}
