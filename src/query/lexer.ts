import type { MatchField } from '../model/index.ts';
import { FIELDS, MAX_TERM_LENGTH, type Position, type QueryError, type TermStyle } from './ast.ts';
import { nearest } from './suggest.ts';

/** One unit of a query. */
export type Token = Position &
  (
    | { kind: 'term'; style: TermStyle; text: string }
    | { kind: 'field'; field: MatchField }
    | { kind: 'and' | 'or' | 'not' | 'open' | 'close' | 'end' }
  );

/** Double quotes, also the typographic ones that telephones type; each with what closes it. */
const DOUBLE: Record<string, string> = { '"': '"', '“': '”"', '”': '”"', '„': '“”"' };
const SINGLE: Record<string, string> = { "'": "'", '‘': "’'", '’': "’'" };
// A Map, since people look for `constructor` and `toString` too, which every object has.
const OPERATORS = new Map<string, 'and' | 'or' | 'not'>([
  ['AND', 'and'],
  ['OR', 'or'],
  ['NOT', 'not'],
]);
/** All white space, as in the patterns of JavaScript. */
const SPACE = /\s/;
/** Something that can be found in a text: a letter, a digit, a pictograph. */
const SUBSTANCE = /[\p{L}\p{N}\p{Extended_Pictographic}]/u;

function isWordEnd(c: string | undefined): boolean {
  return c === undefined || SPACE.test(c) || c === '(' || c === ')' || DOUBLE[c] !== undefined;
}

/** Whether a text has something to look for, so not `!!!`. */
export function hasSubstance(text: string): boolean {
  return SUBSTANCE.test(text);
}

/** Whether a text, written without quotes, reads back as one word. Used by the printer. */
export function isBareWord(text: string): boolean {
  const { tokens, errors } = lex(text);
  const first = tokens[0];
  return (
    errors.length === 0 &&
    tokens.length === 2 &&
    first?.kind === 'term' &&
    first.style === 'word' &&
    first.text === text &&
    first.length === text.length
  );
}

/**
 * Cuts a query into tokens, in one pass over its characters; the last token is `end`. Errors do not stop it: the
 * faulty piece is left out. What comparable languages have and this one may yet get (`^3`, `word*`, `author:`) is an
 * error rather than text, so that giving it a meaning later changes no existing profile.
 */
export function lex(source: string): { tokens: Token[]; errors: QueryError[] } {
  const tokens: Token[] = [];
  const errors: QueryError[] = [];
  let at = 0;

  const fail = (offset: number, length: number, message: string, expected: string | null, hint: string | null) =>
    errors.push({ message, offset, length, expected, hint });

  const term = (style: TermStyle, text: string, offset: number) => {
    const length = at - offset;
    if (text.length > MAX_TERM_LENGTH) {
      fail(offset, length, `a term of ${text.length} characters`, `at most ${MAX_TERM_LENGTH} characters`, null);
    } else if (!hasSubstance(text)) {
      const what =
        text.trim() === '' ? 'nothing between the quotes' : `nothing to look for in ${source.slice(offset, at)}`;
      fail(offset, length, what, 'a letter, a digit or a pictograph', null);
    } else {
      tokens.push({ kind: 'term', style, text, offset, length });
    }
  };

  const quoted = (style: 'phrase' | 'exact', closing: string) => {
    const start = at++;
    let text = '';
    let piece = at;
    while (at < source.length) {
      const c = source[at]!;
      if (c === '\\' && (source[at + 1] === '\\' || closing.includes(source[at + 1] ?? '\0'))) {
        text += source.slice(piece, at);
        piece = at + 1;
        at += 2;
      } else if (closing.includes(c) && (style === 'phrase' || isWordEnd(source[at + 1]))) {
        text += source.slice(piece, at);
        at++;
        term(style, text, start);
        return;
      } else {
        at++;
      }
    }
    const hint =
      style === 'exact' ? 'single quotes make a term case-sensitive; an apostrophe belongs inside double quotes' : null;
    fail(start, 1, 'a quote that is never closed', closing.at(-1)!, hint);
  };

  const word = () => {
    const start = at;
    while (!isWordEnd(source[at])) {
      if (source[at] === ':' && /^[A-Za-z]+$/.test(source.slice(start, Math.min(at, start + 30)))) break;
      at++;
    }
    const text = source.slice(start, at);
    if (source[at] === ':' && at > start) {
      at++;
      const field = FIELDS.find((name) => name === text.toLowerCase());
      if (field !== undefined) {
        tokens.push({ kind: 'field', field, offset: start, length: at - start });
        return;
      }
      const near = nearest(text.toLowerCase(), FIELDS);
      while (!isWordEnd(source[at])) at++;
      const literal = source.slice(start, Math.min(at, start + 60));
      const hint = near === null ? `to look for the text itself, write "${literal}"` : `did you mean ${near}: ?`;
      fail(start, text.length + 1, `unknown field ${text}:`, FIELDS.map((name) => `${name}:`).join(' or '), hint);
      return;
    }
    const operator = OPERATORS.get(text);
    if (operator !== undefined) {
      tokens.push({ kind: operator, offset: start, length: text.length });
    } else if (/[\p{L}\p{N}]{3}\*$/u.test(text.slice(-8))) {
      fail(at - 1, 1, 'a word cannot end in * yet', 'the whole word', 'write the words out, joined by OR');
    } else if (/\^[0-9.]{1,8}$/.test(text.slice(-10))) {
      fail(start, text.length, 'a term cannot carry a weight yet', 'the term alone', null);
    } else {
      term('word', text, start);
    }
  };

  while (at < source.length) {
    const c = source[at]!;
    if (SPACE.test(c)) at++;
    else if (c === '(' || c === ')') tokens.push({ kind: c === '(' ? 'open' : 'close', offset: at++, length: 1 });
    else if (c === '-' && !SPACE.test(source[at + 1] ?? ' ')) tokens.push({ kind: 'not', offset: at++, length: 1 });
    else if (DOUBLE[c] !== undefined) quoted('phrase', DOUBLE[c]);
    else if (SINGLE[c] !== undefined) quoted('exact', SINGLE[c]);
    else word();
  }
  tokens.push({ kind: 'end', offset: source.length, length: 0 });
  return { tokens, errors };
}
