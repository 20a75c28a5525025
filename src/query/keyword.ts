import type { Query, QueryError, TermNode, TermStyle } from './ast.ts';
import { isBareWord } from './lexer.ts';
import { starTrouble } from './shape.ts';
import { splitWeight } from './weight.ts';

/** Words of letters, digits and single spaces: most keywords, which need no closer look. */
const SIMPLE = /^[\p{L}\p{N}]+(?:[ -][\p{L}\p{N}]+)*$/u;

/** Whether a keyword is letters, digits and single spaces or hyphens only: then it means itself, in a list and in quotes. */
export const isSimpleKeyword = (text: string): boolean => SIMPLE.test(text);

/**
 * One entry of `any`, `all` or `none` as a tree of one term. An entry is text, not a query: `title:` or `OR` in it are looked
 * for as they are. What means the same as in a query: quotes around the whole entry, a star at the end of a stem, a
 * weight behind it, `=` before it.
 */
export function keywordNode(entry: string): Query {
  const position = { offset: 0, length: entry.length };
  let text = entry.trim();
  if (SIMPLE.test(text)) {
    const style: TermStyle = text.includes(' ') || OPERATOR.test(text) ? 'phrase' : 'word';
    return { kind: 'term', style, text, plain: false, ...position };
  }
  const split = splitWeight(text);
  text = split.text.trimEnd();
  const plain = /^=[^\s=]/.test(text);
  if (plain) text = text.slice(1);
  const term: TermNode = { kind: 'term', ...styled(text), plain, ...position };
  if (term.style === 'exact') term.plain = false;
  return split.weight === null ? term : { kind: 'weight', weight: split.weight, child: term, ...position };
}

/** What is wrong with the star of an entry that is written without quotes, or `null`. Offsets count in the entry. */
export function keywordTrouble(entry: string): QueryError | null {
  if (!entry.includes('*')) return null;
  const written = splitWeight(entry.trim())
    .text.trim()
    .replace(/^=(?=[^\s=])/, '');
  const trouble = quotesOf(written) === '' ? starTrouble(written) : null;
  if (trouble === null) return null;
  const hint = trouble.hint?.includes('OR') ? 'write the words out, each as an entry of its own' : trouble.hint;
  return { ...trouble, offset: entry.indexOf(written) + trouble.offset, hint };
}

const OPERATOR = /^(?:AND|OR|NOT)$/;

/** The two signs around a text where they are quotes, or ''. */
function quotesOf(text: string): string {
  const quote = text.length > 2 ? `${text[0]}${text.at(-1)}` : '';
  return quote === "''" || quote === '""' || quote === '“”' ? quote : '';
}

function styled(text: string): { style: TermStyle; text: string } {
  const quote = quotesOf(text);
  if (quote !== '') return { style: quote === "''" ? 'exact' : 'phrase', text: text.slice(1, -1) };
  return { style: isBareWord(text) ? 'word' : 'phrase', text };
}
