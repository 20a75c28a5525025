import {
  MAX_TERM_LENGTH,
  type Position,
  type QueryError,
  TEST_FIELDS,
  TEXT_FIELDS,
  type TermStyle,
  type TestField,
  type TextField,
} from './ast.ts';
import { readValue } from './range.ts';
import { hasSubstance, starTrouble } from './shape.ts';
import { foreignTrouble, unknownField } from './suggest.ts';
import { readWeight } from './weight.ts';

/** One unit of a query. */
export type Token = Position &
  (
    | { kind: 'term'; style: TermStyle; text: string; plain: boolean }
    | { kind: 'field'; field: TextField }
    | { kind: 'test'; field: TestField; value: string }
    | { kind: 'ref'; name: string }
    | { kind: 'weight'; weight: number }
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
const BEGINS_TERM = /[\p{L}\p{N}"“„'‘(]/u;
function isWordEnd(c: string | undefined): boolean {
  return c === undefined || SPACE.test(c) || c === '(' || c === ')' || DOUBLE[c] !== undefined;
}

/** Whether a text, written without quotes, reads back as one word. Used by the printer. */
export function isBareWord(text: string): boolean {
  const lexer = new Lexer(text, true);
  lexer.run();
  const { tokens, errors } = lexer;
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
 * faulty piece is left out, and after a hundred of them it stops looking for more.
 */
export function lex(source: string): { tokens: Token[]; errors: QueryError[] } {
  const lexer = new Lexer(source);
  lexer.run();
  return lexer;
}

const MAX_ERRORS = 100;

class Lexer {
  readonly tokens: Token[] = [];
  readonly errors: QueryError[] = [];
  private at = 0;
  private readonly source: string;
  /** Asked whether one word is bare: the question is not asked again, or it would go as deep as the word is long. */
  private readonly asked: boolean;

  constructor(source: string, asked = false) {
    this.source = source;
    this.asked = asked;
  }

  run(): void {
    const { source } = this;
    while (this.at < source.length && this.errors.length < MAX_ERRORS) {
      const c = source[this.at]!;
      const next = source[this.at + 1];
      if (SPACE.test(c)) this.at++;
      else if (c === '(' || c === ')') this.sign(c === '(' ? 'open' : 'close');
      else if (c === '-' && next !== undefined && !SPACE.test(next)) this.sign('not');
      // As FreshRSS has it; and what other languages write before a term that must be there, as every term here must.
      else if (c === '!' && next !== undefined && BEGINS_TERM.test(next)) this.sign('not');
      else if (c === '+' && next !== undefined && BEGINS_TERM.test(next)) this.at++;
      else if (c === '^' && this.weight()) continue;
      else if (c === '=' && next !== undefined && !/[\s=()]/.test(next)) {
        this.at++;
        this.termAt(this.at - 1, true);
      } else this.termAt(this.at, false);
    }
    this.tokens.push({ kind: 'end', offset: source.length, length: 0 });
  }

  private sign(kind: 'open' | 'close' | 'not'): void {
    this.tokens.push({ kind, offset: this.at++, length: 1 });
  }

  private termAt(start: number, plain: boolean): void {
    const c = this.source[this.at]!;
    if (DOUBLE[c] !== undefined) this.term('phrase', this.quoted('phrase', DOUBLE[c]), start, plain);
    else if (SINGLE[c] !== undefined && !plain) this.term('exact', this.quoted('exact', SINGLE[c]), start, plain);
    else this.word(start, plain);
  }

  private fail(offset: number, length: number, message: string, expected: string | null, hint: string | null): void {
    this.errors.push({ message, offset, length, expected, hint });
  }

  private term(style: TermStyle, text: string | null, offset: number, plain: boolean): void {
    if (text === null) return;
    const length = this.at - offset;
    if (text.length > MAX_TERM_LENGTH) {
      this.fail(offset, length, `a term of ${text.length} characters`, `at most ${MAX_TERM_LENGTH} characters`, null);
    } else if (!hasSubstance(text)) {
      const nothing = text.trim() === '';
      const what = nothing
        ? 'nothing between the quotes'
        : `nothing to look for in ${this.source.slice(offset, this.at)}`;
      this.fail(offset, length, what, 'a letter, a digit or a pictograph', null);
    } else {
      this.tokens.push({ kind: 'term', style, text, plain, offset, length });
    }
  }

  /** The text between quotes, read on behind them; `null` when they are never closed. */
  private quoted(style: 'phrase' | 'exact', closing: string): string | null {
    const { source } = this;
    const start = this.at++;
    let text = '';
    let piece = this.at;
    const ends = (c: string | undefined) => isWordEnd(c) || c === '^';
    while (this.at < source.length) {
      const c = source[this.at]!;
      const next = source[this.at + 1];
      if (c === '\\' && (next === '\\' || closing.includes(next ?? '\0'))) {
        text += source.slice(piece, this.at);
        piece = this.at + 1;
        this.at += 2;
      } else if (closing.includes(c) && (style === 'phrase' || ends(next))) {
        text += source.slice(piece, this.at);
        this.at++;
        return text;
      } else {
        this.at++;
      }
    }
    const exact = 'single quotes make a term case-sensitive; an apostrophe belongs inside double quotes';
    this.fail(start, 1, 'a quote that is never closed', closing.at(-1)!, style === 'exact' ? exact : null);
    return null;
  }

  /** `^3` right behind a term or a group. Not behind a single character: `R^2` is a name. */
  private weight(): boolean {
    const before = this.tokens.at(-1);
    if (before === undefined || before.offset + before.length !== this.at) return false;
    if (before.kind !== 'term' && before.kind !== 'close') return false;
    const start = this.at;
    while (!isWordEnd(this.source[this.at])) this.at++;
    this.pushWeight(start, this.source.slice(start, this.at));
    return true;
  }

  private pushWeight(offset: number, text: string): void {
    const read = readWeight(text);
    if (typeof read === 'number') this.tokens.push({ kind: 'weight', weight: read, offset, length: text.length });
    else this.fail(offset, text.length, read.message, read.expected, null);
  }

  private word(start: number, plain: boolean): void {
    const { source } = this;
    const first = this.at;
    while (!isWordEnd(source[this.at])) {
      if (source[this.at] === ':' && !plain && /^[A-Za-z]+$/.test(source.slice(first, Math.min(this.at, first + 30))))
        break;
      this.at++;
    }
    const text = source.slice(first, this.at);
    if (source[this.at] === ':' && this.at > first && !plain) {
      this.at++;
      this.field(text, first);
      return;
    }
    const operator = plain ? undefined : OPERATORS.get(text);
    const caret = /[^^]{2}\^\d[\d.]*$/.test(text.slice(-16)) ? text.lastIndexOf('^') : -1;
    const bare = caret > 0 ? text.slice(0, caret) : text;
    const star = starTrouble(bare) ?? foreignTrouble(bare);
    if (operator !== undefined) this.tokens.push({ kind: operator, offset: first, length: text.length });
    else if (star !== null) this.errors.push({ ...star, offset: first + star.offset });
    else {
      const end = this.at;
      this.at = first + bare.length;
      // What could not stand there without its sign or weight is a phrase of one word, as it is when written in quotes.
      const whole = this.asked || (!plain && caret < 0) || isBareWord(bare);
      this.term(whole ? 'word' : 'phrase', bare, start, plain);
      this.at = end;
      if (caret > 0) this.pushWeight(first + caret, text.slice(caret));
    }
  }

  /** What a name before a colon opens; the colon is behind us. */
  private field(text: string, start: number): void {
    const name = text.toLowerCase();
    const textField = TEXT_FIELDS.find((known) => known === name);
    if (textField !== undefined) {
      this.tokens.push({ kind: 'field', field: textField, offset: start, length: this.at - start });
      return;
    }
    const raw = this.value();
    if (raw === null) return;
    const length = this.at - start;
    const testField = TEST_FIELDS.find((known) => known === name);
    if (testField !== undefined) {
      const read = readValue(testField, raw);
      if (read.value !== null)
        this.tokens.push({ kind: 'test', field: testField, value: read.value, offset: start, length });
      else this.fail(start, length, `nothing to compare with in ${name}:${raw.slice(0, 60)}`, read.expected, read.hint);
    } else if (name === 'topic' || name === 'use') {
      if (raw.trim() !== '') this.tokens.push({ kind: 'ref', name: raw.trim(), offset: start, length });
      else this.fail(start, length, `${name}: without a name`, 'the name of a topic or of a named query', null);
    } else {
      this.errors.push(unknownField(text, this.source.slice(start, this.at), start));
    }
  }

  /** The value after a colon, quoted or up to the end of the word. */
  private value(): string | null {
    const quote = DOUBLE[this.source[this.at] ?? ''];
    if (quote !== undefined) return this.quoted('phrase', quote);
    const start = this.at;
    while (!isWordEnd(this.source[this.at])) this.at++;
    return this.source.slice(start, this.at);
  }
}
