import type { Query, TermNode } from './ast.ts';
import { isBareWord } from './lexer.ts';

/**
 * A query as text, in one canonical form: `AND` is written, exclusions are `NOT`, parentheses only where the tree needs
 * them. `parseQuery(printQuery(q))` is `q` again, positions aside, for every tree that `parseQuery` gives.
 */
export function printQuery(query: Query): string {
  switch (query.kind) {
    case 'term':
      return printTerm(query);
    case 'field':
      return `${query.field}:${query.child.kind === 'term' ? printTerm(query.child) : `(${printQuery(query.child)})`}`;
    case 'not': {
      const group = query.child.kind === 'and' || query.child.kind === 'or';
      return group ? `NOT (${printQuery(query.child)})` : `NOT ${printQuery(query.child)}`;
    }
    default:
      return query.children
        .map((child) => {
          const loose = child.kind === 'or' || (child.kind === 'and' && query.kind === 'and');
          return loose ? `(${printQuery(child)})` : printQuery(child);
        })
        .join(query.kind === 'and' ? ' AND ' : ' OR ');
  }
}

function printTerm(term: TermNode): string {
  if (term.style === 'word' && isBareWord(term.text)) return term.text;
  const quote = term.style === 'exact' ? "'" : '"';
  return `${quote}${term.text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`)}${quote}`;
}
