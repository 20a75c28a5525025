import { nearest } from '../diagnostic/nearest.ts';
import type { NamedQuery, Topic } from '../model/index.ts';
import { MAX_DEPTH, MAX_TERMS, type Query, type QueryError } from './ast.ts';

/** What `topic:NAME` and `use` may refer to: the topics of a subscription and its named queries. */
export interface Scope {
  topics: readonly Topic[];
  queries: readonly NamedQuery[];
}

/** A tree without references, with its size as if nothing in it were shared. */
interface Resolved {
  query: Query;
  terms: number;
  depth: number;
}

/** Names are compared without regard to case and to forms of the same letter. */
const fold = (name: string): string => name.normalize('NFKC').trim().toLowerCase();

/**
 * Replaces references by what they refer to. A name that is used twice is one object in the result, not a copy; the number of
 * terms is counted as if it were copied, so that queries that use each other twice and twice again end at the limit.
 */
export class Resolver {
  /** What a name came to: its tree, or what is wrong with it; `null` where its owner reports that. */
  private readonly known = new Map<string, Resolved | QueryError | null>();
  private readonly open = new Set<string>();
  private readonly scope: Scope;
  /** The tree of a topic or named query, references still in it; `null` when it has errors, which its owner reports. */
  private readonly read: (source: Topic | NamedQuery) => Query | null;

  constructor(scope: Scope, read: (source: Topic | NamedQuery) => Query | null) {
    this.scope = scope;
    this.read = read;
  }

  /** Resolves a tree. `errors` gets what is wrong, at the reference's place; the result is then `null`. */
  resolve(query: Query, errors: QueryError[]): Query | null {
    const count = errors.length;
    const resolved = this.walk(query, errors);
    if (resolved === null || errors.length > count) return null;
    const { offset, length } = query;
    const fail = (message: string, expected: string) => errors.push({ message, offset, length, expected, hint: null });
    if (resolved.terms > MAX_TERMS)
      fail(`${resolved.terms} terms, with what is used by name`, `at most ${MAX_TERMS} terms`);
    else if (resolved.depth > 2 * MAX_DEPTH)
      fail('nested too deeply, with what is used by name', `at most ${MAX_DEPTH} levels`);
    return errors.length > count ? null : resolved.query;
  }

  private walk(query: Query, errors: QueryError[]): Resolved | null {
    switch (query.kind) {
      case 'term':
      case 'test':
        return { query, terms: 1, depth: 1 };
      case 'ref':
        return this.name(query, errors);
      case 'field':
      case 'not':
      case 'weight': {
        const child = this.walk(query.child, errors);
        return child && { query: { ...query, child: child.query }, terms: child.terms, depth: child.depth + 1 };
      }
      default: {
        const children: Query[] = [];
        let terms = 0;
        let depth = 0;
        for (const node of query.children) {
          const child = this.walk(node, errors);
          if (child === null) continue;
          children.push(child.query);
          terms += child.terms;
          depth = Math.max(depth, child.depth);
        }
        return children.length < query.children.length
          ? null
          : { query: { ...query, children }, terms, depth: depth + 1 };
      }
    }
  }

  private name(node: Query & { kind: 'ref' }, errors: QueryError[]): Resolved | null {
    const { name, offset, length } = node;
    const fail = (message: string, expected: string | null, hint: string | null): null => {
      errors.push({ message, offset, length, expected, hint });
      return null;
    };
    const key = fold(name);
    if (this.open.has(key))
      return fail(`${name} refers to itself`, 'a topic or query that does not use this one', null);
    let resolved = this.known.get(key);
    if (resolved === undefined) {
      const source =
        this.scope.queries.find((query) => fold(query.name) === key) ??
        this.scope.topics.find((topic) => fold(topic.name) === key);
      if (source === undefined) {
        const names = [...this.scope.queries, ...this.scope.topics].map((one) => one.name);
        const near = nearest(key, names.map(fold));
        const hint = near === null ? null : `did you mean ${names.find((one) => fold(one) === near)} ?`;
        return fail(
          `no topic or named query is called ${name}`,
          names.slice(0, 10).join(', ') || 'an entry under `queries:`',
          hint,
        );
      }
      const query = this.read(source);
      this.open.add(key);
      const inner: QueryError[] = [];
      resolved = query === null ? null : this.walk(query, inner);
      this.open.delete(key);
      // Failures are remembered too: names that use each other twice and twice again are walked once.
      if (inner.length > 0) resolved = inner[0]!;
      this.known.set(key, resolved);
    }
    if (resolved !== null && 'message' in resolved) {
      const { message, expected, hint } = resolved;
      return fail(message.startsWith('in ') ? message : `in ${name}: ${message}`, expected, hint);
    }
    if (resolved === null) return fail(`${name} has an error of its own`, null, null);
    if (resolved.terms > MAX_TERMS) return fail(`${name} has too many terms`, `at most ${MAX_TERMS} terms`, null);
    if (resolved.depth > 2 * MAX_DEPTH)
      return fail(`${name} is nested too deeply`, `at most ${MAX_DEPTH} levels`, null);
    return resolved;
  }
}
