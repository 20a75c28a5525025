import { nearest } from '../diagnostic/nearest.ts';
import { FIELDS, type QueryError } from './ast.ts';

/** What other languages call our fields. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['ti', 'title'],
  ['intitle', 'title'],
  ['abs', 'abstract'],
  ['inabstract', 'abstract'],
  ['au', 'author'],
  ['by', 'author'],
  ['affiliation', 'org'],
]);
const MAX_ECHO = 60;

/** The error of a name before a colon that is no field. `written`: the name with what follows, up to the end of the word. */
export function unknownField(name: string, written: string, offset: number): QueryError {
  const near = ALIASES.get(name.toLowerCase()) ?? nearest(name.toLowerCase(), FIELDS);
  const text = name.length > MAX_ECHO ? `${name.slice(0, MAX_ECHO)}…` : name;
  const literal = `to look for the text itself, write "${written.slice(0, MAX_ECHO)}"`;
  return {
    message: `unknown field ${text}:`,
    offset,
    length: name.length + 1,
    expected: FIELDS.map((known) => `${known}:`).join(', '),
    hint: near === null ? literal : `did you mean ${near}: ? ${literal[0]!.toUpperCase()}${literal.slice(1)}`,
  };
}

/** The error of a word that means something in other languages and nothing here, or `null`. Offsets count in the word. */
export function foreignTrouble(word: string): QueryError | null {
  const at = { offset: 0, length: word.length };
  if (/^\/[^/]+\/[a-z]{0,3}$/.test(word)) {
    const hint = `no pattern is run; write the words, or a stem such as transform*; for the text itself "${word.slice(0, MAX_ECHO)}"`;
    return { message: 'a regular expression', ...at, expected: 'a word or a "phrase"', hint };
  }
  if (!word.startsWith('{')) return null;
  return { message: 'a brace', ...at, length: 1, expected: '(', hint: 'for one of several, write (a OR b)' };
}
