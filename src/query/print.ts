import type { Query, TermNode } from './ast.ts';
import { isBareWord, lex } from './lexer.ts';

/**
 * A query as text, in one canonical form: `AND` is written, exclusions are `NOT`, parentheses only where the tree needs
 * them. `parseQuery(printQuery(q))` is `q` again, positions aside, for every tree that `parseQuery` gives.
 */
export function printQuery(query: Query): string {
  switch (query.kind) {
    case 'term':
      return printTerm(query);
    case 'test':
      return `${query.field}:${query.value}`;
    case 'ref':
      return `topic:${isBareName(query.name) ? query.name : quote(query.name, '"')}`;
    case 'field':
      return `${query.field}:${atom(query.child, false)}`;
    case 'weight':
      return `${atom(query.child, true)}^${query.weight}`;
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

/** What may stand behind a field or before a weight: a term, else a group. */
function atom(query: Query, weighed: boolean): string {
  // Behind a single character, and behind another sign like it, a weight would be read as text.
  const unclear = weighed && query.kind === 'term' && (query.text.length < 2 || query.text.includes('^'));
  if (query.kind === 'term' && !unclear) return printTerm(query);
  if (query.kind === 'weight' && !weighed) return printQuery(query);
  return `(${printQuery(query)})`;
}

function printTerm(term: TermNode): string {
  const sign = term.plain ? '=' : '';
  if (term.style === 'exact') return quote(term.text, "'");
  const bare = term.style === 'word' && isBareWord(term.text);
  return sign + (bare ? term.text : quote(term.text, '"'));
}

const quote = (text: string, sign: string): string =>
  `${sign}${text.replaceAll('\\', '\\\\').replaceAll(sign, `\\${sign}`)}${sign}`;

function isBareName(name: string): boolean {
  const [token, end] = lex(`topic:${name}`).tokens;
  return token?.kind === 'ref' && token.name === name && end?.kind === 'end';
}
