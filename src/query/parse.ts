import { MAX_DEPTH, MAX_QUERY_LENGTH, MAX_TERMS, type Position, type Query, type QueryError } from './ast.ts';
import { lex, type Token } from './lexer.ts';

/** Stops the descent at the first error of grammar. Never leaves this file. */
class Stop extends Error {
  readonly error: QueryError;
  constructor(error: QueryError) {
    super(error.message);
    this.error = error;
  }
}

function fail(at: Position, message: string, expected: string | null, hint: string | null = null): never {
  throw new Stop({ message, offset: at.offset, length: at.length, expected, hint });
}

const TERM = 'a word, a "phrase", a field such as title: or (';

/**
 * Recursive descent over the tokens:
 *
 *     or    = and { "OR" and }
 *     and   = unary { ["AND"] unary }
 *     unary = ("NOT" | "-") unary | weighed
 *     weighed = (text-field ":" weighed | term | group | test | reference) ["^" number]
 *     group = "(" or ")"
 *
 * Parentheses are kept as they were written (`a AND (b AND c)` is a tree in a tree): a tool that rewrites a profile
 * should not rearrange it. Whoever evaluates the tree may flatten it.
 */
class Parser {
  readonly tokens: readonly Token[];
  next = 0;
  depth = 0;
  field = false;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  peek(): Token {
    return this.tokens[this.next]!;
  }

  /** Runs one rule a level deeper. The limit is explicit, as the stack's own differs between machines. */
  deeper(at: Token, rule: () => Query): Query {
    if (++this.depth > MAX_DEPTH) fail(at, 'nested too deeply', `at most ${MAX_DEPTH} levels`);
    const query = rule();
    this.depth--;
    return query;
  }

  list(kind: 'and' | 'or', rule: () => Query, goesOn: () => boolean): Query {
    const children = [rule()];
    while (goesOn()) children.push(rule());
    const first = children[0]!;
    const last = children.at(-1)!;
    if (children.length === 1) return first;
    return { kind, children, offset: first.offset, length: last.offset + last.length - first.offset };
  }

  or = (): Query =>
    this.list('or', this.and, () => {
      if (this.peek().kind !== 'or') return false;
      this.next++;
      return true;
    });

  and = (): Query =>
    this.list('and', this.unary, () => {
      const kind = this.peek().kind;
      if (kind === 'and') this.next++;
      return kind !== 'or' && kind !== 'close' && kind !== 'end';
    });

  unary = (): Query => {
    const token = this.peek();
    if (token.kind !== 'not') return this.weighed();
    this.next++;
    const child = this.deeper(token, this.unary);
    return { kind: 'not', child, offset: token.offset, length: child.offset + child.length - token.offset };
  };

  weighed = (): Query => {
    const at = this.peek();
    const child = this.primary();
    const token = this.peek();
    if (token.kind !== 'weight') return child;
    // A level of its own in the tree, so that no walker goes deeper than the limit.
    if (this.depth >= MAX_DEPTH) fail(at, 'nested too deeply', `at most ${MAX_DEPTH} levels`);
    this.next++;
    const { weight } = token;
    return { kind: 'weight', weight, child, offset: at.offset, length: token.offset + token.length - at.offset };
  };

  primary = (): Query => {
    const token = this.peek();
    switch (token.kind) {
      case 'term': {
        this.next++;
        const { style, text, plain, offset, length } = token;
        return { kind: 'term', style, text, plain, offset, length };
      }
      case 'test':
        if (this.field) fail(token, 'a field inside a field', 'a term', 'a term can only be in one field');
        this.next++;
        return { kind: 'test', field: token.field, value: token.value, offset: token.offset, length: token.length };
      case 'ref':
        if (this.field) fail(token, 'a field inside a field', 'a term', 'a term can only be in one field');
        this.next++;
        return { kind: 'ref', name: token.name, offset: token.offset, length: token.length };
      case 'field': {
        if (this.field) fail(token, 'a field inside a field', 'a term', 'a term can only be in one field');
        this.next++;
        const after = this.peek();
        if (after.kind !== 'term' && after.kind !== 'open') {
          fail(after, 'a field without a term', 'a word, a "phrase" or (', 'to exclude, write -title:word');
        }
        this.field = true;
        const child = this.deeper(token, this.weighed);
        this.field = false;
        const length = child.offset + child.length - token.offset;
        return { kind: 'field', field: token.field, child, offset: token.offset, length };
      }
      case 'open': {
        this.next++;
        const child = this.deeper(token, this.or);
        const close = this.peek();
        if (close.kind !== 'close') fail(token, 'a parenthesis that is never closed', ')');
        this.next++;
        return { ...child, offset: token.offset, length: close.offset + 1 - token.offset };
      }
      case 'end':
        return fail(token, this.next === 0 ? 'an empty query' : 'the query ends too early', TERM);
      case 'close':
        return fail(token, 'a closing parenthesis where a term should be', TERM);
      case 'weight':
        return fail(token, 'a weight without a term', TERM);
      default: {
        const name = token.kind.toUpperCase();
        return fail(token, `${name} where a term should be`, TERM, `to look for the word itself, write "${name}"`);
      }
    }
  };
}

/**
 * Reads a query. Never throws, takes time linear in the text, and runs no pattern that the text contains. With any error
 * the query is `null`; errors of spelling come all at once, an error of grammar alone.
 */
export function parseQuery(text: string): { query: Query | null; errors: QueryError[] } {
  if (text.length > MAX_QUERY_LENGTH) {
    const message = `a query of ${text.length} characters`;
    const expected = `at most ${MAX_QUERY_LENGTH} characters`;
    const hint = 'split it into several topics';
    return { query: null, errors: [{ message, offset: MAX_QUERY_LENGTH, length: 0, expected, hint }] };
  }
  const { tokens, errors } = lex(text);
  if (errors.length > 0) return { query: null, errors };
  const terms = tokens.filter(({ kind }) => kind === 'term' || kind === 'test' || kind === 'ref');
  const excess = terms[MAX_TERMS];
  if (excess !== undefined) {
    const message = `a query of ${terms.length} terms`;
    const expected = `at most ${MAX_TERMS} terms`;
    const hint = 'split it into several topics';
    return { query: null, errors: [{ message, offset: excess.offset, length: excess.length, expected, hint }] };
  }
  const parser = new Parser(tokens);
  try {
    const query = parser.or();
    const rest = parser.peek();
    if (rest.kind !== 'end') fail(rest, 'a closing parenthesis without an opening one', 'the end of the query');
    return { query, errors: [] };
  } catch (error) {
    if (error instanceof Stop) return { query: null, errors: [error.error] };
    throw error;
  }
}
