/**
 * Reads JSON that `JSON.parse` refuses: cut anywhere, damaged in places, several values in one file. It finds where each
 * element of a list begins and ends, strings respected, and gives each to `JSON.parse` by itself, so that a damaged
 * element costs no other one.
 *
 * Weighed: a streaming parser (`@streamparser/json`, `jsonparse`) also yields the whole elements before a cut, but it
 * stops at the first damage, knows no way back in, and reads every character in JavaScript. This scanner looks only at
 * quotes and brackets, and runs only when `JSON.parse` has failed.
 */

/** Stands where an element was that cannot be read. */
export class Hole {
  /** Where the element begins in the text, in UTF-16 units from 0. */
  readonly offset: number;
  constructor(offset: number) {
    this.offset = offset;
  }
}

export interface Salvage {
  /** The values of the top level in order, `Hole`s in their lists. More than one: they stood one after another. */
  values: unknown[];
  /** The text ended before its last value did; what was whole of that value is in `values`. */
  cut: boolean;
  /** Where text begins that is not part of the first value; `null` when there is none. */
  trailing: number | null;
}

/** A list of papers lies at most this deep: `{"data": {"props": {"dailyPapers": [...]}}}`. */
const maxDepth = 4;

/** Most values of the top level. A file of many is read as JSON Lines. */
const maxValues = 200;

/** How often, on average, a character may be looked at: each level of lists costs one look, damage a few. */
const maxLooks = 10;

export function salvage(text: string): Salvage {
  return new Scanner(text).scan();
}

class Scanner {
  private readonly text: string;
  private cut = false;
  /** Where the rows of API lists begin, ascending; then the end of the text. */
  private readonly openings: number[];
  private passed = 0;
  /** Characters that may still be looked at in search of the ends of values: keeps hostile files linear. */
  private budget: number;

  constructor(text: string) {
    this.text = text;
    this.budget = maxLooks * text.length;
    // Inside a string its quotes would be escaped: this stands nowhere but at the beginning of a row. So a row never
    // reaches beyond the next opening, and after damage reading goes on there.
    this.openings = [...text.matchAll(/\{\s{0,100}"paper"\s{0,100}:/g)].map((found) => found.index);
    this.openings.push(text.length);
  }

  scan(): Salvage {
    const { text } = this;
    const values: unknown[] = [];
    let trailing: number | null = null;
    let at = this.skipSpace(0);
    while (at < text.length && values.length < maxValues) {
      if (values.length > 0) trailing ??= at;
      // After damage we may stand in the middle of a list: its next row is looked for, and the list read from there.
      const inside = !/[[{]/.test(text[at]!);
      const start = inside ? this.nextOpening(at) : at;
      if (start === text.length) break;
      const [value, end] = inside ? this.list(start) : this.value(start, 0);
      values.push(value);
      at = this.skipSpace(Math.max(end, start + 1));
    }
    return { values, cut: this.cut, trailing };
  }

  /** Reads the value at `at`; returns it with the offset after it. */
  private value(at: number, depth: number): [unknown, number] {
    const { text } = this;
    const end = this.endOf(at, text.length);
    if (end !== -1) {
      const value = parse(text.slice(at, end));
      if (value !== damaged) return [value, end];
    }
    if (depth < maxDepth && text[at] === '[') return this.list(at + 1);
    if (depth < maxDepth && text[at] === '{') return this.object(at + 1, depth);
    if (end === -1) this.cut = true;
    return [new Hole(at), end === -1 ? text.length : end];
  }

  /** Reads the elements of a list whose bracket stands before `at`. */
  private list(start: number): [unknown[], number] {
    const { text } = this;
    const items: unknown[] = [];
    let at = start;
    for (;;) {
      at = this.skipSpace(at);
      if (text[at] === ',') at = this.skipSpace(at + 1);
      if (at >= text.length) break;
      if (text[at] === ']') return [items, at + 1];
      const next = this.nextOpening(at + 1);
      const end = this.endOf(at, next);
      if (end === -1 && next === text.length) break;
      const value = end === -1 ? damaged : parse(text.slice(at, end));
      const after = end === -1 ? '' : text.charAt(this.skipSpace(end));
      const whole = value !== damaged && (after === ',' || after === ']' || after === '');
      items.push(whole ? value : new Hole(at));
      if (end !== -1 && (whole || next === text.length)) at = end;
      else at = next;
      // Damage with no row behind it: what follows is no element of this list.
      if (!whole && at === end && after !== ',' && after !== ']' && after !== '') return [items, text.length];
    }
    this.cut = true;
    return [items, text.length];
  }

  /** Reads the members of an object whose brace stands before `at`, up to the first that is damaged beyond its end. */
  private object(start: number, depth: number): [Record<string, unknown>, number] {
    const { text } = this;
    const members: Record<string, unknown> = Object.create(null);
    let at = start;
    for (;;) {
      at = this.skipSpace(at);
      if (text[at] === ',') at = this.skipSpace(at + 1);
      if (text[at] === '}') return [members, at + 1];
      const end = text[at] === '"' ? this.endOf(at, text.length) : at;
      const colon = end === -1 ? text.length : this.skipSpace(end);
      const start = this.skipSpace(colon + 1);
      if (start >= text.length) {
        this.cut = true;
        return [members, text.length];
      }
      const key = parse(text.slice(at, end));
      if (typeof key !== 'string' || text[colon] !== ':') return [members, at];
      [members[key], at] = this.value(start, depth + 1);
    }
  }

  /** The first opening of a row at or after `at`, or the end of the text. Asked for ascending offsets only. */
  private nextOpening(at: number): number {
    while (this.openings[this.passed]! < at && this.passed < this.openings.length - 1) this.passed++;
    return this.openings[this.passed]!;
  }

  private skipSpace(at: number): number {
    let index = at;
    while (index < this.text.length && ' \n\r\t'.includes(this.text[index]!)) index++;
    return index;
  }

  /** The offset after the value that begins at `at`, or -1 when it does not end before `limit`. */
  private endOf(at: number, limit: number): number {
    const { text } = this;
    const first = text[at]!;
    if (first === '"') return this.endOfString(at, limit);
    if (first !== '{' && first !== '[') {
      let index = at + 1;
      while (index < limit && !',]} \n\r\t'.includes(text[index]!)) index++;
      return index === text.length ? -1 : index;
    }
    if (this.budget <= 0) return -1;
    const end = this.endOfContainer(at, limit);
    this.budget -= (end === -1 ? limit : end) - at;
    return end;
  }

  private endOfContainer(at: number, limit: number): number {
    const structure = /["[\]{}]/g;
    structure.lastIndex = at;
    let open = 0;
    for (let found = structure.exec(this.text); found !== null; found = structure.exec(this.text)) {
      if (found.index >= limit) return -1;
      if (found[0] === '"') {
        const end = this.endOfString(found.index, limit);
        if (end === -1) return -1;
        structure.lastIndex = end;
      } else if (found[0] === '{' || found[0] === '[') open++;
      else if (--open === 0) return found.index + 1;
    }
    return -1;
  }

  private endOfString(at: number, limit: number): number {
    const { text } = this;
    for (let quote = text.indexOf('"', at + 1); quote !== -1 && quote < limit; quote = text.indexOf('"', quote + 1)) {
      let slashes = 0;
      while (text[quote - 1 - slashes] === '\\') slashes++;
      if (slashes % 2 === 0) return quote + 1;
    }
    return -1;
  }
}

/** Not a value of JSON. */
const damaged = Symbol('damaged');

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return damaged;
  }
}
